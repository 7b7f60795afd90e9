"""Questions to everybody on a list and the answers of those who answered, set-wise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from zhijia.evidence import services as evidence
from zhijia.evidence.models import Request
from zhijia.outbox.letters import letter_of
from zhijia.outbox.models import Message
from zhijia.registry.distinct import chunks
from zhijia.site.demo.answers import NOTES, SLIPS_AT_ONCE, Answers
from zhijia.tree.actor import ANONYMOUS, Actor


def ask_all(entries: Sequence[Any], *, by: Actor, channel: str = "slip") -> list[Request]:
    """Asks everybody these entries name who can be asked; the questions."""
    return evidence.ask_many(entries, by=by, channel=channel).requests


def everybody_says(
    entries: Sequence[Any],
    *,
    answers: Answers,
    by: Actor,
    channel: str = "slip",
    said: Mapping[UUID, str] | None = None,
) -> int:
    """Asks as `by` and gives everybody's answer, yes unless `said` has another for an entry's uid; their number.

    By slip an auditor prints and each worker uses the own one; by link each opens the own text message.
    """
    requests = ask_all(entries, by=by, channel=channel)
    keys = _links(requests) if channel == "link" else _slips(requests, answers)
    told = {one.uid: (said or {}).get(one.entry_uid, "yes") for one in requests}
    words = [
        evidence.Said(uid, told[uid], secret, NOTES.get(told[uid], ""), None) for uid, secret in keys.items()
    ]
    return len(evidence.confirm_many(words, by=ANONYMOUS, channel=channel))


def _slips(requests: Sequence[Request], answers: Answers) -> dict[UUID, str]:
    auditor = answers.actor("city.auditor")
    found: dict[UUID, str] = {}
    for start in range(0, len(requests), SLIPS_AT_ONCE):
        uids = [one.uid for one in requests[start : start + SLIPS_AT_ONCE]]
        found |= {slip.request.uid: slip.keys.token for slip in evidence.print_slips(uids, by=auditor)}
    return found


def _links(requests: Sequence[Request]) -> dict[UUID, str]:
    occasions = {f"confirmation:{one.uid}": one.uid for one in requests}
    found = {}
    for some in chunks(list(occasions)):
        for message in Message.objects.filter(effect_key__in=some):
            match = re.search(r"/c/([^/\s]+)/", letter_of(message).body)
            if match is None:
                raise LookupError("the message holds no link")
            found[occasions[message.effect_key]] = match[1]
    return found
