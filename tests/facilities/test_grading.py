"""Model reading rooms: named by a union above, by a decision with a day that no later grade moves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import Cast
from zhijia.facilities.models import ReadingRoom
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.policy import above
from zhijia.registry.register import register
from zhijia.tally.queries import figure
from zhijia.tally.services import check
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db
OPENED_ON, NAMED_ON = date(2023, 4, 23), date(2025, 6, 10)
DECISION = {
    "grade": "municipal",
    "graded_on": NAMED_ON,
    "graded_by": "云川市总工会",
    "grade_document": "云工发〔2025〕31号",
}


def room(cast: Cast, by: str = "gas.officer", **values: Any) -> Any:
    given = {
        "org": cast.orgs["gas"],
        "name": "燃气公司职工书屋",
        "address": "滨河路8号",
        "happened_on": OPENED_ON,
        "witness": cast.people["gao"],
        **values,
    }
    return services.add(ReadingRoom.register, given, by=cast.actor(by))


def step(cast: Cast, entry: Any, key: str = "grade", by: str = "river.officer", **values: Any) -> Any:
    entry.refresh_from_db()
    reason = "复核" if key == "regrade" else ""
    given = {"by": cast.actor(by), "version": entry.version, "reason": reason}
    return services.move(entry, key, values=DECISION | values, **given)


def stamped(entry: Any, *names: str) -> Any:
    return services.stamp(entry, {name: timezone.now() for name in names}, by=SYSTEM, verb="stamp")


def counted(cast: Cast, period: Period, key: str = "read_model_new") -> tuple[int, int]:
    found = figure(key, cast.orgs["city"].pk, period)
    return found.counted, found.claimed - found.counted


def refused(call: Any, *args: Any, **kwargs: Any) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return {name: " ".join(map(str, said)) for name, said in caught.value.messages.items()}


def test_a_room_named_by_the_county_is_one_new_model_room(cast: Cast) -> None:
    entry = room(cast)
    assert counted(cast, Period.year(2025)) == (0, 0)
    entry = step(cast, entry)
    assert (entry.state, entry.grade) == ("open", "municipal")
    assert counted(cast, Period.year(2025)) == (0, 1)
    entry = stamped(entry, "evidenced_at")
    assert counted(cast, Period.year(2025)) == (0, 1)
    stamped(entry, "confirmed_at")
    assert counted(cast, Period.year(2025)) == counted(cast, Period.month(2025, 6)) == (1, 0)
    assert counted(cast, Period.year(2023)) == (0, 0), "opened that year, but no model room yet"
    assert counted(cast, Period.year(2023), "read_new") == (1, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM facilities_readingroom WHERE graded_on BETWEEN '2025-01-01' AND '2025-12-31'"
            " AND evidenced_at IS NOT NULL AND confirmed_at IS NOT NULL AND state IN ('open', 'closed')"
        )
        assert cursor.fetchone() == (1,)
    assert not check()


def test_a_higher_grade_is_no_new_model_room_and_moves_no_day(cast: Cast) -> None:
    entry = stamped(step(cast, room(cast)), "evidenced_at", "confirmed_at")
    entry = step(cast, entry, "regrade", grade="provincial")
    assert (entry.grade, entry.graded_on) == ("provincial", NAMED_ON)
    assert counted(cast, Period.year(2025)) == (1, 0)
    entry = step(cast, entry, "regrade", grade="ordinary")
    assert entry.grade == "ordinary" and counted(cast, Period.year(2025)) == (1, 0), (
        "it was named all the same"
    )
    by = cast.actor("river.officer")
    moved = {"graded_on": date(2024, 1, 1)}
    assert "graded_on" in refused(services.change, entry, moved, by=by, version=entry.version)


@pytest.mark.parametrize("by", ["gas.officer", "gas.chair", "farm.officer", "hill.officer", "wang"])
def test_nobody_but_a_union_above_names_it(cast: Cast, by: str) -> None:
    entry = room(cast)
    with pytest.raises(Forbidden):
        step(cast, entry, by=by)
    assert step(cast, entry, by="city.leader").grade == "municipal"


def test_the_own_officer_gives_no_grade_by_any_detour(cast: Cast) -> None:
    assert "grade" in refused(room, cast, grade="municipal")
    assert "graded_on" in refused(room, cast, graded_on=NAMED_ON)
    entry, by = room(cast), cast.actor("gas.officer")
    for name, value in DECISION.items():
        assert name in refused(services.change, entry, {name: value}, by=by, version=entry.version)
    entry = step(cast, entry)
    assert "grade" in refused(services.change, entry, {"grade": "national"}, by=by, version=entry.version)
    assert services.change(entry, {"seats": 30}, by=by, version=entry.version).grade == "municipal"


def test_whoever_recorded_the_room_does_not_name_it(cast: Cast) -> None:
    entry = room(cast, by="river.officer")
    with pytest.raises(Forbidden):
        step(cast, entry, by="river.officer")
    assert step(cast, entry, by="river.leader").graded_on == NAMED_ON


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"grade": "ordinary"}, "grade"),
        ({"graded_on": date(2023, 4, 22)}, "graded_on"),
        ({"graded_on": None}, "graded_on"),
        ({"graded_by": ""}, "graded_by"),
        ({"grade_document": " "}, "grade_document"),
        ({"grade": "national"}, "volumes"),
    ],
)
def test_a_grading_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    entry = room(cast)
    assert field in refused(step, cast, entry, **values)
    assert ReadingRoom.objects.get().grade == "ordinary"


def test_a_grade_of_before_days_were_asked_for_stands_and_counts_once_graded(cast: Cast) -> None:
    entry = stamped(room(cast), "evidenced_at", "confirmed_at")
    entry = services.stamp(entry, {"grade": "provincial"}, by=SYSTEM, verb="stamp")
    entry = services.change(entry, {"seats": 30}, by=cast.actor("gas.officer"), version=entry.version)
    assert entry.grade == "provincial" and counted(cast, Period.year(2025)) == (0, 0)
    assert step(cast, entry, grade="provincial").graded_on == NAMED_ON
    assert counted(cast, Period.year(2025)) == (1, 0)


def test_a_room_offers_the_step_that_fits_and_its_form_asks_for_no_grade(cast: Cast) -> None:
    entry, county = room(cast), cast.actor("river.leader")
    of = register("facilities.readingroom")
    assert [move.key for move in of.moves_for(entry, county)] == ["grade"]
    assert [move.key for move in of.moves_for(step(cast, entry), county)] == ["regrade"]
    made = of.form_class(of, cast.actor("gas.officer"), entry=entry)
    assert not set(DECISION) & set(made.fields)


def test_above_is_strictly_above(cast: Cast) -> None:
    rule, entry = above("officer"), room(cast)
    allowed = {
        key: bool(rule.test(cast.actor(key), entry))
        for key in ("gas.officer", "river.officer", "city.officer")
    }
    assert allowed == {"gas.officer": False, "river.officer": True, "city.officer": True}
    assert not rule.test(cast.actor("hill.officer"), entry) and not rule.ever(cast.actor("stranger"))
    fresh = ReadingRoom(org=cast.orgs["gas"], path=cast.orgs["gas"].path)
    assert rule.test(cast.actor("river.officer"), fresh) and not rule.test(cast.actor("gas.officer"), fresh)
