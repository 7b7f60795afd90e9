"""Which of many new entries a rule has to be asked about: those whose subject has others of their kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from zhijia.registry.distinct import chunks


def with_others(rows: Sequence[Any], name: str) -> set[int]:
    """The places of rows beside which another stands with the same `name`, before they are stored or after."""
    held: dict[Any, set[int]] = defaultdict(set)
    for some in chunks(sorted({getattr(row, f"{name}_id") for row in rows})):
        stored = type(rows[0])._default_manager.filter(**{f"{name}__in": some})
        for subject, key in stored.values_list(name, "pk"):
            held[subject].add(key)
    return {place for place, row in enumerate(rows) if held[getattr(row, f"{name}_id")] - {row.pk}}
