"""What workers ask for themselves, and what a union asks of another: to join, to go over, to leave."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.models import Application, IdKind, Leaving, Membership, Person, Transfer
from zhijia.directory.registers.transfer.rules import receiving
from zhijia.kernel.day import today
from zhijia.kernel.identity import BadIdNumber, parse_id_number
from zhijia.kernel.text import clean
from zhijia.registry import services
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


def own_record(by: Actor) -> Person | None:
    """The person whose account this is."""
    if by.user_id is None:
        return None
    found: Person | None = Person.objects.filter(user_id=by.user_id).select_related("org").first()
    return found


def _me(by: Actor) -> Person:
    person = own_record(by)
    if person is None:
        raise Forbidden(_("the person concerned"))
    return person


def apply_for(
    union: Org, *, by: Actor, workplace: str, note: str = "", uid: uuid.UUID | None = None
) -> Application:
    """The worker's own application to a union; the same `uid` sent again gives the first. Raises Refused."""
    values = {"org": union, "person": _me(by), "happened_on": today(), "workplace": workplace, "note": note}
    made: Application = services.add(register_of(Application), values, by=granted(by), uid=uid)
    return made


def ask_transfer(union: Org, *, by: Actor, note: str = "", uid: uuid.UUID | None = None) -> Transfer:
    """The worker's own wish to go over to another union; both unions have to agree. Raises Refused."""
    values = {"person": _me(by), "to": union, "happened_on": today(), "note": note}
    made: Transfer = services.add(register_of(Transfer), values, by=granted(by), uid=uid)
    return made


def give_notice(*, by: Actor, note: str = "", uid: uuid.UUID | None = None) -> Leaving:
    """The worker's own notice to the union they are a member of. Raises Refused."""
    person = _me(by)
    held = Membership.objects.filter(person=person, valid_to=None).select_related("org").first()
    if held is None:
        known = Leaving.objects.filter(uid=uid).first() if uid else None
        if known is None:
            raise Refused("", _("You are a member of no union."))
    values = {"org": held.org if held else None, "person": person, "happened_on": today(), "note": note}
    made: Leaving = services.add(register_of(Leaving), values, by=granted(by), uid=uid)
    return made


@transaction.atomic
def fetch_member(
    name: str, number: str, *, to: Org, by: Actor, note: str = "", uid: uuid.UUID | None = None
) -> Transfer:
    """A member of another union asked for by the union they have come to, which thereby agrees.

    Whoever asks knows the name and the whole number; about anybody else nothing is said. Raises Refused,
    Forbidden.
    """
    if not (verdict := receiving.test(by, Transfer(to=to))):
        raise Forbidden(verdict.reason)
    known = Transfer.objects.filter(uid=uid, recorded_by=by.user_id).first() if uid else None
    if known is not None:
        return known
    values = {"person": _named(name, number), "to": to, "happened_on": today(), "note": note}
    made = services.add(register_of(Transfer), values, by=granted(by), uid=uid)
    accepted: Transfer = services.move(made, "accept", by=by, version=made.version)
    return accepted


def _named(name: str, number: str) -> Person:
    """The member with this name and number: both are known to whoever asks, or nobody is found."""
    try:
        plain = parse_id_number(number).number
    except BadIdNumber as error:
        raise Refused("number", str(_(error.text) % error.params)) from error
    wanted = keyed_hash(f"{IdKind.RESIDENT.value}|{plain}")
    rows = Person.objects.filter(id_kind=IdKind.RESIDENT, id_hash=wanted).exclude(id_hash="")
    found: Person | None = rows.first()
    held = found is not None and Membership.objects.filter(person=found, valid_to=None).exists()
    if found is None or not held or found.name != clean(name).text.strip():
        raise Refused(
            "number",
            _(
                "No member of a union has this name and number. A worker who is no member yet is recorded and "
                "admitted as a new one."
            ),
        )
    return found


def asked_by(person: Person) -> list[Any]:
    """What a person has asked of unions about the own membership, newest first, ten at most."""
    found: list[Any] = []
    for model in (Application, Transfer, Leaving):
        rows = model._default_manager.filter(person=person).select_related("org")
        found += list(rows.order_by("-id")[:10])
    return sorted(found, key=lambda entry: entry.recorded_at, reverse=True)[:10]


def is_undecided(entry: Any) -> bool:
    """Whether a request of `asked_by` still waits for a union."""
    flow = register_of(type(entry)).flow
    return flow is not None and entry.state not in flow.closed
