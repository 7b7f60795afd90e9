"""Which records could be one human: found by keys that stand in an index, never by comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import combinations
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhijia.directory.models import IdKind, Person
from zhijia.kernel.identity import BadIdNumber, parse_id_number
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.distinct import chunks
from zhijia.registry.policy import Rule, holds
from zhijia.tree.actor import Actor

#: whose are the records: one who may merge may write and remove both
merging: Rule = holds("officer")
#: as many groups as one look takes from each key: who sees more clears these first
MOST = 2000
#: a telephone on more records than this is an office's
SHARED = 12
#: as many pairs of keys as one question bears
LOT = 100
Pairs = set[tuple[int, int]]


def within(actor: Actor) -> QuerySet[Person]:
    """The records the actor could merge with each other."""
    return merging.filter(actor, Person.objects.all())


def pairs(rows: QuerySet[Person]) -> Pairs:
    """Pairs of records among the rows that share a key, the smaller primary key first."""
    found: Pairs = set()
    for key in (_numbers, _births, _phones, _names_here):
        found |= key(rows)
    return found


def pairs_of(person: Person, rows: QuerySet[Person]) -> Pairs:
    """The pairs one record makes with others of the rows."""
    like = Q(pk__in=[])
    if person.birth_on:
        like |= Q(birth_on=person.birth_on, name_key=person.name_key)
    if person.phone:
        like |= Q(phone=person.phone)
    like |= Q(path=person.path, name_key=person.name_key)
    hashes = other_hashes(person)
    if hashes:
        like |= Q(id_hash__in=hashes) & ~Q(id_hash="")
    others = rows.filter(like).exclude(pk=person.pk).values_list("pk", flat=True)[:SHARED]
    return {_ordered(person.pk, other) for other in others}


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _numbers(rows: QuerySet[Person]) -> Pairs:
    """One number under two kinds of document: written as "other", an identity card is not recognised."""
    odd = list(rows.exclude(id_kind=IdKind.RESIDENT).exclude(id_hash="")[:MOST])
    wanted = defaultdict(list)
    for person in odd:
        for one in other_hashes(person):
            wanted[one].append(person.pk)
    found: Pairs = set()
    for some in chunks(sorted(wanted)):
        same = rows.filter(id_hash__in=some).exclude(id_hash="")
        for pk, number in same.values_list("pk", "id_hash"):
            found |= {_ordered(pk, other) for other in wanted[number] if other != pk}
    return found


def other_hashes(person: Person) -> list[str]:
    """The hashes the person's number would have under other kinds of document; 15 digits become 18."""
    if not person.id_number:
        return []
    plain = {person.id_number}
    with suppress(BadIdNumber):
        plain.add(parse_id_number(person.id_number).number)
    made = {keyed_hash(f"{kind.value}|{number}") for kind in IdKind for number in plain}
    return sorted(made - {person.id_hash})


def _births(rows: QuerySet[Person]) -> Pairs:
    dated = rows.filter(birth_on__isnull=False)
    return _shared(dated, ("birth_on", "name_key"))


def _phones(rows: QuerySet[Person]) -> Pairs:
    return _shared(rows.exclude(phone=""), ("phone",), at_most=SHARED)


def _shared(rows: QuerySet[Person], columns: tuple[str, ...], at_most: int = MOST) -> Pairs:
    """Pairs of the rows alike in all columns: the values grouped in an index first, then their rows asked for."""
    groups = rows.order_by().values(*columns).annotate(n=Count("pk")).filter(n__gt=1, n__lte=at_most)
    values = [tuple(group[name] for name in columns) for group in groups[:MOST]]
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for start in range(0, len(values), LOT):
        alike = Q(pk__in=[])
        for value in values[start : start + LOT]:
            alike |= Q(**dict(zip(columns, value, strict=True)))
        for pk, *value in rows.filter(alike).values_list("pk", *columns):
            found[tuple(value)].append(pk)
    return _combined(found.values())


def _names_here(rows: QuerySet[Person]) -> Pairs:
    """One name twice on the list of a union, one of the two without a number of a document."""
    other = Person.objects.filter(path=OuterRef("path"), name_key=OuterRef("name_key"))
    alone = rows.filter(Exists(other.exclude(pk=OuterRef("pk"))), id_hash="")
    values = sorted(set(alone.values_list("path", "name_key")[:MOST]))
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for start in range(0, len(values), LOT):
        alike = Q(pk__in=[])
        for path, name in values[start : start + LOT]:
            alike |= Q(path=path, name_key=name)
        for pk, path, name in rows.filter(alike).values_list("pk", "path", "name_key"):
            found[path, name].append(pk)
    return _combined(found.values())


def _combined(groups: Iterable[list[int]]) -> Pairs:
    def each() -> Iterator[tuple[int, int]]:
        for group in groups:
            yield from combinations(sorted(group)[:SHARED], 2)

    return set(each())
