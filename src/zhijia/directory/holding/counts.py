"""How many members something holds of on a day, by place and value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhijia.directory.holding.held import Certificates, certificates, in_force
from zhijia.directory.models import PersonFact
from zhijia.registry.distinct import chunks

Counts = dict[str, Counter[str]]


def counted(members: QuerySet[Any], day: date) -> Counts:
    """Place → value → different persons of `members`, memberships that hold on the day."""
    lasting = Q(person__facts__valid_to__isnull=True) | Q(person__facts__valid_to__gt=day)
    rows = members.filter(lasting, person__facts__valid_from__lte=day).order_by()
    rows = rows.values_list("person__facts__slot", "person__facts__what")
    counts: Counts = {}
    for slot, what, number in rows.annotate(number=Count("person", distinct=True)):
        counts.setdefault(slot, Counter())[what] += number
    for source in certificates():
        _raise(counts, source, members, day)
    return counts


def _raise(counts: Counts, source: Certificates, members: QuerySet[Any], day: date) -> None:
    """Whoever has a newer certificate is counted by it in place of the fact."""
    member = members.filter(person=OuterRef(f"{source.person}_id"))
    rows = source.rows().filter(Exists(member), **{f"{source.on}__lte": day})
    given = {
        (person, slot): (on, what)
        for person, slot, what, on in rows.values_list(source.person, source.slot, source.what, source.on)
    }
    facts = _facts({person for person, _slot in given}, day)
    for key, (on, what) in given.items():
        known = facts.get(key)
        if known is not None and known[0] > on:
            continue
        slot = counts.setdefault(key[1], Counter())
        slot[what] += 1
        if known is not None:
            slot[known[1]] -= 1


def _facts(people: Iterable[int], day: date) -> dict[tuple[int, str], tuple[date, str]]:
    found = {}
    for some in chunks(sorted(people)):
        rows = in_force(PersonFact.objects.filter(person__in=some), day)
        for person, slot, since, what in rows.values_list("person", "slot", "valid_from", "what"):
            found[person, slot] = (since, what)
    return found
