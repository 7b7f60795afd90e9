"""What may be expected of a target at the end of its time: a forecast with method and range, or why there is none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.kernel.forecast import Forecast, Method, Why, forecast
from zhijia.kernel.period import Period
from zhijia.plans import queries as plans
from zhijia.plans.models import Target
from zhijia.tally import queries as tally
from zhijia.tally.sources import INDICATORS
from zhijia.ui import units


@dataclass(frozen=True)
class Outlook:
    """A forecast, or the sentence that says why there is none."""

    found: Forecast | None
    sentence: str
    unit: str = ""

    @property
    def brief(self) -> str:
        """The expected number with its range, for a row."""
        if self.found is None:
            return ""
        said = {
            "number": written(self.found.expected, self.unit),
            "low": written(self.found.low, self.unit),
            "high": written(self.found.high, self.unit),
        }
        return _("%(number)s (%(low)s–%(high)s)") % said


def is_flow(target: Target) -> bool:
    """Whether the figure only grows with what is done, so that it can be forecast."""
    return target.indicator in INDICATORS and not INDICATORS[target.indicator].is_stock


def written(value: float, unit: str) -> str:
    """A forecast number, rounded as befits a guess: three digits at most."""
    if unit == "fen":
        return units.number(_rounded(value / 100) * 100, unit=unit)
    return units.number(_rounded(value))


def _rounded(value: float) -> int:
    whole = round(value)
    step = int(10 ** max(len(str(abs(whole))) - 3, 0))
    return round(whole / step) * step


def outlooks(
    targets: Collection[Target], progress: dict[int, plans.Progress], node: int, as_of: date
) -> dict[int, Outlook]:
    """The outlook of each target at a node, all their months read together; `progress` is by target."""
    flows = [one for one in targets if is_flow(one)]
    spans = {period: months_of(period) for period in {one.period for one in flows}}
    names = {_name(month) for months in spans.values() for month in months if month.start <= as_of}
    names |= {_name(month, 1) for months in spans.values() if len(months) <= 12 for month in months}
    keys = {one.indicator for one in flows}
    cells = tally.cells(keys, [node], names) if keys else {}
    return {
        one.pk: _outlook(one, progress[one.pk], node, as_of, cells, spans.get(one.period, []))
        for one in targets
    }


def _outlook(
    target: Target,
    progress: plans.Progress,
    node: int,
    as_of: date,
    cells: dict[tuple[str, int, str], tally.Cell],
    months: list[Period],
) -> Outlook:
    if not is_flow(target):
        return Outlook(None, _("A rate or a stock can fall as well as rise: there is no forecast."))
    if progress.counts_parts:
        return Outlook(None, _("What counts is how many reach it, each for itself: there is no forecast."))

    def counted(month: Period, before: int = 0) -> float:
        return float(cells.get((target.indicator, node, _name(month, before)), tally.Cell()).counted)

    done = [counted(month) for month in months if month.start <= as_of]
    if not done:
        return Outlook(None, reason(Why.TOO_EARLY))
    last_year = [counted(month, 1) for month in months] if len(months) <= 12 else []
    passed = months[len(done) - 1].passed(as_of)
    indicator = INDICATORS[target.indicator]
    done[-1] *= passed if as_of < today() else 1
    found = forecast(
        float(progress.figure.counted),
        done,
        [month.days for month in months],
        passed=passed,
        last_year=last_year,
        least=0.0 if indicator.amount else 1.0,
    )
    if isinstance(found, Why):
        return Outlook(None, reason(found), indicator.unit)
    return Outlook(found, sentence(found, indicator.unit, bool(indicator.distinct)), indicator.unit)


def months_of(period: Period) -> list[Period]:
    """The months of a period, the first and last as far as they belong to it."""
    return [part for month in period.months() if (part := month.within(period)) is not None]


def _name(month: Period, before: int = 0) -> str:
    """The kept period of a month, or of the same one some years before; kept are whole months."""
    return Period.month(month.start.year - before, month.start.month).key


def reason(why: Why) -> str:
    """Why nothing is forecast, in words."""
    words = {
        Why.TOO_EARLY: _("There is no forecast before the third month: two whole months must lie behind."),
        Why.NOTHING_YET: _("Nothing is counted yet, so there is nothing to forecast from."),
        Why.OVER: _("The time is over: the figure stands."),
    }
    return words[why]


def sentence(found: Forecast, unit: str, distinct: bool) -> str:
    """The forecast with its method and range."""
    said = {
        "expected": units.quantity(_shown(found.expected, unit), unit=unit),
        "low": units.quantity(_shown(found.low, unit), unit=unit),
        "high": units.quantity(_shown(found.high, unit), unit=unit),
    }
    text = _("Expected at the end: %(expected)s, with a chance of four in five between %(low)s and %(high)s.")
    method = {
        Method.SEASONAL: _("Method: the months of last year carry the rhythm, the months so far the pace."),
        Method.EVEN: _("Method: the pace so far goes on evenly, since last year gives no rhythm."),
    }
    parts = [text % said, method[found.method], _("The range is how far the months so far strayed from it.")]
    if distinct:
        parts.append(_("Who comes again counts once, so the end rather lies in the lower half."))
    return " ".join(parts)


def _shown(value: float, unit: str) -> int:
    return _rounded(value / 100) * 100 if unit == "fen" else _rounded(value)


def at_risk(target: Target, progress: plans.Progress, outlook: Outlook) -> bool:
    """Whether the value is likely to be missed.

    For what can be forecast: the upper end of the range lies below the value. Of the rest the plan says it.
    """
    if progress.state not in ("behind", "on_pace") or target.operator == "<=":
        return False
    if outlook.found is not None:
        return outlook.found.high < progress.value
    return progress.at_risk
