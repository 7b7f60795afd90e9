"""Which lines of a list a rule could refuse: asked of the database once for all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from zhijia.contracts import listed
from zhijia.directory.models import Coverage, UnitFact
from zhijia.kernel.day import today
from zhijia.registry.distinct import chunks


def day_of_union(row: Any) -> date:
    """The day on which an employer must have a union: of the signature, or when it joins later."""
    contract, joined_on = row.contract, min(row.valid_from, today())
    if contract.signed_on is None or row.valid_from > max(contract.starts_on, contract.signed_on):
        return joined_on  # type: ignore[no-any-return]
    return contract.signed_on  # type: ignore[no-any-return]


def day_of_staff(row: Any) -> date:
    """The day whose staff a line is compared with."""
    return max(row.valid_from, row.contract.signed_on or row.valid_from)  # type: ignore[no-any-return]


def _spans(model: Any, rows: Sequence[Any], name: str) -> dict[int, list[tuple[Any, date, date | None]]]:
    """By employer, a column of its dated rows with the days they hold."""
    found: dict[int, list[tuple[Any, date, date | None]]] = defaultdict(list)
    for some in chunks(sorted({row.unit_id for row in rows})):
        held = model._default_manager.filter(unit_id__in=some)
        for unit, value, first, end in held.values_list("unit_id", name, "valid_from", "valid_to"):
            found[unit].append((value, first, end))
    return found


def _holds(first: date, end: date | None, day: date) -> bool:
    return first <= day and (end is None or day < end)


def not_unionised(rows: Sequence[Any]) -> set[int]:
    """Lines whose employer no union at or below the contract's covered on its day."""
    spans = _spans(Coverage, rows, "path")
    return {
        place
        for place, row in enumerate(rows)
        if not any(
            path.startswith(row.contract.path) and _holds(first, end, day_of_union(row))
            for path, first, end in spans[row.unit_id]
        )
    }


def more_than_staff(rows: Sequence[Any]) -> set[int]:
    """Lines with more workers than the facts of their day, or without such facts."""
    spans = _spans(UnitFact, rows, "staff")
    return {
        place
        for place, row in enumerate(rows)
        if not any(
            row.workers <= staff and _holds(first, end, day_of_staff(row))
            for staff, first, end in spans[row.unit_id]
        )
    }


def more_than_named(rows: Sequence[Any]) -> set[int]:
    """Lines of contracts whose list is full, their own line counted where it stands."""
    stored: Counter[int] = Counter()
    for some in chunks(sorted({row.contract_id for row in rows})):
        stored.update(listed.rows().filter(contract_id__in=some).values_list("contract_id", flat=True))
    return {
        place
        for place, row in enumerate(rows)
        if stored[row.contract_id] + (row.pk is None) > row.contract.employers_named
    }


def under_others(rows: Sequence[Any]) -> set[int]:
    """Lines whose employer is on the list of another contract of the same kind and level."""
    known: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for some in chunks(sorted({row.unit_id for row in rows})):
        others = listed.rows().filter(unit_id__in=some)
        names = ("unit_id", "contract__kind", "contract__level", "contract_id")
        for unit, kind, level, contract in others.values_list(*names):
            known[unit, kind, level].add(contract)
    return {
        place
        for place, row in enumerate(rows)
        if known[row.unit_id, row.contract.kind, row.contract.level] - {row.contract_id}
    }
