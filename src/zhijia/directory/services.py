"""What is done with people, unions and employers; every write is checked, versioned and journalled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.directory.coming import apply_for, ask_transfer, fetch_member, give_notice, own_record
from zhijia.directory.granted import granted
from zhijia.directory.models import (
    Coverage,
    JoinKind,
    LeftKind,
    Membership,
    Person,
    PersonFact,
    Union,
    Unit,
    UnitFact,
)
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree import services as tree
from zhijia.tree.actor import Actor
from zhijia.tree.errors import TreeError
from zhijia.tree.models import Org, User
from zhijia.tree.paths import STEP

__all__ = [
    "apply_for",
    "ask_transfer",
    "close_union",
    "fetch_member",
    "found_union",
    "give_account",
    "give_notice",
    "granted",
    "join",
    "leave",
    "own_record",
    "person_fact",
    "transfer",
    "unit_facts",
]


def found_union(values: Mapping[str, Any], *, by: Actor) -> Union:
    """A union founded under `approved_by` with its sheet; one already in the tree without a sheet gets it.

    Raises Refused, Forbidden.
    """
    return services.add(register_of(Union), values, by=by)  # type: ignore[no-any-return]


@transaction.atomic
def close_union(union: Union, *, on: date, by: Actor, reason: str) -> Union:
    """The union closed from the day `on`: its sheet stays, posts in it end. Raises Refused, Forbidden.

    Only somebody who could found it may close it, never its own officers.
    """
    verdict = register_of(Union).policy.add.test(by, Union(org=union.org.parent, path=union.path[:-STEP]))
    if not verdict:
        raise Forbidden(verdict.reason)
    if not reason.strip():
        raise Refused("reason", _("Give a reason."))
    _refuse_left_behind(union)
    try:
        tree.close(union.org, on=on, by=by, reason=reason)
    except TreeError as error:
        raise Refused("on", str(error)) from error
    return services.stamp(union, {}, by=by, verb="close", reason=reason)  # type: ignore[no-any-return]


def _refuse_left_behind(union: Union) -> None:
    """Members and employers are transferred before their union is closed."""
    if Membership.objects.filter(org=union.org, valid_to__isnull=True).exists():
        raise Refused("on", _("The union still has members: transfer them or end their memberships first."))
    if Coverage.objects.filter(org=union.org, valid_to__isnull=True).exists():
        raise Refused("on", _("The union still covers employers: end the coverage first."))


def join(person: Person, *, union: Org, on: date, by: Actor, kind: str = JoinKind.NEW) -> Membership:
    """The person a member of the union from the day on. Raises Refused, Forbidden."""
    values = {"org": union, "person": person, "valid_from": on, "join_kind": kind}
    return services.add(register_of(Membership), values, by=by)  # type: ignore[no-any-return]


@transaction.atomic
def leave(membership: Membership, *, on: date, kind: str, by: Actor, reason: str = "") -> Membership:
    """The membership ended: `on` is the first day the person is no member. Raises Refused, Forbidden, Stale.

    A day more than a month back needs a reason, since figures of then change.
    """
    values = {"valid_to": on, "left_kind": kind, "left_reason": reason}
    left: Membership = services.change(membership, values, by=by, version=membership.version, verb="leave")
    return left


@transaction.atomic
def transfer(membership: Membership, *, to: Org, on: date, by: Actor, reason: str = "") -> Membership:
    """The person a member of `to` from the day on instead; the record follows the person.

    Needs the right over both unions: officers of the one they leave cannot write into the next.
    Raises Refused, Forbidden, Stale.
    """
    new = Membership(org=to, path=to.path, person=membership.person)
    for register, entry in (
        (register_of(Membership), new),
        (register_of(Person), Person(org=to, path=to.path)),
    ):
        if not (verdict := register.policy.add.test(by, entry)):
            raise Forbidden(verdict.reason)
    old = leave(membership, on=on, kind=LeftKind.TRANSFERRED, by=by, reason=reason)
    services.stamp(old.person, {"org": to}, by=by, verb="transfer", reason=reason)
    return join(old.person, union=to, on=on, by=by, kind=JoinKind.TRANSFERRED)


def give_account(person: Person, user: User, *, by: Actor) -> Person:
    """The person's own log-in, to see and confirm what concerns them. Raises Refused, Forbidden."""
    if Person.objects.filter(user=user).exclude(pk=person.pk).exists():
        raise Refused("user", _("This account belongs to somebody else."))
    changed: Person = services.change(person, {"user": user}, by=by, version=person.version, verb="account")
    return changed


def unit_facts(unit: Unit, *, on: date, by: Actor, **facts: Any) -> UnitFact:
    """New facts of an employer from the day on; what is not given stays as it was. Raises Refused, Forbidden.

    The older row ends on that day; figures of earlier days do not change.
    """
    names = ("staff", "women", "migrant", "payroll", "ownership", "above_scale", "source")
    older = UnitFact.objects.filter(unit=unit, valid_to__isnull=True).first()
    kept = {name: getattr(older, name) for name in names} if older else {}
    values = {**kept, **facts, "unit": unit, "valid_from": on}
    return services.add(register_of(UnitFact), values, by=by)  # type: ignore[no-any-return]


def person_fact(person: Person, what: str, *, on: date, by: Actor, source: str, **more: Any) -> PersonFact:
    """What holds of a person from the day on; another value of the same place ends that day.

    Raises Refused, Forbidden. Figures of earlier days do not change.
    """
    values = {"person": person, "what": what, "valid_from": on, "source": source, **more}
    return services.add(register_of(PersonFact), values, by=by)  # type: ignore[no-any-return]


def register_of(model: Any) -> Any:
    """The register of a model of this room."""
    return model.register
