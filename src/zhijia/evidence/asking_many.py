"""Dozens of people asked at once, each exactly as one is asked: same right, same rows, same secrecy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.evidence import asking, entries
from zhijia.evidence.models import Channel, Request
from zhijia.registry.errors import Refused
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor


@dataclass
class Asked:
    """What became of asking many: the questions, none of which holds a key, and who was left out and why."""

    requests: list[Request] = field(default_factory=list)
    left: list[tuple[Any, str]] = field(default_factory=list)


def ask_many(found: Sequence[Any], *, by: Actor, channel: str = "") -> Asked:
    """Asks the persons these entries name; without a channel each by link or, without a mobile number, by slip.

    Whoever cannot be asked now, or not by this actor or channel, is left out with the reason.
    """
    kinds: dict[str, list[Any]] = defaultdict(list)
    for entry in found:
        kinds[register_of(type(entry)).key].append(entry)
    asked = Asked()
    with transaction.atomic():
        for kind, some in sorted(kinds.items()):
            _ask_kind(kind, some, by, channel, asked)
        asking.write(asked.requests, by=by)
    return asked


def _ask_kind(kind: str, found: Sequence[Any], by: Actor, channel: str, asked: Asked) -> None:
    """The questions about entries of one register, not yet stored."""
    current = list(entries.locked_many(kind, {entry.uid for entry in found}).values())
    allowed = entries.changeable(by, current)
    known = asking.Known.about(current, by)
    for entry in current:
        if entry.pk not in allowed:
            who = entries.register_called(kind).policy.change.reason
            asked.left.append((entry, _("Not allowed: this is for %(who)s.") % {"who": who}))
            continue
        try:
            asked.requests.append(_request(entry, by, channel, known))
        except Refused as refusal:
            said = [str(one) for messages in refusal.messages.values() for one in messages]
            asked.left.append((entry, " ".join(said)))


def _request(entry: Any, by: Actor, channel: str, known: asking.Known) -> Request:
    named = asking.askable(entry, by, known)
    way = Channel(channel) if channel in Channel.values else asking.usual(named)
    asking.check_way(named, way)
    return asking.request_for(entry, way, by=by)
