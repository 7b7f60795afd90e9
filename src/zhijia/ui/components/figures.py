"""Figures: a number never stands without its unit, period, base and the way to the entries beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.template import Library
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from zhijia.kernel.period import FOREVER, Period
from zhijia.ui import units
from zhijia.ui.charts import Chart
from zhijia.ui.menu import Text

register = Library()

NO_BASE, RECOUNTING = "no_base", "recounting"


@register.inclusion_tag("ui/components/figure.html")
def figure(
    label: Text,
    figure: Any,
    unit: Text = "",
    period: Period | None = None,
    why: str = "",
    size: str = "md",
    as_of: date | None = None,
    missing: Sequence[Text] = (),
    target: Any = None,
) -> dict[str, Any]:
    """A figure with everything that makes it one."""
    state = str(getattr(figure, "state", "") or "")
    is_rate = unit == "%" or getattr(figure, "percent", None) is not None or state == NO_BASE
    return {
        **(_rate(figure) if is_rate else _count(figure, unit)),
        "label": label,
        "missing": list(missing),
        "target": _target(target, "%" if is_rate else unit),
        "no_base": state == NO_BASE,
        "recounting": state == RECOUNTING,
        "period": period_text(period) if period else "",
        "as_of": day(as_of) if as_of else "",
        "why": why,
        "size": size,
    }


def _rate(figure: Any) -> dict[str, Any]:
    """The number of a rate and what it is a part of; what is claimed counts in its part."""
    counted, base = getattr(figure, "counted", None), getattr(figure, "base", None)
    claimed = getattr(figure, "claimed", None)
    return {
        "value": units.percent(getattr(figure, "percent", None)).removesuffix("%"),
        "unit": "%",
        "of": (units.number(counted), units.number(base)) if base else None,
        "claimed": units.number(claimed) if claimed else "",
    }


def _count(figure: Any, unit: Text) -> dict[str, Any]:
    """The number of a count with its unit."""
    counted, claimed = getattr(figure, "counted", None), getattr(figure, "claimed", None)
    return {
        "value": units.number(counted, unit=unit),
        "unit": units.name(unit, count=counted),
        "of": None,
        "claimed": units.quantity(claimed, unit=unit) if claimed else "",
    }


def _target(target: Any, unit: Text) -> str:
    return "" if target is None else units.quantity(target, unit=unit)


@register.inclusion_tag("ui/components/progress.html")
def progress(
    done: Any, target: Any, unit: Text = "", passed: float | None = None, label: Text = ""
) -> dict[str, Any]:
    """How much of a target is done, beside the share of its time that has passed.

    `done` and `target` share one unit (whole fen for `fen`); `passed` lies between 0 and 1. Without `done`
    (no base) or without a target there is no share.
    """
    share = done / target if done is not None and target else None
    tone = "plain" if share is None else "good" if share >= 1 else "info"
    if share is not None and passed is not None and share < 1 and share < passed - 0.1:
        tone = "warn"
    return {
        "label": label,
        "share": "" if share is None else units.percent(share * 100),
        "width": coordinate(share or 0),
        "marker": "" if passed is None else coordinate(passed),
        "passed": "" if passed is None else f"{max(0.0, min(passed, 1)):.0%}",
        "tone": tone,
        "done": units.number(done, unit=unit) if unit != "%" else units.percent(done),
        "target": units.quantity(target, unit=unit),
    }


def coordinate(share: float) -> str:
    """A share as a place on a drawing 100 wide, in the notation of SVG whatever the language."""
    return f"{max(0.0, min(share, 1)) * 100:.2f}"


@register.inclusion_tag("ui/components/chart.html")
def chart(chart: Chart, height: str = "md") -> dict[str, Any]:
    """A drawing and the same numbers as a table, for those who do not see it."""
    return {"chart": chart, "height": height, "key": f"chart-{chart.key}"}


@register.filter
def money(fen: int | None) -> str:
    """An amount of whole fen in yuan, always with two decimals: 123450 → 1,234.50."""
    if fen is None:
        return "—"
    whole, cents = divmod(abs(fen), 100)
    amount = f"{'-' if fen < 0 else ''}{whole:,}.{cents:02d}"
    return _("%(amount)s yuan") % {"amount": amount}


@register.filter
def day(value: date | None) -> str:
    """A date in the reader's language; no date, or one without end, as a dash."""
    if value is None or value == FOREVER:
        return "—"
    return formats.date_format(value, "DATE_FORMAT")


@register.filter
def moment(value: datetime | None) -> str:
    """Date and minute in China's time."""
    if value is None:
        return "—"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return formats.date_format(local, "Y-m-d H:i")


@register.filter("period")
def period_text(value: Period | None) -> str:
    """A period as one says it: a year, a month, a day, or from one day through another."""
    if value is None:
        return "—"
    kind = value.key[0]
    if kind == "Y":
        return _("year %(year)s") % {"year": value.start.year}
    if kind == "M":
        return formats.date_format(value.start, "YEAR_MONTH_FORMAT")
    if kind == "D":
        return day(value.start)
    if value.end >= FOREVER:
        return _("from %(first)s") % {"first": day(value.start)}
    return _("%(first)s to %(last)s") % {"first": day(value.start), "last": day(value.last)}


@register.filter
def quantity(value: Any, unit: Text = "") -> str:
    """A number with its unit."""
    return units.quantity(value, unit=unit)


@register.filter
def percent(value: Any) -> str:
    """A percentage (0 to 100), or the percentage of a figure; no base as a dash."""
    return units.percent(getattr(value, "percent", value))
