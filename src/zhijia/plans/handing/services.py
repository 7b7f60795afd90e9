"""What is done with targets handed down: given out, settled with the rest re-balanced, locked, taken back."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.kernel.share import shared_out
from zhijia.plans.handing.dividing import Division, Source
from zhijia.plans.models import Handing, HandingRegister, Share, ShareRegister
from zhijia.plans.registers.handing import measure, rules
from zhijia.plans.registers.share import steps
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.tree.actor import Actor

#: whose number may still move when another's is settled: neither settled nor locked
MOVABLE = ("offered", "accepted", "argued")
#: days to answer once more
AGAIN = timedelta(days=10)


def hand_down(
    source: Source, division: Division, values: dict[str, Any], *, by: Actor, uid: uuid.UUID | None = None
) -> Handing:
    """A handing down with a share for each union of the division, all or nothing; `uid` makes a repeat harmless.

    Raises Refused, Forbidden or Stale (the uid holds another one).
    """
    if not division.is_sound:
        raise Refused("", _("This division cannot be handed down as it stands."))
    given = {"target": source.target, "org": source.org, **values}
    known = uid is not None and Handing.objects.filter(uid=uid).exists()
    with transaction.atomic():
        handing: Handing = services.add(HandingRegister, given, by=by, uid=uid)
        if known:
            return handing
        for part in division.given:
            share = {"handing": handing, "org": part.org, "value": part.value, "weight": part.weight}
            services.add(ShareRegister, share, by=by)
    return handing


def hindrance(source: Source, *, by: Actor) -> str:
    """Why a target or share cannot be handed down at all as it stands, or nothing."""
    handing = Handing(target=source.target, org=source.org, given=source.given)
    try:
        rules.refuse_unissued(handing, by, None)
        rules.refuse_not_own(handing, by, None)
    except Refused as refusal:
        return str(refusal.messages["target"][0])
    return ""


def take_back(handing: Handing, *, by: Actor, reason: str, version: int) -> None:
    """A handing down nobody answered removed with its shares. Raises Refused, Forbidden, Stale."""
    verdict = HandingRegister.policy.remove.test(by, handing)
    if not verdict:
        raise Forbidden(verdict.reason)
    if not reason.strip():
        raise Refused("reason", _("Give a reason."))
    with transaction.atomic():
        for share in handing.shares.all():
            services.remove(share, by=by, reason=reason, version=share.version)
        services.remove(handing, by=by, reason=reason, version=version)


@dataclass(frozen=True)
class Moved:
    """A share whose number moves because another's was settled."""

    share: Share
    value: Decimal

    @property
    def said(self) -> str:
        return measure.said(self.share.target, self.value)


@dataclass(frozen=True)
class Balance:
    """What a settlement does to the others; `fault` is why the rest cannot take it."""

    moved: Sequence[Moved] = ()
    fault: str = ""
    digest: str = ""

    @property
    def changed(self) -> list[Moved]:
        return [one for one in self.moved if one.value != one.share.value]


def balance(share: Share, value: Decimal) -> Balance:
    """The difference of a settled share spread over those still movable, by weight, exact, none below its least."""
    handing, target = share.handing, share.target
    rest = handing.shares.filter(state__in=MOVABLE).exclude(pk=share.pk).select_related("org", "target")
    others = list(rest.order_by("org__code"))
    if not handing.is_divided:
        return Balance(fault=_("This is not divided: nobody else's number moves."))
    if not others:
        return Balance(fault=_("No other union's number may still move: all are settled or locked."))
    whole = sum((one.value for one in others), Decimal(0)) + share.value - value
    least = measure.steps(target, handing.minimum or Decimal(0))
    number = measure.steps(target, whole)
    if number < max(least, 1) * len(others):
        return Balance(
            fault=_(
                "The others would have less than the least of each, or nothing: %(rest)s for %(n)s unions."
            )
            % {"rest": measure.said(target, whole), "n": len(others)}
        )
    mine = [_weight(one) for one in others]
    # without weights the numbers themselves say who carries how much
    parts = shared_out(
        number, mine if all(mine) else [measure.steps(target, one.value) for one in others], max(least, 1)
    )
    moved = [Moved(one, measure.value(target, part)) for one, part in zip(others, parts, strict=True)]
    return Balance(moved, "", _digest(others))


def _weight(share: Share) -> int:
    return share.weight or 0


def _digest(others: Sequence[Share]) -> str:
    text = ";".join(f"{one.uid}:{one.version}" for one in others)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def settle(
    share: Share,
    *,
    value: Decimal,
    decision: str,
    by: Actor,
    version: int,
    spread: bool = False,
    seen: str = "",
) -> Share:
    """The share settled; with `spread` the others take the difference and are asked anew, all or nothing.

    `seen` is the digest of the balance that was looked at. Raises Refused, Forbidden, Stale.
    """
    with transaction.atomic():
        found = balance(share, value) if spread and value != share.value else None
        if found is not None and found.fault:
            raise Refused("spread", found.fault)
        if found is not None and seen != found.digest:
            raise Stale(share)
        key = "decide" if share.state == "offered" else "settle"
        told = {"value": value, "decision": decision}
        settled: Share = services.move(share, key, by=by, version=version, values=told, reason=decision)
        if found is not None:
            _ask_anew(found, settled, decision, by)
    return settled


def _ask_anew(found: Balance, settled: Share, decision: str, by: Actor) -> None:
    """Those whose number moved with another's answer once more, told why."""
    said = {"org": settled.org, "value": settled.said, "decision": decision}
    why = _("%(org)s was settled at %(value)s: %(decision)s") % said
    for one in found.changed:
        steps.again(one.share, value=one.value, why=why, due_on=_due(one.share), by=by)


def _due(share: Share) -> date:
    """Another ten days, within the target's time."""
    last: date = share.target.ends_on
    return max(share.reply_due_on, min(today() + AGAIN, max(last, today())))


def give_all_time(entry: Any, *, before: Mapping[str, Any], by: Actor, gone: bool) -> None:
    """Who has not answered yet gets the new day of a handing down, unless it was given one of its own."""
    if gone or not isinstance(entry, Handing):
        return
    old, new = date.fromisoformat(before["reply_due_on"]), entry.reply_due_on
    if old == new:
        return
    for share in entry.shares.filter(state="offered", reply_due_on=old):
        services.change(share, {"reply_due_on": new}, by=by, version=share.version)


def lock_all(handing: Handing, *, by: Actor) -> int:
    """Every agreed share of a handing down locked; their number. Raises Refused, Forbidden, Stale."""
    ready = list(handing.shares.filter(state__in=("accepted", "settled")))
    with transaction.atomic():
        for share in ready:
            services.move(share, "lock", by=by, version=share.version)
    return len(ready)
