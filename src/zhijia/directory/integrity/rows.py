"""Rows the checks start from: unions that stand, spans that hold, how many of something a union has."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from zhijia.directory.models import Union


def standing(day: date) -> QuerySet[Union]:
    """The sheets of unions not closed by the day."""
    still = Q(org__closed_on__isnull=True) | Q(org__closed_on__gt=day)
    return Union.objects.filter(still).select_related("org")


def held(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The spans that hold on the day."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def at_union(model: Any, day: date) -> QuerySet[Any]:
    """The spans of a model that hold at the union of the outer row."""
    return held(model.objects.filter(org=OuterRef("org")), day)


def number_of(rows: QuerySet[Any], of: str) -> Subquery:
    """How many different `of` the rows of a union have."""
    return Subquery(
        rows.order_by().values("org").annotate(n=Count(of, distinct=True)).values("n"),
        output_field=IntegerField(),
    )
