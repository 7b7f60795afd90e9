"""What the page of a campaign shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhijia.kernel.day import today
from zhijia.plans.campaigns import counting, measures
from zhijia.plans.campaigns.counting import Cell, Table
from zhijia.plans.models import STAFF, Campaign, CampaignRegister
from zhijia.registry.moments import timeline
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.ui import units


@dataclass(frozen=True)
class Said:
    """A cell in words: the number, and what is claimed beside it."""

    head: str
    unit: str
    number: str
    lacking: str

    @classmethod
    def of(cls, key: str, cell: Cell) -> Said:
        unit = measures.unit(key)
        lacking = units.number(cell.lacking, unit=unit) if cell.lacking else ""
        return cls(measures.label(key), units.name(unit), units.number(cell.counted, unit=unit), lacking)


def _said(table: Table, cells: Mapping[str, Cell]) -> list[Said]:
    return [Said.of(key, cells[key]) for key in table.keys]


def shown(entry: Campaign) -> Table:
    """The table as closed, else as it is counted now."""
    return counting.thawed(entry.figures) if entry.state == "closed" else counting.table(entry)


def sees_whole(entry: Campaign, actor: Actor) -> bool:
    """Whether every union of a campaign is the actor's to see: at the organiser or above it."""
    return actor.system or any(entry.path.startswith(path) for path in actor.paths(*STAFF))


def campaign(entry: Campaign, actor: Actor) -> dict[str, Any]:
    """A campaign with its table as far as the actor sees the unions."""
    table = shown(entry)
    whole = sees_whole(entry, actor)
    places = {org.code: org.path for org in Org.objects.filter(code__in=entry.union_codes)}
    mine = [
        row
        for row in table.rows
        if whole or any(places.get(row.org.code, "").startswith(seat.path) for seat in actor.seats)
    ]
    return {
        "entry": entry,
        "heads": [(measures.label(key), units.name(measures.unit(key))) for key in table.keys],
        "rows": [(row, _said(table, row.cells)) for row in mine],
        "total": _said(table, table.total) if whole else [],
        "silent": [row.org for row in table.silent] if whole else [],
        "whole": whole,
        "count": len(table.rows),
        "changed": changed(entry) if whole else [],
        "moves": {move.key: move for move in CampaignRegister.moves_for(entry, actor)},
        "may_change": entry.state != "closed" and bool(CampaignRegister.policy.change.test(actor, entry)),
        "may_remove": entry.state == "planned" and bool(CampaignRegister.policy.remove.test(actor, entry)),
        "days_left": max((entry.ends_on - today()).days, 0) if entry.state == "running" else None,
        "is_over": entry.state == "running" and entry.ends_on < today(),
        "as_of": min(entry.ends_on, entry.closed_on or today()),
        "moments": history(entry, actor),
    }


def changed(entry: Campaign) -> list[tuple[str, str, str]]:
    """What all make together now where it is otherwise than when the campaign was closed."""
    if entry.state != "closed":
        return []
    then, now = counting.thawed(entry.figures).total, counting.table(entry).total
    return [
        (measures.label(key), Said.of(key, then[key]).number, Said.of(key, now[key]).number)
        for key in then
        if key in now and then[key].counted != now[key].counted
    ]


def history(entry: Campaign, actor: Actor) -> list[Any]:
    """What happened, without the figures that stand on the page itself."""
    figures = str(CampaignRegister.field("figures").verbose_name)
    return [
        replace(moment, changes=[one for one in moment.changes if str(one[0]) != figures])
        for moment in timeline(CampaignRegister, entry, actor)
    ]
