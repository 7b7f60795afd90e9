"""What the pages of what is handed down show."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from zhijia.plans.handing import letters, queries, weights
from zhijia.plans.handing.dividing import Division, Source
from zhijia.plans.handing.forms import HandForm, SettleForm
from zhijia.plans.handing.services import Balance
from zhijia.plans.handing.services import balance as balanced
from zhijia.plans.models import (
    Handing,
    HandingRegister,
    Letter,
    LetterRegister,
    Method,
    Plan,
    Share,
    ShareRegister,
)
from zhijia.plans.registers.handing import measure
from zhijia.registry.moments import timeline
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.ui import units
from zhijia.ui.moments import Moment

#: as much of the history of many shares as one reads
MOMENTS = 10


def dividing(source: Source, form: HandForm, division: Division | None) -> dict[str, Any]:
    """The form of a division beside its proposal."""
    method = form["method"].value()
    return {
        "source": source,
        "target": source.target,
        "form": form,
        "division": division,
        "is_hand": method == Method.HAND,
        "is_divided": measure.can_be_divided(source.target, source.org.pk),
        "whole_said": measure.said(source.target, source.whole),
    }


def handing(entry: Handing, actor: Actor) -> dict[str, Any]:
    """One handing down: its sum at every level, its shares, what happened."""
    shares = queries.shares_of(entry, actor)
    whole = queries.sees_all(entry, actor)
    verdicts = HandingRegister.policy
    gives = bool(verdicts.change.test(actor, entry))
    level = queries.level_of(entry)
    return {
        "handing": entry,
        "target": entry.target,
        "level": level if whole else None,
        "rows": queries.rows(shares, actor),
        "beneath": queries.beneath(entry, actor),
        "dated": weights.dated(entry.method, entry.target, entry.weighed_on),
        "minimum": measure.said(entry.target, entry.minimum) if entry.minimum is not None else "",
        "weights": {share.pk: weight_said(share) for share in shares},
        "gives": gives,
        "ready": sum(level.states[state] for state in ("accepted", "settled")) if gives else 0,
        "may_take_back": bool(verdicts.remove.test(actor, entry)),
        "moments": history(entry, shares, actor) if whole else [],
    }


def weight_said(share: Share) -> str:
    """What a share was reckoned from, with its unit."""
    if share.weight is None:
        return ""
    return units.quantity(share.weight, unit=weights.unit(share.handing.method, share.target))


def history(entry: Handing, shares: list[Share], actor: Actor) -> list[Moment]:
    """What happened to a handing down and to its shares since, newest first, each named."""
    found = list(timeline(HandingRegister, entry, actor))
    changed = [share for share in shares if share.version > 1]
    for share in changed[:MOMENTS]:
        for moment in timeline(ShareRegister, share, actor)[:-1]:
            found.append(_named(moment, share))
    return sorted(found, key=lambda moment: moment.at, reverse=True)[:MOMENTS]


def _named(moment: Moment, share: Share) -> Moment:
    return replace(moment, title=f"{share.org.name}: {moment.title}")


def share(entry: Share, actor: Actor) -> dict[str, Any]:
    """One share: what is asked, who says what, how it was handed on, what happened."""
    row = queries.rows([entry], actor)[0]
    moves = {move.key: move for move in ShareRegister.moves_for(entry, actor)}
    onward = row.on
    may_hand = onward is None and entry.is_agreed and queries.gives_for(actor, entry.org, below=True)
    return {
        "share": entry,
        "row": row,
        "target": entry.target,
        "handing": entry.handing,
        "moves": moves,
        "settling": moves.get("settle") or moves.get("decide"),
        "counter": measure.said(entry.target, entry.counter) if entry.counter is not None else "",
        "first": measure.said(entry.target, entry.first_value) if entry.edition > 1 else "",
        "whole": measure.said(entry.target, entry.handing.whole),
        "weight": weight_said(entry),
        "dated": weights.dated(entry.handing.method, entry.target, entry.handing.weighed_on),
        "may_hand": may_hand and entry.target.plan.state == "issued",
        "may_put_off": entry.state == "offered"
        and bool(HandingRegister.policy.change.test(actor, entry.handing)),
        "moments": timeline(ShareRegister, entry, actor),
    }


def refuses_settling(entry: Share, actor: Actor) -> str | None:
    """Why the actor may not settle a share as it stands, or None."""
    moves = [move for move in ShareRegister.flow.leaving(entry.state) if move.target == "settled"]
    if not moves:
        return _("This share is settled: change it by an amendment, with a reason.")
    verdict = moves[0].by.test(actor, entry)
    return None if verdict else _("This is for: %(who)s.") % {"who": verdict.reason}


def balance(form: SettleForm) -> Balance | None:
    """What the settlement asked for does to the others; None where nobody else is asked for anything."""
    if not form.is_bound or not form.is_valid() or not form.cleaned_data.get("spread"):
        return None
    if form.cleaned_data["value"] == form.share.value:
        return None
    return balanced(form.share, form.cleaned_data["value"])


def settling(entry: Share, form: SettleForm, balance: Balance | None) -> dict[str, Any]:
    return {
        "share": entry,
        "target": entry.target,
        "form": form,
        "balance": balance,
        "counter": measure.said(entry.target, entry.counter) if entry.counter is not None else "",
    }


def letter(entry: Letter, actor: Actor) -> dict[str, Any]:
    """A letter with what it says, and what of it no longer holds."""
    return {
        "letter": entry,
        "paper": letters.paper_of(entry),
        "since": queries.since(entry),
        "may_renew": queries.gives_for(actor, entry.issuer),
        "may_change": bool(LetterRegister.policy.change.test(actor, entry)),
        "may_remove": bool(LetterRegister.policy.remove.test(actor, entry)),
        "moments": timeline(LetterRegister, entry, actor),
    }


def next_number(giver: Org, plan: Plan) -> str:
    """The number after the last one of the year, written as that one was; empty before the first."""
    last = Letter.objects.filter(issuer=giver, plan__year=plan.year).order_by("-id").first()
    if last is None:
        return ""
    digits = list(re.finditer(r"\d+", last.number))
    if not digits:
        return ""
    end = digits[-1]
    return f"{last.number[: end.start()]}{int(end.group()) + 1}{last.number[end.end() :]}"
