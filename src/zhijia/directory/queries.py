"""What is asked of the directory: people for a picker, bases of a rate, employers without a union."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from zhijia.directory.answering import answer_by
from zhijia.directory.behalf import is_on_behalf
from zhijia.directory.coming import asked_by, is_undecided
from zhijia.directory.composition import Body, Composition, Cut, Group, composition
from zhijia.directory.holding.held import among, belongs, outside
from zhijia.directory.jurisdiction import jurisdiction
from zhijia.directory.models import Coverage, Denominator, IdKind, Membership, Person, Unit, UnitFact
from zhijia.directory.rules import WITH_MEMBERS
from zhijia.kernel.day import today
from zhijia.kernel.identity import BadIdNumber, parse_id_number
from zhijia.kernel.text import clean
from zhijia.registry.crypt import keyed_hash
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import under

__all__ = [
    "CONFIRMED_MEMBERS",
    "MEMBERS",
    "Base",
    "Body",
    "Composition",
    "Cut",
    "Group",
    "among",
    "answer_by",
    "asked_by",
    "bases",
    "belongs",
    "composition",
    "coverage_on",
    "facts_on",
    "is_on_behalf",
    "is_undecided",
    "jurisdiction",
    "membership_on",
    "outside",
    "people_in",
    "person_by_number",
    "takes_members",
    "without_union",
    "works_at",
]
SHOWN = 20
#: the indicators of all members, and of those who said so themselves
MEMBERS, CONFIRMED_MEMBERS = "mem_count", "mem_confirmed"


def person_of(user_id: int) -> int | None:
    """The person whose account it is."""
    return Person.objects.filter(user=user_id).values_list("pk", flat=True).first()


def people_in(actor: Actor, text: str, *, limit: int = SHOWN) -> list[Person]:
    """People within the actor's sight by part of the name, first letters of its pinyin, end of the telephone
    (four digits or more) or the whole number of their document, in the order of names."""
    plain = clean(text).text.strip()
    if not plain:
        return []
    rows = Person.register.visible(actor).filter(_fits(plain))  # type: ignore[attr-defined]
    return list(rows.order_by("name_key", "pk")[:limit])


def _fits(plain: str) -> Q:
    try:
        number = parse_id_number(plain).number
    except BadIdNumber:
        number = ""
    if number:
        held = Q(id_kind=IdKind.RESIDENT, id_hash=keyed_hash(f"{IdKind.RESIDENT.value}|{number}"))
        return held & ~Q(id_hash="")
    if re.fullmatch(r"[0-9]{4,11}", plain):
        return Q(phone__endswith=plain)
    if plain.isascii() and plain.isalpha():
        return Q(name_key__startswith=plain.lower()) | Q(name__icontains=plain)
    return Q(name__contains=plain)


def person_by_number(actor: Actor, number: str, *, kind: str = IdKind.RESIDENT) -> Person | None:
    """The person within the actor's sight who has this number; raises BadIdNumber for one that cannot be."""
    plain = parse_id_number(number).number if kind == IdKind.RESIDENT else number.strip().upper()
    rows = Person.register.visible(actor)  # type: ignore[attr-defined]
    found: Person | None = (
        rows.filter(id_kind=kind, id_hash=keyed_hash(f"{kind}|{plain}")).exclude(id_hash="").first()
    )
    return found


def membership_on(person: Person, day: date) -> Membership | None:
    """The membership of a person on a day."""
    return _held(Membership.objects.filter(person=person), day).select_related("org").first()


@dataclass(frozen=True)
class Base:
    """A denominator as a report prints it: the number, whose, as of when and from which source."""

    kind: str
    number: int
    org_name: str
    source: str
    source_on: date


def bases(node: Org, on: date) -> list[Base]:
    """The denominators that make up the base of a node on a day, by place; none means "no base"."""
    rows = _held(Denominator.objects.select_related("org"), on).filter(
        org__spans__ancestor=node, org__spans__valid_from__lte=on, org__spans__valid_to__gt=on
    )
    return [
        Base(row.kind, row.number, row.org.name, row.source, row.source_on)
        for row in rows.order_by("kind", "org__path")
    ]


def without_union(actor: Actor, on: date) -> QuerySet[Any]:
    """Legal persons within the actor's sight that no union covers on a day, those with most `staff` first."""
    covered = _held(Coverage.objects.filter(unit=OuterRef("pk")), on)
    staff = _held(UnitFact.objects.filter(unit=OuterRef("pk")), on).values("staff")[:1]
    visible = Unit.register.visible(actor)  # type: ignore[attr-defined]
    rows = visible.filter(~Exists(covered), legal_person=True).annotate(staff=Subquery(staff))
    found: QuerySet[Any] = rows.order_by(F("staff").desc(nulls_last=True), "name_key")
    return found


def _held(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The spans that hold on a day."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def works_at(person: Person, org: Org) -> bool:
    """Whether a person is on file or a member today at an organisation or somewhere below it."""
    day = today()
    held = _held(Membership.objects.filter(under(org.path), person=person), day)
    return person.path.startswith(org.path) or held.exists()


def coverage_on(unit: Unit, day: date, *, beneath: Org) -> Coverage | None:
    """The coverage of an employer on a day by a union at or below another, with its union."""
    rows = Coverage.objects.filter(under(beneath.path), unit=unit)
    return _held(rows, day).select_related("org").first()


def facts_on(unit: Unit, day: date) -> UnitFact | None:
    """Staff and ownership of an employer on a day."""
    found: UnitFact | None = _held(UnitFact.objects.filter(unit=unit), day).first()
    return found


def takes_members(org: Org) -> bool:
    """Whether persons are members of an organisation itself, not of the unions below it."""
    return org.kind in WITH_MEMBERS
