"""The yearly return: counted, checked, explained, signed with its figures kept, accepted or sent back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import Cast
from tests.plans.making import open_room
from zhijia.desks.officer import desk
from zhijia.kernel.day import frozen
from zhijia.plans.models import StatisticalYear, StatisticalYearRegister, YearlyReturn
from zhijia.plans.statistics import counting, figures, queries, services
from zhijia.plans.statistics.checks import CHECKS, Below, Figures, Finding, findings
from zhijia.plans.statistics.form import BY_CODE, FIELDS, MEASURES
from zhijia.registry import services as registry
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tally.sources import INDICATORS

TODAY = date(2026, 10, 20)
AFTER = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _day() -> Any:
    with frozen(TODAY):
        yield


def called(cast: Cast, **values: Any) -> StatisticalYear:
    """The city calls for the year that ended on 30 September 2026."""
    given = {"org": cast.orgs["city"], "due_on": date(2026, 10, 30), **values}
    made: StatisticalYear = registry.add(StatisticalYearRegister, given, by=cast.actor("city.officer"))
    return made


def opened(cast: Cast, year: StatisticalYear, union: str, by: str = "") -> YearlyReturn:
    return services.open_return(year, cast.orgs[union], by=cast.actor(by or f"{union}.officer"))


def step(cast: Cast, one: YearlyReturn, key: str, by: str, **more: Any) -> YearlyReturn:
    now = YearlyReturn.objects.select_related("org", "called").get(pk=one.pk)
    moved: YearlyReturn = registry.move(now, key, by=cast.actor(by), version=now.version, **more)
    return YearlyReturn.objects.select_related("org", "called").get(pk=moved.pk)


def signed(cast: Cast, year: StatisticalYear) -> YearlyReturn:
    """The gas company's return, signed by its chair."""
    one = step(cast, opened(cast, year, "gas"), "fill", "gas.officer")
    return step(cast, one, "sign", "gas.chair")


def zeros(**values: int) -> dict[str, int]:
    return dict.fromkeys(MEASURES, 0) | {code.replace("_", "."): n for code, n in values.items()}


def keys(found: list[Finding]) -> list[str]:
    return [one.key for one in found]


class TestForm:
    def test_each_field_is_counted_in_the_unit_it_names_or_by_nothing(self) -> None:
        assert len(BY_CODE) == len(FIELDS)
        for code, key in MEASURES.items():
            assert INDICATORS[key].unit == BY_CODE[code].unit, code
        assert all(not one.part_of or one.part_of in MEASURES for one in FIELDS)

    def test_the_year_is_the_one_that_is_over_and_keeps_the_day_it_was_called_on_before(
        self, cast: Cast
    ) -> None:
        one = called(cast)
        assert (one.year, one.starts_on, one.ends_on) == (2026, date(2025, 10, 1), date(2026, 9, 30))
        other = called(cast, starts_on=date(2024, 7, 1), due_on=date(2025, 7, 31))
        assert (other.year, other.ends_on) == (2025, date(2025, 6, 30))


