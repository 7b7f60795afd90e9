"""Memberships of two records that share days: the one stays, of the other what lies outside of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.merging.choices import SECOND, Overlap, overlaps
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import JoinKind, LeftKind, Membership
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.registry.policy import holds
from zhijia.registry.writing import field_values
from zhijia.tree.actor import Actor

#: what is remembered of a membership that was taken out or shortened
Told = dict[str, Any]


def settle(wish: Wish, by: Actor) -> list[Told]:
    """The overlapping memberships settled; gives what each was before. Raises Refused, Stale."""
    told: list[Told] = []
    for overlap in overlaps(wish.first, wish.second):
        if _still(overlap):
            told.append(_settled(overlap, wish, by))
    return told


def _still(overlap: Overlap) -> bool:
    """Whether an earlier step left both of them as they were."""
    for one in (overlap.first, overlap.second):
        if not Membership.objects.filter(pk=one.pk, version=one.version).exists():
            return False
    return True


def _settled(overlap: Overlap, wish: Wish, by: Actor) -> Told:
    stays, goes = overlap.first, overlap.second
    if wish.stays.get(overlap.name) == SECOND:
        stays, goes = goes, stays
    officer = holds("officer")
    if not (officer.test(by, stays) and officer.test(by, goes)):
        raise Refused(
            "",
            _(
                "Both are members at the same time, one of them of a union outside of your reach: ask the union above."
            ),
        )
    before = told(goes)
    end = stays.valid_to
    ends_within = end is None or (goes.valid_to is not None and goes.valid_to <= end)
    if goes.valid_from >= stays.valid_from and ends_within:
        services.remove(goes, by=granted(by), reason=wish.reason, version=goes.version)
        return before | {"done": "removed"}
    if not ends_within and goes.valid_from < stays.valid_from:
        raise Refused(
            overlap.name, _("The other membership began earlier and lasts longer: let that one stay.")
        )
    return before | {"done": "cut"} | _cut(stays, goes, wish, by)


def _cut(stays: Membership, goes: Membership, wish: Wish, by: Actor) -> Told:
    values: dict[str, Any] = {"valid_from": stays.valid_to, "join_kind": JoinKind.RETURNED}
    if goes.valid_from < stays.valid_from:
        values = {"valid_to": stays.valid_from, "left_kind": LeftKind.TRANSFERRED, "left_reason": wish.reason}
    done = services.stamp(goes, values, by=by, verb="merge", reason=wish.reason)
    return {"after": done.version}


def told(membership: Membership) -> Told:
    """Everything of a membership that brings it back."""
    values = field_values(Membership.register, membership)  # type: ignore[attr-defined]
    plain = {
        "org": membership.org_id,
        "person": membership.person_id,
        "recorded_by": membership.recorded_by_id,
        "recorded_at": membership.recorded_at.isoformat(),
        "confirmed_at": membership.confirmed_at and membership.confirmed_at.isoformat(),
        "evidenced_at": membership.evidenced_at and membership.evidenced_at.isoformat(),
        "verified_at": membership.verified_at and membership.verified_at.isoformat(),
    }
    days = {name: values[name] and values[name].isoformat() for name in ("valid_from", "valid_to")}
    texts = {name: values[name] for name in ("join_kind", "left_kind", "left_reason")}
    return {"uid": str(membership.uid), "version": membership.version, "values": {**plain, **days, **texts}}
