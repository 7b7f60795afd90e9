"""Promises that are more than one number, drawn: the same each quarter, or over several years with slices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.plans import queries as plans
from zhijia.ui import charts

#: how a stretch stands: its word and tone
STATES = {
    "met": (pgettext_lazy("quarter", "done"), "good"),
    "failed": (pgettext_lazy("quarter", "missed"), "bad"),
    "behind": (pgettext_lazy("quarter", "running"), "info"),
    "on_pace": (pgettext_lazy("quarter", "running"), "info"),
    "exceeded": (pgettext_lazy("quarter", "above the limit"), "bad"),
    "no_base": (pgettext_lazy("quarter", "no base"), "plain"),
    "ahead": (pgettext_lazy("quarter", "to come"), "plain"),
}


@dataclass(frozen=True)
class Box:
    """One quarter of a promise that every quarter has for itself."""

    label: str
    done: float | None
    state: str
    state_label: str
    tone: str


def boxes(progress: plans.Progress) -> list[Box]:
    """The quarters (months, half-years) of a promise that each of them has for itself."""
    return [_box(part) for part in progress.quarters]


def _box(part: plans.Part) -> Box:
    word, tone = STATES[part.state]
    done = None if part.state == "ahead" else part.done
    return Box(part.name, done, part.state, str(word), tone)


def years_chart(progress: plans.Progress) -> Any:
    """What each year of a longer promise gave, beside its slice where the plan writes one; None for one year."""
    if len(progress.years) < 2:
        return None
    slices = {part.year: part.value for part in progress.slices}
    years = [part.year for part in progress.years]
    return charts.pairs(
        "years",
        title=_("Year by year"),
        names=[str(year) for year in years],
        done=[None if part.state == "ahead" else part.done for part in progress.years],
        promised=[slices.get(year) for year in years] if slices else [],
        labels={"place": _("year"), "done": _("done"), "promised": _("slice of the plan")},
        unit=progress.measure.unit,
    )
