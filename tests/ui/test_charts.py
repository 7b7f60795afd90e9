"""Charts: the drawing and its table say the same."""

from __future__ import annotations

import json

import pytest

from zhijia.ui import charts

WORDS = {
    "month": "month",
    "done": "done",
    "cumulative": "total",
    "target": "target",
    "place": "place",
    "value": "rate",
}


def test_a_trend_draws_bars_running_total_and_target_and_tells_them_in_its_table() -> None:
    chart = charts.monthly_trend(
        "k",
        title="t",
        months=["1", "2"],
        done=[3, 4],
        cumulative=[3, 7],
        target=21,
        unit="place",
        labels=WORDS,
    )
    bars, line = chart.option["series"]
    assert bars["data"] == [3, 4]
    assert line["data"] == [3, 7]
    assert line["markLine"]["data"][0]["yAxis"] == 21
    assert chart.head == ["month", "done", "total"]
    assert chart.rows == [["1", "3", "3"], ["2", "4", "7"]]


def test_the_axis_reaches_a_target_that_lies_above_everything_done() -> None:
    chart = charts.monthly_trend("k", title="t", months=["1"], done=[3], target=3600, labels=WORDS)
    assert chart.option["yAxis"]["max"] >= 3600
    reached = charts.monthly_trend("k", title="t", months=["1"], done=[4000], target=3600, labels=WORDS)
    assert "max" not in reached.option["yAxis"]


def test_money_is_drawn_in_yuan_and_written_like_money() -> None:
    chart = charts.monthly_trend("k", title="t", months=["1"], done=[123456], unit="fen", labels=WORDS)
    assert chart.option["series"][0]["data"] == [1234.56]
    assert chart.rows[0][1] == "1,234.56"


def test_children_stand_highest_first_and_those_without_base_last_without_a_bar() -> None:
    chart = charts.children(
        "k", title="t", names=["a", "b", "c"], values=[64.9, None, 88.0], target=80, unit="%", labels=WORDS
    )
    assert [row[0] for row in chart.rows] == ["c", "a", "b"]
    assert [bar["value"] for bar in chart.option["series"][0]["data"]] == [88.0, 64.9, None]
    assert chart.rows[2][1] == "—"
    assert chart.option["xAxis"]["max"] == 100
    assert chart.lines == 3


def test_names_and_values_must_come_in_pairs() -> None:
    with pytest.raises(ValueError):
        charts.children("k", title="t", names=["a"], values=[1, 2], labels=WORDS)


def test_an_empty_comparison_is_drawn_empty() -> None:
    chart = charts.children("k", title="t", names=[], values=[], target=80, unit="%", labels=WORDS)
    assert chart.rows == []


def test_options_are_plain_data_without_html_tooltips() -> None:
    chart = charts.monthly_trend("k", title="t", months=["1"], done=[1], target=2, labels=WORDS)
    json.dumps(chart.option)
    assert chart.option["tooltip"]["renderMode"] == "richText"
    assert chart.option["aria"]["enabled"]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [charts.BLUE, charts.RED, charts.GREEN, charts.GREY, charts.INK])
def test_every_colour_of_a_chart_stands_out_from_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5
