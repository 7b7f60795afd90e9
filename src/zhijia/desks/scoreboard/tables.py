"""The scoreboard as it is filtered, as rows of plain values for files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.desks.scoreboard import board, groups, milestones
from zhijia.desks.scoreboard.asked import Asked
from zhijia.desks.scoreboard.groups import Group
from zhijia.desks.scoreboard.lines import Line
from zhijia.desks.scoreboard.rows import each_text, promise_words
from zhijia.ui import units
from zhijia.ui.components import figures


@dataclass(frozen=True)
class Sheet:
    """Everything a file of the scoreboard says."""

    title: str
    place: str
    as_of: str
    filtered: str
    groups: Sequence[Group]

    @property
    def lines(self) -> Iterator[tuple[Group, Line]]:
        for group in self.groups:
            for line in group.lines:
                yield group, line


def sheet(asked: Asked) -> Sheet:
    """The targets and dated activities the filters let through, in the order of the page."""
    _whole, kept = board.shown(asked)
    groups.rooms(_whole, asked.filters)
    plan, narrows = asked.plan, asked.filters.narrows
    events = milestones.of(plan, asked.node, asked.as_of) if plan is not None and not narrows else []
    found = groups.grouped(kept, events, asked.filters.order, fold=False)
    return Sheet(
        plan.title if plan is not None else _("No plan is issued yet"),
        asked.node.name,
        _("as of %(day)s") % {"day": figures.day(asked.as_of)},
        groups.words_of(asked.filters),
        found,
    )


def value_text(line: Line) -> str:
    """What is promised, with its comparison, and whether each union or quarter has it."""
    target = line.target
    sign = {">=": "≥ ", "<=": "≤ "}.get(target.operator, "")
    promised = units.quantity(line.progress.promised, unit=line.progress.promised_unit)
    words = [sign + promised, *promise_words(target)]
    return ", ".join(words)


def done_text(line: Line) -> str:
    """The figure with its unit; of a rate with part and base."""
    if line.shown.state == "no_base":
        return "; ".join([_("no base"), *line.missing])
    if line.is_counted_in_parts:
        said = {"done": round(line.progress.done or 0), "value": round(line.progress.value)}
        done = _("%(done)s of %(value)s") % said
        return f"{done} {line.unit_name} ({each_text(line)})"
    if line.progress.is_rate:
        part = {"part": units.number(line.shown.counted), "base": units.number(line.shown.base)}
        return f"{units.percent(line.shown.percent)} ({_('%(part)s of %(base)s') % part})"
    return units.quantity(line.shown.counted, unit=line.progress.measure.unit)


def state_text(line: Line) -> str:
    """The state, or this union's part of what the one above promised."""
    return line.percent_of_whole if line.is_share else capfirst(line.state_label)


def share_text(line: Line) -> str:
    share = line.progress.share
    return "—" if share is None else units.percent(round(share * 100, 1))


def event_text(event: Any) -> str:
    """A dated activity in one line."""
    return " · ".join(filter(None, (event.title, event.when, event.who, str(event.state_label))))
