"""What the directory says of an employer on a day: only what is unionised then can be under a contract."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhijia.directory.models import Coverage, Unit, UnitFact
from zhijia.tree.models import Org
from zhijia.tree.paths import under


def held(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The spans that hold on a day."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def coverage_on(unit: Unit, day: date, *, beneath: Org | None = None) -> Coverage | None:
    """The coverage of an employer on a day, by a union at or below `beneath` where that is given."""
    rows = held(Coverage.objects.filter(unit=unit), day).select_related("org")
    if beneath is not None:
        rows = rows.filter(under(beneath.path))
    return rows.first()


def facts_on(unit: Unit, day: date) -> UnitFact | None:
    """Staff and ownership of an employer on a day, before there were any the first."""
    rows = UnitFact.objects.filter(unit=unit)
    return held(rows, day).first() or rows.order_by("valid_from").first()
