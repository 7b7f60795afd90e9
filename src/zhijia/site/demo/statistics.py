"""The yearly return in the demonstration: called for by the city, signed, sent back, open, explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhijia.kernel.day import frozen
from zhijia.plans.models import StatisticalYear, StatisticalYearRegister, YearlyReturn
from zhijia.plans.statistics import figures
from zhijia.plans.statistics import services as statistics
from zhijia.registry import services
from zhijia.site.demo import cast
from zhijia.site.demo.places import CITY_CODE, FARM, GAS, SITE
from zhijia.site.demo.size import Days
from zhijia.tree.models import Org

RIVER = "YC01"
#: the union, its officer, who signs, who takes it
LAST_YEAR = (
    (GAS, "gas.officer", "gas.chair", "river.officer"),
    (SITE, "liu", "liu", "river.officer"),
    (RIVER, "river.officer", "river.leader", "city.officer"),
)
WORDS = "统计年度内补录了历史记录，已与原始台账核对无误。"


@dataclass
class Returns:
    """The returns of one statistical year, from the day it was called for."""

    called: StatisticalYear
    on: date
    last: date

    def day(self, later: int) -> date:
        return min(self.on + timedelta(days=later), self.last)

    def open(self, code: str, by: str, later: int) -> YearlyReturn:
        with frozen(self.day(later)):
            org = Org.objects.get(code=code)
            return statistics.open_return(self.called, org, by=cast.acts(by))

    def step(self, one: YearlyReturn, key: str, by: str, later: int, **more: Any) -> YearlyReturn:
        """A step of a return as it stands; one whose figures hold an error stays open."""
        with frozen(self.day(later)):
            now = YearlyReturn.objects.select_related("org", "called").get(pk=one.pk)
            if now.state == "open" and key != "fill":
                return now
            services.move(now, key, by=cast.acts(by), version=now.version, **more)
        return one

    def fill(self, code: str, by: str, later: int) -> YearlyReturn:
        """Opened, every finding explained, checked; left open where an error stands."""
        one = self.open(code, by, later)
        with frozen(self.day(later)):
            found = figures.seen(one)
            words = {each.key: WORDS for each in found.unexplained}
            one = statistics.explain(one, words, by=cast.acts(by), version=one.version)
        if not any(each.blocks for each in found.findings):
            self.step(one, "fill", by, later)
        return one


def load(days: Days, city: Org) -> None:
    """The newest statistical year that is over by the last day, and the one before where accounts reach back."""
    newest = days.year if days.last > date(days.year, 9, 30) else days.year - 1
    if newest == days.year:
        _given(_called(newest - 1, days, city))
    _running(_called(newest, days, city), days)


def _called(year: int, days: Days, city: Org) -> Returns:
    on = min(date(year, 10, 8), days.last)
    due = date(year, 10, 30) if year < days.year - 1 or on < date(days.year, 1, 1) else days.last
    with frozen(on):
        values = {
            "org": city,
            "starts_on": date(year - 1, 10, 1),
            "due_on": max(due, on) + timedelta(days=12),
            "note": "数字由系统统计，各单位核对后由工会主席签字报送；变动较大的请写明原因。",
        }
        called = services.add(StatisticalYearRegister, values, by=cast.acts("city.officer"))
    return Returns(called, on, days.last)


def _given(year: Returns) -> None:
    """Signed by those who have accounts for it, and accepted."""
    for place, (code, officer, chair, above) in enumerate(LAST_YEAR):
        one = year.fill(code, officer, 3 + place)
        year.step(one, "sign", chair, 5 + place)
        year.step(one, "accept", above, 7 + place)
    one = year.fill(CITY_CODE, "city.officer", 12)
    year.step(one, "sign", "city.leader", 14)


def _running(year: Returns, days: Days) -> None:
    """One accepted, one sent back, one waiting for a chair, two just opened; the rest is silent."""
    gas = year.fill(GAS, "gas.officer", 4)
    year.step(gas, "sign", "gas.chair", 6)
    year.step(gas, "accept", "river.officer", 8)
    site = year.fill(SITE, "liu", 5)
    year.step(site, "sign", "liu", 6)
    year.step(site, "send_back", "river.officer", 9, reason="培训人数与县里掌握的不一致，请核对后重新签字。")
    year.fill(FARM, "farm.officer", 7)
    year.open(RIVER, "river.officer", 10)
    year.open(CITY_CODE, "city.officer", 12)
