"""How far targets are: one number, or the same one for each union below, for each quarter, for each year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.plans.handing.own import agreed
from zhijia.plans.models import Share, Target
from zhijia.plans.stretches import Members, members, name_of, stretches, years
from zhijia.tally import queries as tally
from zhijia.tally.indicator import Indicator, Ratio
from zhijia.tally.sources import INDICATORS, RATIOS

#: from this share of its time on, what cannot be forecast and is not reached is at risk
NEARLY_OVER = 0.75
#: behind the passed time by no more than a twentieth is still on pace
TOLERANCE = 0.95


@dataclass(frozen=True)
class Part:
    """One union or one stretch of a promise that holds for each of them.

    `state` is met, on_pace, behind, failed, no_base or ahead (not begun yet).
    """

    name: str
    node: int | None
    period: Period | None
    done: float | None
    value: float | None
    share: float | None
    met: bool
    state: str
    figure: tally.Figure | None = None

    @property
    def year(self) -> int | None:
        return self.period.start.year if self.period else None


@dataclass(frozen=True)
class Progress:
    """A target beside its figure at one node: done, of how much, how much time has passed.

    `own` is the value of the node's agreed share where the target was handed down to it, else None.

    `share` is done ÷ value, None without a base; `state` is met, on_pace, behind, exceeded, no_base, failed or
    part (the node lies below the unions the target holds for). Where the target holds for each union or each
    quarter, `done` and `value` count unions or quarters, and `figure` is the node's own whole.
    """

    target: Target
    figure: tally.Figure
    done: float | None
    value: float
    share: float | None
    passed: float
    state: str
    per_child: tuple[Part, ...] = ()
    quarters: tuple[Part, ...] = ()
    slices: tuple[Part, ...] = ()
    years: tuple[Part, ...] = ()
    at_risk: bool = False
    own: float | None = None

    @property
    def measure(self) -> Indicator | Ratio:
        return tally.measure(self.target.indicator)

    @property
    def counts_parts(self) -> bool:
        """Whether `done` and `value` count unions or stretches of time."""
        return bool(self.per_child or self.quarters)

    @property
    def is_rate(self) -> bool:
        return self.target.indicator in RATIOS and not self.counts_parts

    @property
    def unit(self) -> str:
        if self.per_child:
            return "union"
        return "" if self.quarters else self.measure.unit

    @property
    def promised(self) -> float:
        """The value as the plan writes it, or the node's own share of it, in `promised_unit`."""
        return value_of(self.target) if self.own is None else self.own

    @property
    def promised_unit(self) -> str:
        return self.measure.unit

    @property
    def is_universal(self) -> bool:
        return self.target.is_universal

    @property
    def deadline(self) -> date:
        return self.target.ends_on

    @property
    def days_left(self) -> int:
        """Days from the figure's day to the last day of the promise; negative when it is over."""
        return (self.target.ends_on - self.figure.as_of).days


def value_of(target: Target) -> float:
    """The promised value in the indicator's unit, money in fen; whole where it is whole."""
    return in_unit(target, target.value)


def in_unit(target: Target, written: Decimal) -> float:
    """A value of the plan in the indicator's unit."""
    money = target.indicator in INDICATORS and INDICATORS[target.indicator].unit == "fen"
    value = written * (Decimal(100) if money else Decimal(1))
    return int(value) if value == value.to_integral_value() else float(value)


def progress_of(
    targets: Collection[Target], nodes: Collection[int], *, as_of: date | None = None
) -> dict[int, dict[int, Progress]]:
    """The progress of many confirmed targets, by target and node, read together."""
    day = as_of or today()
    groups, names = members(targets, nodes, day)
    wanted = {(one.indicator, period) for one in targets for period in _periods(one, day)}
    everyone = set(nodes) | set(names)
    found = tally.figures_of(wanted, everyone, as_of=as_of)
    reading = Reading(found, names, as_of, agreed(targets, everyone))
    return {
        one.pk: {node: reading.progress(one, node, groups.get(one.pk)) for node in nodes} for one in targets
    }


def _periods(target: Target, day: date) -> list[Period]:
    """The target's own time, and of its stretches and years those that have begun."""
    parts = [*stretches(target), *years(target).values()]
    return [target.period, *(part for part in parts if part.start <= day)]


