"""Targets that are more than one number: for each county, for each quarter, over several years."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.plans.making import open_room, plan, target
from zhijia.kernel.day import frozen
from zhijia.kernel.period import Period
from zhijia.plans import queries, services
from zhijia.plans.models import Target
from zhijia.registry.errors import Refused

DAY = date(2026, 8, 10)


def at(cast: Cast, one: Target, org: str = "city", day: date = DAY) -> queries.Progress:
    node = cast.orgs[org].pk
    with frozen(day):
        return queries.progress(one, [node], as_of=day)[node]


def each(cast: Cast, **values: object) -> Target:
    """Every county opens two reading rooms."""
    with frozen(DAY):
        return target(cast, plan(cast), label="各县市区新建职工书屋", per="county", **values)


def test_a_target_for_each_county_counts_the_counties_that_reach_it(cast: Cast) -> None:
    one = each(cast)
    with frozen(DAY):
        for number, (union, day) in enumerate(
            [("gas", date(2026, 3, 1)), ("site", date(2026, 4, 1)), ("mill", date(2026, 5, 1))]
        ):
            open_room(cast, union, day, number=number)
    city = at(cast, one)
    assert (city.done, city.value, city.unit, city.is_rate) == (1, 2, "union", False)
    assert city.figure.counted == 3 and (city.promised, city.promised_unit) == (2, "place")
    parts = {part.name: (part.done, part.value, part.met) for part in city.per_child}
    assert parts == {"临江县总工会": (2, 2, True), "北山县总工会": (1, 2, False)}
    assert city.state == "behind" and not city.at_risk


def test_a_county_has_its_own_number_and_a_union_below_only_a_part(cast: Cast) -> None:
    one = each(cast)
    with frozen(DAY):
        open_room(cast, "gas", date(2026, 3, 1))
    river, gas = at(cast, one, "river"), at(cast, one, "gas")
    assert (river.done, river.value, river.per_child, river.unit) == (1, 2, (), "place")
    assert (gas.done, gas.state, gas.share) == (1, "part", None)


def test_a_county_just_under_its_value_does_not_count_for_the_city(cast: Cast) -> None:
    one = each(cast)
    with frozen(DAY):
        open_room(cast, "mill", date(2026, 3, 1))
        before = at(cast, one).done
        open_room(cast, "mill", date(2026, 3, 2), proven=False, number=1)
        claimed_only = at(cast, one).done
        open_room(cast, "mill", date(2026, 3, 3), number=2)
    assert (before, claimed_only, at(cast, one).done) == (0, 0, 1)


def test_the_sum_of_the_counties_is_not_what_is_promised(cast: Cast) -> None:
    """Four rooms in one county are twice two, yet only one county has its two."""
    one = each(cast)
    with frozen(DAY):
        for number in range(4):
            open_room(cast, "gas", date(2026, 3, 1 + number))
    city = at(cast, one)
    assert city.figure.counted == 4 and (city.done, city.state) == (1, "behind")


def test_every_quarter_needs_its_own(cast: Cast) -> None:
    with frozen(DAY):
        one = target(cast, plan(cast), value=1, every="quarter")
        open_room(cast, "gas", date(2026, 1, 15))
        open_room(cast, "gas", date(2026, 2, 15))
    city = at(cast, one)
    assert [part.name for part in city.quarters] == [f"2026年第{number}季度" for number in range(1, 5)]
    assert [part.state for part in city.quarters] == ["met", "failed", "behind", "ahead"]
    assert [part.met for part in city.quarters] == [True, False, False, False]
    assert (city.done, city.value, city.state, city.at_risk) == (1, 4, "behind", True)
    with frozen(DAY):
        open_room(cast, "mill", date(2026, 5, 1))
    mended = at(cast, one)
    assert (mended.done, mended.at_risk) == (2, False)
    assert at(cast, one, day=date(2026, 12, 31)).state == "failed"


def test_a_quarter_of_each_county(cast: Cast) -> None:
    with frozen(DAY):
        one = target(cast, plan(cast), value=1, per="county", every="half_year")
        open_room(cast, "gas", date(2026, 2, 1))
        open_room(cast, "gas", date(2026, 7, 1))
        open_room(cast, "mill", date(2026, 7, 1))
    city = at(cast, one)
    parts = {part.name: (part.done, part.value, part.met) for part in city.per_child}
    assert parts == {"临江县总工会": (2, 2, True), "北山县总工会": (1, 2, False)}
    assert (city.done, city.value) == (1, 2)


def test_a_target_of_three_years_counts_from_its_first_year_beside_its_slices(cast: Cast) -> None:
    with frozen(DAY):
        one = target(
            cast,
            plan(cast),
            value=6,
            starts_on=date(2025, 1, 1),
            ends_on=date(2027, 12, 31),
            slices="2025：2；2026: 3",
        )
        assert one.slices == "2025: 2; 2026: 3" and one.yearly == {2025: 2, 2026: 3}
        for day in (date(2025, 6, 1), date(2025, 7, 1), date(2026, 3, 1)):
            open_room(cast, "gas", day)
    city = at(cast, one)
    assert (city.done, city.value) == (3, 6)
    assert [(part.year, part.done, part.value, part.met) for part in city.slices] == [
        (2025, 2, 2, True),
        (2026, 1, 3, False),
    ]
    assert [(part.year, part.done) for part in city.years] == [(2025, 2), (2026, 1), (2027, None)]
    assert at(cast, one, "river").slices == ()


@pytest.mark.parametrize(
    ("slices", "said"),
    [("2029: 5", "2029"), ("2026 五家", "五家"), ("2026: 1; 2026: 2", "2026"), ("2026: 1e5", "1e5")],
)
def test_slices_that_cannot_be_are_refused(cast: Cast, slices: str, said: str) -> None:
    with frozen(DAY), pytest.raises(Refused) as refused:
        target(cast, plan(cast), confirmed=False, slices=slices)
    assert said in str(refused.value.messages["slices"])
    assert not Target.objects.exists()


def test_a_promise_for_each_enterprise_is_not_followed_by_a_sum(cast: Cast) -> None:
    with frozen(DAY):
        one = target(cast, plan(cast), per="enterprise", confirmed=False)
        with pytest.raises(Refused) as refused:
            services.confirm(one, indicator="read_new", by=cast.actor("city.officer"), version=one.version)
    assert "indicator" in refused.value.messages


@pytest.mark.parametrize(
    ("every", "count"), [("week", 53), ("month", 12), ("quarter", 4), ("half_year", 2), ("year", 1)]
)
def test_the_stretches_cover_the_targets_time_once(every: str, count: int) -> None:
    one = Target(every=every, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    found = queries.stretches(one)
    assert len(found) == count
    assert found[0].start == date(2026, 1, 1) and found[-1].last == date(2026, 12, 31)
    assert all(a.end == b.start for a, b in itertools.pairwise(found))


def test_stretches_are_cut_at_the_ends_of_the_target() -> None:
    one = Target(every="quarter", starts_on=date(2026, 2, 10), ends_on=date(2026, 8, 3))
    assert queries.stretches(one) == [
        Period(date(2026, 2, 10), date(2026, 4, 1)),
        Period(date(2026, 4, 1), date(2026, 7, 1)),
        Period(date(2026, 7, 1), date(2026, 8, 4)),
    ]


def test_many_targets_cost_as_many_queries_as_few(cast: Cast) -> None:
    def asked(targets: Collection[Target]) -> int:
        with frozen(DAY), CaptureQueriesContext(connection) as seen:
            queries.progress_of(targets, [cast.orgs["city"].pk], as_of=DAY)
        return len(seen)

    with frozen(DAY):
        where = plan(cast)
        made = [target(cast, where, label=f"目标{n}", per="county") for n in range(3)]
    assert asked(made) == asked(made[:1])
