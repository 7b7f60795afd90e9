"""What holds of one person: the facts on file and the levels that proven certificates of a room above give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from zhijia.directory.holding.values import LABELS, Slot
from zhijia.directory.models import Person, PersonFact
from zhijia.registry.distinct import chunks


@dataclass(frozen=True)
class Certificates:
    """Entries of a room above that give a level from a day on; `proven` are those that passed their gates.

    They are read where they stand and copied nowhere: a level taken back there holds no longer here.
    """

    model: type[models.Model]
    person: str
    slot: str
    what: str
    on: str
    proven: Q

    def rows(self, **of: Any) -> QuerySet[Any]:
        """The proven ones of some people, by the day of issue."""
        named = {f"{self.person}__{name}" if name else self.person: value for name, value in of.items()}
        rows: QuerySet[Any] = self.model._default_manager.filter(self.proven, **named)
        return rows.order_by(self.on, "pk")


_certificates: dict[str, Certificates] = {}


def also(certificates: Certificates) -> None:
    """A room above says which of its entries give a level; a model says it once."""
    _certificates[certificates.model._meta.label_lower] = certificates


def certificates() -> Iterable[Certificates]:
    """What the rooms above named."""
    return _certificates.values()


@dataclass(frozen=True)
class Held:
    """One value of one place: from a day until before another, by the entry that says so."""

    slot: str
    what: str
    since: date
    until: date | None
    entry: Any
    proven: bool = True

    @property
    def label(self) -> str:
        return str(LABELS.get(self.what, self.what))

    @property
    def about(self) -> str:
        return str(Slot(self.slot).label)

    def holds(self, day: date) -> bool:
        """Whether its own days hold the day; a later value may stand above it."""
        return self.since <= day and (self.until is None or self.until > day)


def history(person: Person) -> list[Held]:
    """Everything on file of a person, newest first; certificates that lack proof are marked so."""
    facts = PersonFact.objects.filter(person=person).select_related("org", "person")
    found = [Held(one.slot, one.what, one.valid_from, one.valid_to, one) for one in facts]
    for source in certificates():
        proven = set(source.rows(**{"": person}).values_list("pk", flat=True))
        for row in source.model._default_manager.filter(**{source.person: person}).select_related("org"):
            slot, what, on = (getattr(row, name) for name in (source.slot, source.what, source.on))
            found.append(Held(slot, what, on, None, row, row.pk in proven))
    return sorted(found, key=lambda one: (one.since, one.proven), reverse=True)


def held_on(found: Iterable[Held], day: date) -> dict[str, Held]:
    """Place → what holds there on a day: of what is proven, that which began last; a certificate before a fact."""
    standing: dict[str, Held] = {}
    for one in found:
        if one.proven and one.holds(day) and _after(one, standing.get(one.slot)):
            standing[one.slot] = one
    return standing


def _after(one: Held, other: Held | None) -> bool:
    if other is None:
        return True
    return (one.since, not isinstance(one.entry, PersonFact)) > (
        other.since,
        not isinstance(other.entry, PersonFact),
    )


def belongs(person: Any, slot: str, on: date) -> bool:
    """Whether a person belongs to a group on a day."""
    return in_force(PersonFact.objects.filter(person=person, slot=slot), on).exists()


def in_force(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The facts that hold on a day."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def among(people: Iterable[int], slot: str, on: date) -> set[int]:
    """Of people, by their numbers, those who belong to a group on a day."""
    found: set[int] = set()
    for some in chunks(sorted(set(people))):
        rows = in_force(PersonFact.objects.filter(person__in=some, slot=slot), on)
        found |= set(rows.values_list("person", flat=True))
    return found


def outside(asked: Mapping[int, tuple[int, date]], slot: str) -> set[int]:
    """Of places with a person's number and a day those whose person does not belong to a group on that day."""
    days: dict[date, set[int]] = defaultdict(set)
    for person, day in asked.values():
        days[day].add(person)
    inside = {(person, day) for day, people in days.items() for person in among(people, slot, day)}
    return {place for place, pair in asked.items() if pair not in inside}