@dataclass(frozen=True)
class Reading:
    """The figures read together, and what they say of a target at a node."""

    found: dict[tally.Wanted, dict[int, tally.Figure]]
    names: dict[int, str]
    as_of: date | None
    shares: Mapping[tuple[int, int], Share]

    def _own(self, target: Target, node: int) -> float | None:
        share = self.shares.get((target.pk, node))
        return None if share is None else in_unit(target, share.value)

    def _value(self, target: Target, node: int) -> float:
        own = self._own(target, node)
        return value_of(target) if own is None else own

    def progress(self, target: Target, node: int, group: Members | None) -> Progress:
        """A target at a node, counted by unions, by stretches or as one number."""
        plain = self._plain(target, node)
        plain = replace(plain, years=self._years(target, node), slices=self._slices(target, node))
        if group is not None and node in group.parts and plain.own is None:
            return replace(plain, share=None, state="part", slices=())
        below = group.below.get(node, []) if group is not None else []
        if below:
            return _by_parts(plain, per_child=tuple(self._child(target, child) for child in below))
        if stretches(target):
            return _by_parts(plain, quarters=self._stretches(target, node))
        return replace(plain, at_risk=_is_late(plain))

    def _plain(self, target: Target, node: int) -> Progress:
        figure = self.found[target.indicator, target.period][node]
        value = self._value(target, node)
        done = done_of(figure)
        share = _share(done, value)
        passed = target.period.passed(figure.as_of)
        state = _state(target, done, value, share, passed)
        return Progress(target, figure, done, value, share, passed, state, own=self._own(target, node))

    def _child(self, target: Target, node: int) -> Part:
        """One union's own promise: its number, or how many of its quarters."""
        own = self._plain(target, node)
        if stretches(target):
            own = _by_parts(own, quarters=self._stretches(target, node))
        met = own.state == "met" or (target.operator == "<=" and own.state == "on_pace")
        return Part(
            self.names.get(node, ""),
            node,
            target.period,
            own.done,
            own.value,
            own.share,
            met,
            own.state,
            own.figure,
        )

    def _stretches(self, target: Target, node: int) -> tuple[Part, ...]:
        value = self._value(target, node)
        return tuple(self._part(target, node, period, value) for period in stretches(target))

    def _slices(self, target: Target, node: int) -> tuple[Part, ...]:
        """The years for which the plan writes what each is to give."""
        periods, promised = years(target), target.yearly
        if node != target.org_id:
            return ()
        return tuple(
            self._part(target, node, periods[year], in_unit(target, promised[year]))
            for year in sorted(promised)
            if year in periods
        )

    def _years(self, target: Target, node: int) -> tuple[Part, ...]:
        return tuple(self._part(target, node, period, None) for period in years(target).values())

    def _part(self, target: Target, node: int, period: Period, value: float | None) -> Part:
        figure = self.found.get((target.indicator, period), {}).get(node)
        if figure is None:
            return Part(name_of(period), node, period, None, value, None, False, "ahead")
        done = done_of(figure)
        share = None if value is None else _share(done, value)
        if value is None:
            state = "no_base" if done is None else "on_pace"
        else:
            state = _state(target, done, value, share, period.passed(figure.as_of))
        met = state == "met" or (target.operator == "<=" and state == "on_pace")
        return Part(
            name_of(period), node, period, done, value, share, met and value is not None, state, figure
        )


def done_of(figure: tally.Figure) -> float | None:
    """What a figure says is done: a rate's percentage, a count's number."""
    return figure.percent if figure.key in RATIOS else figure.counted


def _share(done: float | None, value: float) -> float | None:
    return None if done is None else (done / value if value else 1.0)


def _by_parts(
    plain: Progress, *, per_child: tuple[Part, ...] = (), quarters: tuple[Part, ...] = ()
) -> Progress:
    """A target that holds for each part: how many have it, of how many."""
    parts = per_child or quarters
    done, value = sum(1 for part in parts if part.met), len(parts)
    state = "met" if done == value else _state_of_parts(parts, plain.passed)
    missed = any(part.state in ("failed", "exceeded") for part in parts)
    return replace(
        plain,
        done=done,
        value=value,
        share=_share(done, value),
        state=state,
        per_child=per_child,
        quarters=quarters,
        at_risk=state == "behind" and (missed or plain.passed >= NEARLY_OVER),
    )


def _state_of_parts(parts: tuple[Part, ...], passed: float) -> str:
    """How a target stands whose parts are not all met: a missed part cannot be made good any more."""
    states = {part.state for part in parts}
    if passed >= 1:
        return "failed"
    if states == {"no_base"}:
        return "no_base"
    return "behind" if states & {"failed", "exceeded", "behind"} else "on_pace"


def _is_late(progress: Progress) -> bool:
    """Whether a rate or a stock, which nothing can forecast, is not reached with its time nearly over."""
    indicator = INDICATORS.get(progress.target.indicator)
    if indicator is not None and not indicator.is_stock:
        return False
    return progress.state == "behind" and progress.passed >= NEARLY_OVER


def _state(target: Target, done: float | None, value: float, share: float | None, passed: float) -> str:
    if done is None or share is None:
        return "no_base"
    if target.operator == "<=":
        return "exceeded" if done > value else "on_pace"
    if done >= value:
        return "met"
    if passed >= 1:
        return "failed"
    if target.indicator in RATIOS or INDICATORS[target.indicator].is_stock:
        return "behind"
    return "on_pace" if share >= passed * TOLERANCE else "behind"
