"""Free check-ups: women migrant workers on the hospital's list, that they came and never what was found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.assistance.deeds import YEAR, checkup, counted, examine, person, refused, sql, stamped
from tests.cast import Cast
from zhijia.assistance.models import Checked, CheckUp
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.bulk import RowErrors, add_many
from zhijia.registry.errors import Forbidden
from zhijia.tally.queries import facts, gates_missing
from zhijia.tally.services import check

pytestmark = pytest.mark.django_db
WOMEN = """
    SELECT COUNT(DISTINCT w.person_id) FROM assistance_checked w
    JOIN assistance_checkup c ON c.id = w.checkup_id
    WHERE c.state = 'held' AND c.evidenced_at IS NOT NULL AND w.confirmed_at IS NOT NULL
      AND c.ends_on BETWEEN '2025-01-01' AND '2025-12-31'
"""


def move(cast: Cast, entry: Any, key: str, **more: Any) -> Any:
    entry.refresh_from_db()
    return services.move(entry, key, by=cast.actor("gas.officer"), version=entry.version, **more)


def test_a_woman_counts_with_the_hospital_s_list_and_her_own_word(cast: Cast) -> None:
    one = checkup(cast)
    entry = examine(cast, one, person(cast, 1))
    assert counted(cast, "wom_checkup") == (0, 1)
    (fact,) = facts("wom_checkup", cast.orgs["gas"].pk, YEAR)
    assert [gate.key for gate in gates_missing("wom_checkup", fact.missing)] == ["evidenced", "confirmed"]
    stamped(entry, "confirmed_at")
    assert counted(cast, "wom_checkup") == (0, 1)
    stamped(one, "evidenced_at")
    assert counted(cast, "wom_checkup") == counted(cast, "wom_checkup", "gas") == (1, 0)
    assert counted(cast, "wom_checkup", period=Period.year(2024)) == (0, 0) and not check()


def test_who_came_to_two_check_ups_counts_once(cast: Cast) -> None:
    who = person(cast, 1)
    for union in ("gas", "river"):
        one = stamped(checkup(cast, union=union), "evidenced_at")
        stamped(examine(cast, one, who), "confirmed_at")
    assert [counted(cast, "wom_checkup", key)[0] for key in ("gas", "river", "city")] == [1, 1, 1]
    assert sql(WOMEN) == 1


def test_it_counts_in_the_period_of_the_last_day(cast: Cast) -> None:
    one = checkup(cast, happened_on=date(2024, 12, 30), ends_on=date(2025, 1, 2))
    stamped(examine(cast, stamped(one, "evidenced_at"), person(cast, 1)), "confirmed_at")
    assert [counted(cast, "wom_checkup", period=Period.year(year))[0] for year in (2024, 2025)] == [0, 1]


@pytest.mark.parametrize(
    "values",
    [
        {"man": True},
        {"migrant_worker": False},
        {"id_number": "", "no_id_reason": "not_told"},
        {"union": "mill"},
    ],
)
def test_only_women_migrant_workers_of_the_union_stand_on_the_list(
    cast: Cast, values: dict[str, Any]
) -> None:
    assert set(refused(examine, cast, checkup(cast), person(cast, 1, **values))) == {"person"}
    assert not Checked.objects.exists()


def test_nobody_is_examined_at_what_was_not_held(cast: Cast) -> None:
    planned = checkup(cast, held=None)
    assert "checkup" in refused(examine, cast, planned, person(cast, 1))
    cancelled = move(cast, planned, "cancel", reason="医院改期")
    assert "checkup" in refused(examine, cast, cancelled, person(cast, 2))


def test_it_is_held_once_its_last_day_has_come_with_the_hospital_s_number(cast: Cast) -> None:
    day = today() + timedelta(days=1)
    ahead = checkup(cast, held=None, happened_on=day, ends_on=day)
    assert "ends_on" in refused(move, cast, ahead, "hold", values={"examined": 3})
    one = checkup(cast, held=None)
    assert "examined" in refused(move, cast, one, "hold", values={})
    assert "examined" in refused(checkup, cast, held=None, examined=5)
    assert move(cast, one, "hold", values={"examined": 3}).state == "held"


def test_no_more_women_than_the_hospital_has_seen(cast: Cast) -> None:
    one = checkup(cast, held=2)
    women = [person(cast, number) for number in range(3)]
    rows = [{"checkup": one, "person": who} for who in women]
    given = {"by": cast.actor("gas.officer"), "source": "名单.xlsx", "source_digest": "a"}
    with pytest.raises(RowErrors) as caught:
        add_many(Checked.register, rows, **given)
    assert {error.column for error in caught.value.errors} == {"checkup"}
    assert add_many(Checked.register, rows[:2], **given) == 2
    assert "checkup" in refused(examine, cast, one, women[2])
    by = cast.actor("gas.officer")
    assert "examined" in refused(services.change, one, {"examined": 1}, by=by, version=one.version)


def test_where_and_when_women_were_examined_stays(cast: Cast) -> None:
    one = checkup(cast)
    examine(cast, one, person(cast, 1))
    by = cast.actor("gas.officer")
    for name, value in {"hospital": "另一家", "happened_on": date(2025, 3, 6)}.items():
        assert name in refused(services.change, one, {name: value}, by=by, version=one.version)
    assert services.change(one, {"cost": 500_000}, by=by, version=one.version).cost == 500_000
    with pytest.raises(Forbidden):
        services.remove(CheckUp.objects.get(), by=by, reason="录错了")


def test_no_result_is_kept_anywhere() -> None:
    columns = {column.name for column in Checked._meta.concrete_fields}
    assert columns - {"checkup", "person"} == {
        "id",
        "uid",
        "org",
        "path",
        "version",
        "recorded_at",
        "recorded_by",
        "evidenced_at",
        "confirmed_at",
        "verified_at",
        "words",
        "happened_on",
        "state",
    }


def test_days_that_cannot_be_are_refused(cast: Cast) -> None:
    assert "ends_on" in refused(checkup, cast, ends_on=date(2025, 3, 4))
    assert "ends_on" in refused(checkup, cast, ends_on=date(2025, 4, 30))
