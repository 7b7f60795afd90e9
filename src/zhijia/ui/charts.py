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
) -> Chart:
    """Bars of what was done each month, the running total as a line, the target as a dashed one.

    `labels` names "month", "done", "cumulative" and "target" in the reader's language; fen are drawn in yuan.
    """
    series = [_bars(str(labels["done"]), done, unit)]
    if cumulative:
        series.append(_line(str(labels["cumulative"]), cumulative, unit))
    if target is not None:
        series[-1] |= {"markLine": _mark(str(labels["target"]), target, unit), "animation": False}
    named = [str(one["name"]) for one in series]
    option = _frame(names=named)
    option["xAxis"] = _names_axis([str(month) for month in months])
    option["yAxis"] = _value_axis(units.name(unit), top=_reach(target, [*done, *cumulative], unit))
    option["series"] = series
    columns = [[_written(value, unit) for value in column] for column in (done, cumulative) if column]
    rows = [[str(month), *cells] for month, *cells in zip(months, *columns, strict=True)]
    return Chart(key, str(title), option, [str(labels["month"]), *named], rows, str(summary))


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
