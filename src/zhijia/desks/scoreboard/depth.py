"""One target in depth: how it is counted, what is missing, its months and forecast, the unions below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.desks.scoreboard import lines as board
from zhijia.desks.scoreboard import outlook, own_word, places, promises
from zhijia.desks.scoreboard.asked import STATES
from zhijia.desks.scoreboard.fallen import fallen_base
from zhijia.desks.scoreboard.lines import Line
from zhijia.directory.life.establishing import RATE, established
from zhijia.kernel.period import Period
from zhijia.plans import queries as plans
from zhijia.plans.models import Target
from zhijia.tally import queries as tally
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.ui import charts
from zhijia.ui.menu import Text

#: more unions than these are compared by the table alone
MOST_BARS = 40
MOST_MONTHS = 24


@dataclass(frozen=True)
class Row:
    """A union below with its own progress."""

    org: Org
    progress: plans.Progress
    shown: board.Shown
    url: str
    has_own: bool
    state: str
    own_word: own_word.OwnWord | None = None

    @property
    def done(self) -> float | None:
        """The figure itself, whatever is promised of it."""
        figure = self.progress.figure
        return figure.percent if figure.key in RATIOS else figure.counted

    @property
    def state_label(self) -> str:
        return str(STATES[self.state])

    @property
    def tone(self) -> str:
        return board.TONES[self.state]


@dataclass(frozen=True)
class Rule:
    """How one of the figures beneath a target is counted."""

    label: str
    text: str
    gates: tuple[Any, ...] = ()


def page(target: Target, org: Org, as_of: date, actor: Actor) -> dict[str, Any]:
    """Everything the page of a target shows."""
    line = board.lines_of([target], org, as_of)[0]
    rows = rows_below(target, org, as_of)
    return {
        **places.place(actor, org, as_of),
        "target": target,
        "line": line,
        "rules": rules(target),
        "fallen": fallen_base(line.progress.figure, org, as_of),
        "missing": board.missing_words(target, org, as_of),
        "claimed_url": board.address("entries", target, org, as_of, show="claimed"),
        "rows": rows,
        "own_word": own_word.own_word(target, org, as_of, actor),
        "established": established(org, as_of) if target.indicator == RATE else None,
        "owned": any(row.has_own for row in rows),
        "handed": any(row.progress.own is not None for row in rows),
        "boxes": promises.boxes(line.progress),
        "years": promises.years_chart(line.progress),
        "trend": trend(line, org, as_of),
        "comparison": comparison(target, rows) if 1 < len(rows) <= MOST_BARS else None,
    }


def rules(target: Target) -> list[Rule]:
    """The rule of the figure, and for a rate those of its part and its base."""
    measure = tally.measure(target.indicator)
    found = [Rule(capfirst(str(measure.label)), str(measure.rule), getattr(measure, "gates", ()))]
    if target.indicator in RATIOS:
        for key in board.parts(target.indicator):
            one = INDICATORS[key]
            found.append(Rule(capfirst(str(one.label)), str(one.rule), one.gates))
    return [rule for rule in found if rule.text]


def rows_below(target: Target, org: Org, as_of: date) -> list[Row]:
    """The unions led by a union, each with its figure."""
    orgs = places.below(org, as_of)
    found = plans.progress_of([target], [child.pk for child in orgs], as_of=as_of)[target.pk]
    words = own_word.own_words(target, orgs, as_of)
    return [replace(_row(target, one, found[one.pk], as_of), own_word=words.get(one.pk)) for one in orgs]


def _row(target: Target, child: Org, progress: plans.Progress, as_of: date) -> Row:
    own = board.has_own_target(target, child, progress)
    return Row(
        child,
        progress,
        board.shown(progress.figure),
        board.address("target", target, child, as_of),
        own,
        board.state_of(progress, own),
    )


def comparison(target: Target, rows: list[Row]) -> Any:
    """The unions below drawn side by side, with the value each of them has to reach."""
    owned = any(row.has_own and not row.progress.counts_parts for row in rows)
    if any(row.progress.own is not None for row in rows):
        return beside_own(target, rows)
    return charts.children(
        "children",
        title=_("The unions below"),
        names=[row.org.name for row in rows],
        values=[row.done for row in rows],
        labels={
            "value": capfirst(str(tally.measure(target.indicator).label)),
            "target": _("target"),
            "place": _("union"),
            "none": _("no base"),
        },
        target=rows[0].progress.promised if owned else None,
        unit=tally.measure(target.indicator).unit,
    )


def beside_own(target: Target, rows: list[Row]) -> Any:
    """The unions below, each beside the share it agreed on; who has none stands without."""
    return charts.pairs(
        "children",
        title=_("The unions below"),
        names=[row.org.name for row in rows],
        done=[row.done for row in rows],
        promised=[row.progress.promised if row.has_own else None for row in rows],
        labels={"place": _("union"), "done": _("done"), "promised": _("its own target")},
        unit=tally.measure(target.indicator).unit,
    )


def trend(line: Line, org: Org, as_of: date) -> Any:
    """Month by month what was done, the running figure beside the target, and what may be expected."""
    target = line.target
    months = [month for month in target.period.months() if month.start <= as_of][-MOST_MONTHS:]
    ahead = line.outlook.found.path if line.outlook.found is not None else ()
    whole = target.period.months()
    coming = [whole[reach.month] for reach in ahead if whole[reach.month] not in months]
    done = _done(target, org, [month.key for month in months])
    running = _running(line, org, months, done)
    blank: list[float | None] = [None] * len(coming)
    return charts.monthly_trend(
        "trend",
        title=_("Month by month"),
        months=[date_format(month.start, "Y-m") for month in [*months, *coming]],
        done=[*done, *blank],
        cumulative=[*running, *blank] if running else [],
        labels=_labels(),
        target=None if line.is_share or line.is_counted_in_parts else line.progress.value,
        unit=line.progress.measure.unit,
        summary=line.outlook.sentence,
        ahead=_ahead(line, len(months), len(coming)),
    )


def _labels() -> dict[str, Text]:
    return {
        "done": _("in the month"),
        "cumulative": _("so far"),
        "target": _("target"),
        "month": _("month"),
        "expected": _("expected"),
        "low": _("at least, probably"),
        "high": _("at most, probably"),
    }


def _done(target: Target, org: Org, keys: list[str]) -> list[float | None]:
    """What each month gave; of a stock or rate how it stood at the month's end."""
    if target.indicator in RATIOS:
        ratio = RATIOS[target.indicator]
        cells = tally.cells([ratio.part, ratio.whole], [org.pk], keys)
        return [_percent(cells, ratio, org.pk, key) for key in keys]
    cells = tally.cells([target.indicator], [org.pk], keys)
    return [_counted(cells, target.indicator, org.pk, key) for key in keys]