class TestChecks:
    def test_a_part_above_its_whole_is_an_error(self) -> None:
        found = findings(Figures(zeros(**{"1_12": 5, "1_13": 6, "1_10": 9})))
        assert keys(found) == ["at_most:1.13:1.12"] and found[0].blocks

    def test_more_members_than_staff_is_to_be_explained(self) -> None:
        found = findings(Figures(zeros(**{"1_12": 9, "1_10": 8})))
        assert keys(found) == ["at_most:1.12:1.10"] and not found[0].blocks

    def test_people_helped_without_money_stand_out(self) -> None:
        found = findings(Figures(zeros(**{"6_02": 3, "6_03": 4})))
        assert keys(found) == ["together:6.02:6.04"]

    @pytest.mark.parametrize(("now", "found"), [(130, False), (131, True), (70, False), (69, True)])
    def test_a_jump_of_more_than_thirty_percent(self, now: int, found: bool) -> None:
        got = findings(Figures(zeros(**{"7_01": now}), before=zeros(**{"7_01": 100})))
        assert (keys(got) == ["jump:7.01"]) is found

    def test_a_few_more_or_a_first_figure_is_no_jump(self) -> None:
        assert not findings(Figures(zeros(**{"7_01": 14}), before=zeros(**{"7_01": 5})))
        assert not findings(Figures(zeros(**{"7_01": 500}), before=zeros()))

    def test_a_stock_is_last_years_and_what_came(self) -> None:
        before = zeros(**{"1_12": 100, "1_10": 500})
        fits = Figures(zeros(**{"1_12": 110, "1_10": 500, "1_16": 10}), before)
        assert not findings(fits)
        over = Figures(zeros(**{"1_12": 111, "1_10": 500, "1_16": 10}), before)
        assert keys(findings(over)) == ["flowing:1.12"]

    def test_entries_below_add_up_and_people_below_need_not(self) -> None:
        assert Below("1.01").adds_up and not Below("7.01").adds_up
        assert keys(findings(Figures(zeros(**{"1_01": 5}), below={"1.01": [3, 3]}))) == ["below:1.01"]
        assert not findings(Figures(zeros(**{"7_01": 5}), below={"7.01": [3, 3]}))
        assert keys(findings(Figures(zeros(**{"7_01": 5}), below={"7.01": [6]}))) == ["below:7.01"]

    def test_what_was_signed_below_is_held_against_what_is_counted(self) -> None:
        found = findings(Figures(zeros(**{"8_01": 3, "8_02": 3}), signed={"8.01": (2, 3)}))
        assert keys(found) == ["signed:8.01"] and "2" in found[0].text

    def test_each_check_has_a_key_of_its_own(self) -> None:
        assert len(set(CHECKS)) == len(CHECKS)


class TestFromOfficerToTheUnionAbove:
    def test_the_figures_are_kept_when_the_chair_signs_and_what_comes_later_stands_beside(
        self, cast: Cast
    ) -> None:
        open_room(cast, "gas", date(2026, 3, 1))
        open_room(cast, "gas", date(2025, 9, 30), number=1)
        one = signed(cast, called(cast))
        assert one.figures["8.02"] == [1, 1] and one.figures["8.01"] == [2, 2] and one.figures["1.12"][0] == 2
        assert one.checksum == counting.checksum("YC0102", one.called.period, one.figures)
        open_room(cast, "gas", date(2026, 4, 1), number=2)
        found = figures.since_signed(one, figures.seen(one).counts)
        assert {code: (each.signed, each.now) for code, each in found.items()} == {
            "8.01": (2, 3),
            "8.02": (1, 2),
        }
        assert YearlyReturn.objects.get(pk=one.pk).figures["8.02"] == [1, 1]
        one.figures["8.02"] = [9, 9]
        assert not figures.is_sound(one)

    def test_nothing_is_handed_on_while_the_year_runs(self, cast: Cast) -> None:
        year = called(cast, starts_on=date(2026, 1, 1), due_on=date(2027, 1, 31))
        with pytest.raises(Refused, match="2026-12-31"):
            step(cast, opened(cast, year, "gas"), "fill", "gas.officer")

    def test_a_finding_wants_words_about_these_very_figures(self, cast: Cast) -> None:
        cast.units["gas"].facts.update(staff=1)
        from zhijia.tally import services as tally

        tally.recount_all()
        one = opened(cast, called(cast), "gas")
        with pytest.raises(Refused, match="会员数"):
            step(cast, one, "fill", "gas.officer")
        key = "at_most:1.12:1.10"
        with pytest.raises(Refused, match="4"):
            services.explain(one, {key: "嗯"}, by=cast.actor("gas.officer"), version=one.version)
        told = services.explain(
            one,
            {key: "含退休保留会籍的会员。", "jump:9.99": "没有这一项"},
            by=cast.actor("gas.officer"),
            version=one.version,
        )
        assert told.explanations == {key: {"text": "含退休保留会籍的会员。", "of": "2|1"}}
        assert step(cast, told, "fill", "gas.officer").state == "filled"
        cast.units["gas"].facts.update(staff=0)
        tally.recount_all()
        with pytest.raises(Refused):
            step(cast, told, "sign", "gas.chair")

    def test_who_signs_and_who_accepts(self, cast: Cast) -> None:
        one = step(cast, opened(cast, called(cast), "gas"), "fill", "gas.officer")
        for who in ("gas.officer", "river.leader", "city.leader"):
            with pytest.raises(Forbidden):
                step(cast, one, "sign", who)
        one = step(cast, one, "sign", "gas.chair")
        for who in ("gas.chair", "city.officer", "hill.officer"):
            with pytest.raises(Forbidden):
                step(cast, one, "accept", who)
        assert step(cast, one, "accept", "river.officer").state == "accepted"
        back = step(cast, one, "send_back", "river.officer", reason="职工书屋数与现场不符")
        assert (back.state, back.returned_for, back.signed_on) == ("returned", "职工书屋数与现场不符", None)
        again = step(cast, step(cast, back, "fill", "gas.officer"), "sign", "gas.chair")
        assert again.state == "signed" and again.returned_for == ""

    def test_opened_twice_it_is_one(self, cast: Cast) -> None:
        year = called(cast)
        assert opened(cast, year, "gas").pk == opened(cast, year, "gas").pk
        with pytest.raises(Forbidden):
            opened(cast, year, "site", by="hill.officer")


