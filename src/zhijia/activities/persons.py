"""What the lists of people in this room refuse alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from zhijia.registry.distinct import chunks


def listed_elsewhere(entries: Sequence[Any], field: str) -> set[int]:
    """The places of entries, stored or not, whose `field` stands in another entry too, whatever it says."""
    if not entries:
        return set()
    model: Any = type(entries[0])
    column = model._meta.get_field(field).attname
    wanted = Counter(getattr(entry, column) for entry in entries)
    held: dict[Any, int] = {}
    for some in chunks([value for value in wanted if value is not None]):
        rows = model._default_manager.filter(**{f"{column}__in": some}).order_by()
        held |= dict(rows.values_list(column).annotate(count=Count("pk")))
    return {
        place
        for place, entry in enumerate(entries)
        if held.get(getattr(entry, column), 0) > (0 if entry._state.adding else 1)
    }