def _running(line: Line, org: Org, months: list[Period], done: list[float | None]) -> list[float | None]:
    """The running total at the end of each month, the last one being the figure; of persons the different ones."""
    target, figure = line.target, line.progress.figure
    if not outlook.is_flow(target) or not months:
        return []
    if INDICATORS[target.indicator].distinct:
        seen = tally.firsts(target.indicator, org.pk, target.period, as_of=figure.as_of)
        return [float(sum(count for day, count in seen if day < month.end)) for month in months]
    total = float(figure.counted)
    whole = len([month for month in target.period.months() if month.start <= figure.as_of])
    before = 0.0 if whole == len(done) else max(total - sum(value or 0.0 for value in done), 0.0)
    sums = [before + sum(value or 0.0 for value in done[: place + 1]) for place in range(len(done))]
    return [*sums[:-1], total]


def _ahead(line: Line, months: int, coming: int) -> charts.Ahead | None:
    """The forecast for each month drawn, starting from the figure as it stands."""
    found = line.outlook.found
    if found is None:
        return None
    now = float(line.progress.figure.counted)
    path = found.path[-coming:] if coming else ()
    blank: list[float | None] = [None] * (months - 1)
    return charts.Ahead(
        [*blank, now, *(round(reach.expected) for reach in path)],
        [*blank, now, *(round(reach.low) for reach in path)],
        [*blank, now, *(round(reach.high) for reach in path)],
    )


def _counted(cells: dict[Any, tally.Cell], key: str, node: int, period: str) -> float:
    return float(cells.get((key, node, period), tally.Cell()).counted)


def _percent(cells: dict[Any, tally.Cell], ratio: Any, node: int, period: str) -> float | None:
    base = _counted(cells, ratio.whole, node, period)
    return _counted(cells, ratio.part, node, period) * 100 / base if base else None