class TestDeskAndOverview:
    def titles(self, cast: Cast, who: str, part: str) -> list[str]:
        return [
            f"{pile.title}={pile.count}" for pile in desk.page(cast.actor(who))[part] if "年报" in pile.title
        ]

    def test_due_then_late_then_silent_below(self, cast: Cast) -> None:
        year = called(cast)
        assert self.titles(cast, "gas.officer", "to_do") == ["待打开的统计年报=1"]
        signed(cast, year)
        assert self.titles(cast, "gas.officer", "to_do") == []
        assert self.titles(cast, "river.officer", "to_do") == ["接收 · 统计年报=1", "待打开的统计年报=1"]
        opened(cast, year, "farm")
        with frozen(AFTER):
            assert self.titles(cast, "farm.officer", "late") == ["核对完毕 · 统计年报=1"]
            rows = {
                row.org.code: row
                for row in queries.below(year, cast.orgs["city"], cast.actor("city.officer"))
            }
            river = rows["YC01"]
            assert (river.asked, river.signed, river.is_late, river.given) == (4, 1, True, None)
            late = {one.org.code: one.count for one in desk.page(cast.actor("city.officer"))["below"]}
            assert late == {"YC01": 3, "YC02": 3}

    def test_a_page_a_workbook_and_the_entries_beneath(self, cast: Cast, client: Any) -> None:
        open_room(cast, "gas", date(2026, 3, 1))
        browser = cast.login(client, "gas.officer")
        year = called(cast)
        made = browser.post(reverse("desks:return_open", args=[year.uid]), {"org": "YC0102"})
        one = YearlyReturn.objects.get()
        assert made.url == reverse("desks:return", args=[one.uid])
        shown = browser.get(made.url).content.decode()
        assert "本年新建职工书屋数" in shown and shown.count("无法填报：尚无台账") == len(FIELDS) - len(
            MEASURES
        )
        beneath = browser.get(reverse("desks:return_entries", args=[one.uid, "8.02"])).content.decode()
        assert "gas职工书屋0301-0" in beneath
        assert browser.get(reverse("desks:return_entries", args=[one.uid, "9.01"])).status_code == 404
        book = browser.get(reverse("desks:return_xlsx", args=[one.uid]))
        sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
        rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
        assert rows["8.02"][3] == 1 and rows["9.01"][6] == "无法填报：尚无台账"
        assert "YC0102" in str([row[0] for row in sheet.iter_rows(max_row=4, values_only=True)])
