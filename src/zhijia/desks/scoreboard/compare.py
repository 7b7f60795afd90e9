"""The unions below side by side: a row for each target, a column for each union."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhijia.desks.scoreboard import lines as board
from zhijia.desks.scoreboard import places
from zhijia.desks.scoreboard.asked import STATES, Asked
from zhijia.desks.scoreboard.lines import Line
from zhijia.plans import queries as plans
from zhijia.tree.models import Org
from zhijia.ui import units
from zhijia.ui.components import figures

#: as many columns as stay readable
COLUMNS = 7


@dataclass(frozen=True)
class Cell:
    """One target at one union below."""

    org: Org
    text: str
    claimed: str
    url: str
    tone: str
    state: str
    bar: SafeString


@dataclass(frozen=True)
class Row:
    """One target with its figure here and at each union below."""

    line: Line
    here: str
    cells: list[Cell]


def page_of_unions(asked: Asked, number: str) -> Page[Any]:
    """The unions led by the union asked for, as many as fit beside each other."""
    orgs = places.below(asked.node, asked.as_of)
    return Paginator(orgs, COLUMNS).get_page(int(number) if number.isascii() and number.isdigit() else 1)


def table(shown: Sequence[Line], orgs: Sequence[Org], asked: Asked) -> list[Row]:
    """Each line with the figures of the unions; all read together."""
    targets = [line.target for line in shown]
    found = plans.progress_of(targets, [org.pk for org in orgs], as_of=asked.as_of)
    return [
        Row(line, figure_text(line.progress), _cells(found[line.target.pk], orgs, asked)) for line in shown
    ]


def _cells(progress: dict[int, plans.Progress], orgs: Sequence[Org], asked: Asked) -> list[Cell]:
    highest = max((progress[org.pk].done or 0.0 for org in orgs), default=0.0)
    return [_cell(progress[org.pk], org, asked, highest) for org in orgs]


def _cell(progress: plans.Progress, org: Org, asked: Asked, highest: float) -> Cell:
    shown = board.shown(progress.figure)
    own = board.has_own_target(progress.target, org, progress)
    state = board.state_of(progress, own)
    return Cell(
        org,
        figure_text(progress),
        units.number(shown.claimed, unit=progress.measure.unit) if shown.claimed else "",
        board.address("target", progress.target, org, asked.as_of),
        board.TONES[state] if own else "",
        str(STATES[state]) if own else "",
        _bar((progress.done or 0.0) / highest if highest else 0.0),
    )


def _bar(share: float) -> SafeString:
    """A thin bar beside the highest of its row."""
    return format_html(
        '<svg class="zj-cell-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="100" height="4"/><rect width="{}" height="4"/></svg>',
        figures.coordinate(share),
    )


def figure_text(progress: plans.Progress) -> str:
    """A figure as short as a cell wants it."""
    if progress.counts_parts:
        return f"{round(progress.done or 0)}/{round(progress.value)}"
    if progress.is_rate:
        return units.percent(progress.figure.percent)
    return units.number(progress.figure.counted, unit=progress.measure.unit)
