"""Charts as plain options for Apache ECharts, each with the same numbers as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zhijia.ui import units
from zhijia.ui.menu import Text

#: every colour has at least 3 : 1 against white, neighbours differ in lightness as well
BLUE, RED, GREEN, GREY, INK, LINE = "#2f6fb2", "#b4232a", "#1d7a5f", "#667382", "#33404f", "#d8dee6"
FONT = '-apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'

Number = int | float | None


@dataclass(frozen=True)
class Chart:
    """A drawing: `option` for ECharts, `head` and `rows` of its table, `summary` for who only hears it."""

    key: str
    title: str
    option: dict[str, Any]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    summary: str = ""
    lines: int = field(default=0)


@dataclass(frozen=True)
class Ahead:
    """What is expected month by month, between low and high: one value for each month, None where none is."""

    expected: Sequence[Number]
    low: Sequence[Number]
    high: Sequence[Number]


def monthly_trend(
    key: str,
    *,
    title: Text,
    months: Sequence[Text],
    done: Sequence[Number],
    labels: dict[str, Text],
    cumulative: Sequence[Number] = (),
    target: Number = None,
    unit: Text = "",
    summary: Text = "",
    ahead: Ahead | None = None,
) -> Chart:
    """Bars of what was done each month, the running total as a line, the target as a dashed one.

    `ahead` draws a forecast of the running total as a dashed line in a band. `labels` names "month", "done",
    "cumulative" and "target", and with a forecast "expected", "low" and "high", in the reader's language; fen are
    drawn in yuan.
    """
    series = [_bars(str(labels["done"]), done, unit)]
    if cumulative:
        series.append(_line(str(labels["cumulative"]), cumulative, unit))
    if ahead is not None:
        series += _band(ahead, str(labels["expected"]), unit)
    if target is not None:
        mark = _mark(str(labels["target"]), target, unit)
        if ahead is not None:
            mark["label"] = mark["label"] | {"position": "insideStartTop"}
        series[-1] |= {"markLine": mark, "animation": False}
    option = _frame(names=[str(one["name"]) for one in series if not one.get("silent")])
    option["xAxis"] = _names_axis([str(month) for month in months])
    highest = ahead.high if ahead is not None else ()
    option["yAxis"] = _value_axis(units.name(unit), top=_reach(target, [*done, *cumulative, *highest], unit))
    option["series"] = series
    columns: list[tuple[str, Sequence[Number]]] = [("done", done), ("cumulative", cumulative)]
    if ahead is not None:
        columns += [("expected", ahead.expected), ("low", ahead.low), ("high", ahead.high)]
    written = {name: [_written(value, unit) for value in column] for name, column in columns if column}
    rows = [[str(month), *cells] for month, *cells in zip(months, *written.values(), strict=True)]
    head = [str(labels["month"]), *(str(labels[name]) for name in written)]
    return Chart(key, str(title), option, head, rows, str(summary))


def _band(ahead: Ahead, name: str, unit: Text) -> list[dict[str, Any]]:
    """A dashed line in a pale band: the band is the way from low to high, stacked on an unseen low."""
    line = _line(name, ahead.expected, unit)
    line |= {"lineStyle": {"color": GREEN, "width": 2, "type": "dashed"}, "symbol": "emptyCircle"}
    unseen = {"type": "line", "stack": "band", "silent": True, "symbol": "none", "lineStyle": {"opacity": 0}}
    widths = [
        None if low is None or high is None else high - low
        for low, high in zip(ahead.low, ahead.high, strict=True)
    ]
    low = unseen | {"name": "low", "data": [_drawn(value, unit) for value in ahead.low]}
    wide = unseen | {"name": "band", "data": [_drawn(value, unit) for value in widths]}
    return [low, wide | {"areaStyle": {"color": GREEN, "opacity": 0.16}}, line]


def pairs(
    key: str,
    *,
    title: Text,
    names: Sequence[Text],
    done: Sequence[Number],
    promised: Sequence[Number],
    labels: dict[str, Text],
    unit: Text = "",
    summary: Text = "",
) -> Chart:
    """Standing bars of what was done beside what was promised, place by place or year by year.

    `labels` names "place", "done" and "promised" in the reader's language.
    """
    bars = [_bars(str(labels["done"]), done, unit)]
    if promised:
        bars.append(_bars(str(labels["promised"]), promised, unit))
        bars[1]["itemStyle"] = {"color": "#c3ccd6", "borderRadius": 2}
    for one, values in zip(bars, (done, promised), strict=False):
        one["data"] = [_over(value, unit) for value in values]
    option = _frame(names=[str(one["name"]) for one in bars])
    option["xAxis"] = _names_axis([str(name) for name in names])
    option["yAxis"] = _value_axis(units.name(unit), top=_reach(None, [*done, *promised], unit))
    option["series"] = bars
    columns = [[_written(value, unit) for value in column] for column in (done, promised) if column]
    rows = [[str(name), *cells] for name, *cells in zip(names, *columns, strict=True)]
    head = [str(labels["place"]), *(str(one["name"]) for one in bars)]
    return Chart(key, str(title), option, head, rows, str(summary))


def _over(value: Number, unit: Text) -> dict[str, Any]:
    """A standing bar with its number above it."""
    label = {"show": value is not None, "formatter": _written(value, unit), "position": "top", "color": INK}
    return {"value": _drawn(value, unit), "label": label}


def children(
    key: str,
    *,
    title: Text,
    names: Sequence[Text],
    values: Sequence[Number],
    labels: dict[str, Text],
    target: Number = None,
    unit: Text = "",
    sort: bool = True,
    summary: Text = "",
) -> Chart:
    """Lying bars comparing the places below, the highest first; those without a value stand last, barless.

    `labels` names "place", "value", "target" and "none" (a place without a base) in the reader's language.
    """
    none = str(labels.get("none", "—"))
    pairs = [(str(name), value) for name, value in zip(names, values, strict=True)]
    if sort:
        pairs.sort(key=lambda pair: (pair[1] is None, -(pair[1] or 0)))
    option = _frame(names=[])
    option["grid"] |= {"top": 26 if target is not None else 8, "right": 28}
    option["xAxis"] = _value_axis("", top=_reach(target, values, unit))
    shown = [name if value is not None else f"{name} ({none})" for name, value in pairs]
    option["yAxis"] = _names_axis(shown) | {"inverse": True}
    option["series"] = [_lying_bars([value for _, value in pairs], labels, target, unit)]
    rows = [[name, none if value is None else _written(value, unit)] for name, value in pairs]
    head = [str(labels["place"]), str(labels["value"])]
    return Chart(key, str(title), option, head, rows, str(summary), lines=len(pairs))


def _lying_bars(
    values: Sequence[Number], labels: dict[str, Text], target: Number, unit: Text
) -> dict[str, Any]:
    """The bars of a comparison, each with its number, and the target across them."""
    highest = max((value for value in values if value is not None), default=0)
    top = _reach(target, values, unit) or highest
    bars = _bars(str(labels["value"]), [], unit)
    bars["data"] = [_labelled(value, unit, top) for value in values]
    if target is not None:
        bars["markLine"] = _mark(str(labels["target"]), target, unit, lying=True)
    return bars


def _labelled(value: Number, unit: Text, top: Number) -> dict[str, Any]:
    """One lying bar with its number at the foot, where no target line crosses it, or beside it when short."""
    if value is None:
        return {"value": None}
    wide = bool(top) and value >= (top or 0) * 0.2
    label = {"show": True, "formatter": _written(value, unit), "position": "insideLeft" if wide else "right"}
    return {"value": _drawn(value, unit), "label": label | {"color": "#ffffff" if wide else INK}}


def _written(value: Number, unit: Text) -> str:
    return units.percent(value) if unit == "%" else units.number(value, unit=unit)


def _drawn(value: Number, unit: Text) -> Number:
    """The number as it is drawn: fen in yuan, percentages with one decimal."""
    if value is None:
        return None
    return value / 100 if unit == "fen" else round(value, 1)


def _bars(name: str, values: Sequence[Number], unit: Text) -> dict[str, Any]:
    drawn = [_drawn(value, unit) for value in values]
    style = {"color": BLUE, "borderRadius": 2}
    return {"type": "bar", "name": name, "data": drawn, "itemStyle": style, "barMaxWidth": 22}


def _line(name: str, values: Sequence[Number], unit: Text) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "data": [_drawn(value, unit) for value in values],
        "lineStyle": {"color": GREEN, "width": 2},
        "itemStyle": {"color": GREEN},
        "symbol": "circle",
        "symbolSize": 6,
    }


def _mark(name: str, target: Number, unit: Text, *, lying: bool = False) -> dict[str, Any]:
    """The target as a dashed line with its name and number."""
    text = f"{name} {_written(target, unit)}"
    label = {"formatter": text, "color": RED, "position": "start" if lying else "insideEndTop"}
    return {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"color": RED, "type": "dashed", "width": 1.5},
        "label": label,
        "data": [{("xAxis" if lying else "yAxis"): _drawn(target, unit), "name": name}],
    }


def _frame(*, names: Sequence[str]) -> dict[str, Any]:
    """What all charts share; tooltips are drawn, since HTML ones need inline styles the policy forbids."""
    legend = {"data": list(names), "top": 0, "right": 0, "itemHeight": 10, "textStyle": {"color": INK}}
    return {
        "aria": {"enabled": True},
        "textStyle": {"fontFamily": FONT},
        "animationDuration": 300,
        "legend": legend if len(names) > 1 else {"show": False},
        "grid": {"left": 8, "right": 16, "top": 40, "bottom": 8, "containLabel": True},
        "tooltip": {
            "trigger": "axis",
            "renderMode": "richText",
            "axisPointer": {"type": "shadow"},
            "backgroundColor": "#ffffff",
            "borderColor": LINE,
            "textStyle": {"color": INK},
        },
    }


def _names_axis(names: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "category",
        "data": list(names),
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": LINE}},
        "axisLabel": {"color": GREY, "hideOverlap": True},
    }


def _value_axis(name: str, *, top: Number) -> dict[str, Any]:
    """An axis from zero; a target above all bars still lies on it."""
    axis: dict[str, Any] = {
        "type": "value",
        "name": name,
        "min": 0,
        "nameTextStyle": {"color": GREY, "align": "right"},
        "splitLine": {"lineStyle": {"color": "#eef1f4"}},
        "axisLabel": {"color": GREY, "hideOverlap": True},
    }
    if top is not None:
        axis["max"] = top
    return axis


def _reach(target: Number, values: Sequence[Number], unit: Text) -> Number:
    """Where an axis ends: 100 for rates, a round number above a target not reached, else by the bars."""
    highest = max((value for value in [*values, target] if value is not None), default=0)
    if unit == "%" and highest <= 100:
        return 100
    if not target or highest > target:
        return None
    drawn = float(_drawn(target, unit) or 0) * 1.05
    step = float(10 ** math.floor(math.log10(drawn))) / 2
    return math.ceil(drawn / step) * step
