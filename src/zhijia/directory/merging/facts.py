"""Dated facts of two records that say something of the same place on the same days."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import PersonFact
from zhijia.directory.spans import during
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.registry.writing import values_of
from zhijia.tree.actor import Actor

#: what is remembered of a fact that was taken out or shortened
Told = dict[str, Any]
NAME = "personfact"


def settle(wish: Wish, by: Actor) -> list[Told]:
    """What the record that goes says beside the other: the same is kept once, of the earlier what lies before.

    Raises Refused where the two contradict each other, Stale.
    """
    told: list[Told] = []
    for fact in PersonFact.objects.filter(person=wish.gone).select_related("org").order_by("valid_from"):
        told += _settled(fact, wish, by)
    return told


def _settled(fact: Any, wish: Wish, by: Actor) -> list[Told]:
    same = PersonFact.objects.filter(person=wish.kept, slot=fact.slot)
    other = during(same, fact.valid_from, fact.valid_to).order_by("valid_from").first()
    if other is None:
        return []
    inside = other.valid_from <= fact.valid_from
    if not _ends_within(fact, other) or (inside and other.what != fact.what):
        raise Refused("", _contradiction(fact, other))
    before = told(fact)
    if inside:
        services.remove(fact, by=granted(by), reason=wish.reason, version=fact.version)
        return [before | {"done": "removed"}]
    done = services.stamp(fact, {"valid_to": other.valid_from}, by=by, verb="merge", reason=wish.reason)
    return [before | {"done": "cut", "after": done.version}]


def _ends_within(fact: Any, other: Any) -> bool:
    if other.valid_to is None:
        return True
    return fact.valid_to is not None and bool(fact.valid_to <= other.valid_to)


def _contradiction(fact: Any, other: Any) -> str:
    return _(
        "The two records say different things of the same days: “%(one)s” from %(first)s and “%(other)s” from "
        "%(since)s. Correct or end one of them first."
    ) % {
        "one": fact.get_what_display(),
        "first": fact.valid_from.isoformat(),
        "other": other.get_what_display(),
        "since": other.valid_from.isoformat(),
    }


def told(fact: Any) -> Told:
    """Everything of a fact that brings it back."""
    values = values_of(PersonFact.register, fact)  # type: ignore[attr-defined]
    values.pop("uid")
    return {"kind": NAME, "uid": str(fact.uid), "version": fact.version, "values": values}
