"""The table of a campaign: for each union what it recorded in these days, and what all make together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from zhijia.kernel.day import today
from zhijia.plans.campaigns import measures
from zhijia.tally import queries as tally
from zhijia.tree.models import Org
from zhijia.tree.paths import under


@dataclass(frozen=True)
class Cell:
    """What counts, and what is claimed in all."""

    counted: int = 0
    claimed: int = 0

    @property
    def lacking(self) -> int:
        return max(self.claimed - self.counted, 0)


@dataclass(frozen=True)
class Row:
    """A union that takes part, with a cell for each measure."""

    org: Org
    cells: Mapping[str, Cell]

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all was recorded there."""
        return not any(cell.claimed for cell in self.cells.values())


@dataclass(frozen=True)
class Table:
    """The rows in the order of the tree, and all together; a person at two unions is one person."""

    keys: Sequence[str]
    rows: Sequence[Row]
    total: Mapping[str, Cell]

    @property
    def silent(self) -> list[Row]:
        return [row for row in self.rows if row.is_silent]


def table(one: Any) -> Table:
    """A campaign counted as of today, or of its last day."""
    keys = [key for key in one.measure_keys if measures.is_known(key)]
    orgs = list(Org.objects.filter(under(one.org.path), code__in=one.union_codes).order_by("path"))
    day = min(one.ends_on, today())
    found: dict[str, dict[int, Cell]] = {}
    total: dict[str, Cell] = {}
    for key in keys:
        if measures.indicator_of(key) is None:
            found[key] = _entries(key, one, orgs)
            total[key] = _sum(found[key])
    counted = _figures(one, [key for key in keys if key not in found], orgs, day)
    for key, cells in counted.items():
        found[key] = cells
        total[key] = _together(key, cells, one, orgs, day)
    rows = [Row(org, {key: found[key][org.pk] for key in keys}) for org in orgs]
    return Table(keys, rows, total)


def _figures(one: Any, keys: Sequence[str], orgs: Sequence[Org], day: date) -> dict[str, dict[int, Cell]]:
    nodes = [org.pk for org in orgs]
    if day < one.starts_on:
        return {key: dict.fromkeys(nodes, Cell()) for key in keys}
    found = tally.figures_of([(key, one.period) for key in keys], nodes, as_of=day)
    return {
        key: {
            node: Cell(found[key, one.period][node].counted, found[key, one.period][node].claimed)
            for node in nodes
        }
        for key in keys
    }


def _entries(key: str, one: Any, orgs: Sequence[Org]) -> dict[int, Cell]:
    """Entries of a register whose day lies in the campaign, at and below each union."""
    register = measures.register_of(key)
    counts = dict.fromkeys((org.pk for org in orgs), 0)
    if register is not None:
        days = {"happened_on__gte": one.starts_on, "happened_on__lte": one.ends_on}
        rows = register.model._default_manager.filter(under(one.org.path), **days)
        for path, number in rows.order_by().values_list("path").annotate(number=Count("pk")):
            for org in orgs:
                if path.startswith(org.path):
                    counts[org.pk] += number
    return {pk: Cell(number, number) for pk, number in counts.items()}


def _sum(cells: Mapping[int, Cell]) -> Cell:
    return Cell(sum(one.counted for one in cells.values()), sum(one.claimed for one in cells.values()))


def _together(key: str, cells: Mapping[int, Cell], one: Any, orgs: Sequence[Org], day: date) -> Cell:
    """All unions together; where subjects are told apart each counts once, wherever it was seen."""
    indicator = measures.indicator_of(key)
    several = sum(1 for cell in cells.values() if cell.claimed) > 1
    if indicator is None or not indicator.distinct or not several:
        return _sum(cells)
    places = {org for each in orgs for org in tally.stood_under(each.pk, day)}
    facts = [fact for fact in tally.facts(key, one.org_id, one.period, as_of=day) if fact.org_id in places]
    counted = {fact.subject_id for fact in facts if not fact.missing}
    return Cell(len(counted), len({fact.subject_id for fact in facts}))


def kept(found: Table) -> dict[str, Any]:
    """A table as a closed campaign keeps it."""
    return {
        "rows": [
            [row.org.code, row.org.name, {key: [c.counted, c.claimed] for key, c in row.cells.items()}]
            for row in found.rows
        ],
        "total": {key: [cell.counted, cell.claimed] for key, cell in found.total.items()},
        "keys": list(found.keys),
    }


def thawed(figures: Mapping[str, Any]) -> Table:
    """The table of a closed campaign; its unions are for reading, as they were called then."""
    rows = [
        Row(Org(code=code, name=name), {key: Cell(*pair) for key, pair in cells.items()})
        for code, name, cells in figures["rows"]
    ]
    return Table(figures["keys"], rows, {key: Cell(*pair) for key, pair in figures["total"].items()})


def checksum(figures: Mapping[str, Any]) -> str:
    """SHA-256 over the kept table."""
    text = json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
