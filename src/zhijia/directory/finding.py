"""Unions found by what somebody types, for choosing one to join."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from zhijia.directory.rules import WITH_MEMBERS
from zhijia.kernel.text import clean
from zhijia.tree.models import Org

SHOWN = 12
#: fewer characters fit half the city
SHORTEST = 2


def unions_named(text: str, *, limit: int = SHOWN) -> list[Org]:
    """Unions of workers that stand, by code, whole name or part of it: one alone where code or name is exact."""
    plain = clean(text).text.strip()
    if len(plain) < SHORTEST:
        return []
    standing = Org.objects.filter(kind__in=WITH_MEMBERS, closed_on=None)
    exact = list(standing.filter(Q(code=plain.upper()) | Q(name=plain)).order_by("path")[:2])
    return exact if len(exact) == 1 else list(standing.filter(name__contains=plain).order_by("path")[:limit])


def union_open(uid: UUID) -> Org | None:
    """The union of workers of a uid, where it stands."""
    return Org.objects.filter(kind__in=WITH_MEMBERS, closed_on=None, uid=uid).first()
