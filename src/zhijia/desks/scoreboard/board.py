"""What the scoreboard shows: a target beside its figure, what is missing, its months, the unions below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.desks.scoreboard import places
from zhijia.kernel.day import today
from zhijia.plans import queries as plans
from zhijia.plans.models import Plan, Target
from zhijia.tally import queries as tally
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.models import Org
from zhijia.ui import charts


@dataclass(frozen=True)
class Shown:
    """A figure as the look's one component takes it."""

    counted: int
    claimed: int
    base: int | None
    percent: float | None
    state: str


@dataclass(frozen=True)
class Line:
    """One target at one node."""

    progress: plans.Progress
    shown: Shown
    missing: list[str]
    url: str
    entries_url: str
    state_label: str
    tone: str
    is_share: bool = False

    @property
    def target(self) -> Target:
        return self.progress.target

    @property
    def percent_of_whole(self) -> str:
        """This union's part of what the issuer promised."""
        return f"{(self.progress.share or 0) * 100:.1f}%"


def state_words(state: str) -> tuple[str, str]:
    """The name of a progress state and its tone."""
    words = {
        "met": (pgettext("progress", "reached"), "good"),
        "on_pace": (pgettext("progress", "on pace"), "info"),
        "behind": (pgettext("progress", "behind"), "warn"),
        "failed": (pgettext("progress", "not reached"), "bad"),
        "exceeded": (pgettext("progress", "above the limit"), "bad"),
        "no_base": (pgettext("progress", "no base"), "plain"),
    }
    return words[state]


def shown(figure: tally.Figure) -> Shown:
    """A figure for the component; claimed is what does not count yet."""
    state = "no_base" if figure.has_no_base else "recounting" if figure.pending else ""
    claimed = 0 if figure.key in RATIOS else figure.not_counted
    return Shown(figure.counted, claimed, figure.base, figure.percent, state)


def address(name: str, target: Target | None, org: Org, as_of: date, **more: str) -> str:
    """A page of the scoreboard for a node as of a day."""
    query = {"node": org.code, **({} if as_of == today() else {"as_of": as_of.isoformat()}), **more}
    base = reverse(f"desks:{name}", args=[target.uid] if target else [])
    return f"{base}?{urlencode(query)}"


def line(progress: plans.Progress, org: Org, as_of: date) -> Line:
    """A target at a node with what its claims lack."""
    target = progress.target
    label, tone = state_words(progress.state)
    is_share = org.pk != target.org_id and not progress.is_rate
    return Line(
        progress,
        shown(progress.figure),
        lacking(progress, org),
        address("target", target, org, as_of),
        address("entries", target, org, as_of),
        label,
        tone,
        is_share,
    )


def lacking(progress: plans.Progress, org: Org) -> list[str]:
    """In words: what claimed entries lack, or which unions have no base."""
    figure = progress.figure
    if progress.is_rate:
        names = Org.objects.filter(pk__in=figure.lacking).order_by("path").values_list("name", flat=True)
        return [_("no base from %(name)s") % {"name": name} for name in names]
    if not figure.not_counted:
        return []
    found = tally.missing(progress.target.indicator, org.pk, progress.target.period, as_of=figure.as_of)
    return [f"{gate.missing}: {count}" for gate, count in found]


def lines(plan: Plan, org: Org, as_of: date) -> list[Line]:
    """Every confirmed target of a plan at a node."""
    return [
        line(plans.progress(target, [org.pk], as_of=as_of)[org.pk], org, as_of)
        for target in plans.confirmed(plan)
    ]


@dataclass(frozen=True)
class Below:
    """A union below a node with its figure for every target of the plan."""

    org: Org
    figures: list[tuple[Line, Shown]]


def table_below(shown_lines: list[Line], org: Org, as_of: date) -> list[Below]:
    """The unions led by a node, each with the figures the node shows."""
    orgs = places.below(org, as_of)
    numbers = [child.pk for child in orgs]
    found = [plans.progress(line.target, numbers, as_of=as_of) for line in shown_lines]
    return [
        Below(
            child,
            [(line, shown(one[child.pk].figure)) for line, one in zip(shown_lines, found, strict=True)],
        )
        for child in orgs
    ]


@dataclass(frozen=True)
class Row:
    """A union below a node with its own progress."""

    org: Org
    progress: plans.Progress
    shown: Shown
    url: str


def rows_below(target: Target, org: Org, as_of: date) -> list[Row]:
    """The unions led by a node, each with its figure; the city's value is not theirs to reach."""
    orgs = places.below(org, as_of)
    found = plans.progress(target, [child.pk for child in orgs], as_of=as_of)
    return [
        Row(child, found[child.pk], shown(found[child.pk].figure), address("target", target, child, as_of))
        for child in orgs
    ]


def comparison(target: Target, rows: list[Row]) -> Any:
    """The unions below drawn side by side."""
    rate = target.indicator in RATIOS
    values = [row.progress.done for row in rows]
    return charts.children(
        "children",
        title=_("The unions below"),
        names=[row.org.name for row in rows],
        values=values,
        labels={
            "value": str(tally.measure(target.indicator).label),
            "target": _("target"),
            "place": _("union"),
        },
        target=float(target.value) if rate else None,
        unit=tally.measure(target.indicator).unit,
    )


def trend(target: Target, org: Org) -> Any:
    """Month by month what was done, and the running figure beside the target."""
    months = [month for month in target.period.months() if month.start <= today()][-24:]
    keys = [month.key for month in months]
    unit = tally.measure(target.indicator).unit
    done: list[float | None]
    running: list[float | None] = []
    if target.indicator in RATIOS:
        ratio = RATIOS[target.indicator]
        cells = tally.cells([ratio.part, ratio.whole], [org.pk], keys)
        done = [_percent(cells, ratio, org.pk, key) for key in keys]
    else:
        cells = tally.cells([target.indicator], [org.pk], keys)
        done = [_counted(cells, target.indicator, org.pk, key) for key in keys]
        if not INDICATORS[target.indicator].is_stock and not INDICATORS[target.indicator].distinct:
            running = [sum(filter(None, done[: place + 1])) for place in range(len(done))]
    return charts.monthly_trend(
        "trend",
        title=_("Month by month"),
        months=[date_format(month.start, "Y-m") for month in months],
        done=done,
        cumulative=running,
        labels={
            "done": _("in the month"),
            "cumulative": _("so far"),
            "target": _("target"),
            "month": _("month"),
        },
        target=plans.value_of(target),
        unit=unit,
    )


def _counted(cells: dict[Any, tally.Cell], key: str, node: int, period: str) -> float:
    return float(cells.get((key, node, period), tally.Cell()).counted)


def _percent(cells: dict[Any, tally.Cell], ratio: Any, node: int, period: str) -> float | None:
    base = _counted(cells, ratio.whole, node, period)
    return _counted(cells, ratio.part, node, period) * 100 / base if base else None
