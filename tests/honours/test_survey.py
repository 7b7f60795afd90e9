"""Surveys of model workers' living: nobody on the list left out, each answer at its own union, one voice for all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.honours.lists import (
    BEGUN,
    FINISHED,
    SAID,
    answer,
    counted,
    finish,
    refused,
    sql,
    stamped,
    survey,
    title,
    veteran,
)
from zhijia.honours.models import Survey, Surveyed
from zhijia.honours.queries import not_reached
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.cells import cell
from zhijia.registry.errors import Forbidden
from zhijia.tally.queries import facts, gates_missing

pytestmark = pytest.mark.django_db
NO_ANSWERS = dict.fromkeys(("pension", "medical", "housing", "income", "hardship"), "")
SURVEYS = """
    SELECT COUNT(*) FROM honours_survey
    WHERE state = 'finished' AND evidenced_at IS NOT NULL AND confirmed_at IS NOT NULL
      AND finished_on BETWEEN '2025-01-01' AND '2025-12-31'
"""


@pytest.fixture
def three(cast: Cast) -> list[Any]:
    """Two model workers of the gas company and one of the mill."""
    people = [veteran(cast, 1), veteran(cast, 2), veteran(cast, 3, union="mill")]
    for who in people[:2]:
        title(cast, who)
    title(cast, people[2], union="mill", level="national", title="advanced")
    return people


def test_a_survey_that_asked_everybody_is_one(cast: Cast, three: list[Any]) -> None:
    one = survey(cast)
    for who in three:
        answer(cast, one, who)
    assert counted(cast, "honours_survey") == (0, 0), "a running one is none yet"
    one = finish(cast, one, three[0])
    assert counted(cast, "honours_survey") == (0, 1)
    (fact,) = facts("honours_survey", cast.orgs["city"].pk, Period.year(2025))
    assert [gate.key for gate in gates_missing("honours_survey", fact.missing)] == ["evidenced", "confirmed"]
    one = stamped(one, "evidenced_at")
    assert counted(cast, "honours_survey") == (0, 1)
    one = stamped(one, "confirmed_at")
    assert counted(cast, "honours_survey") == (1, 0) == (sql(SURVEYS), 0)
    months = [counted(cast, "honours_survey", period=Period.month(2025, month))[0] for month in (4, 5)]
    assert months == [0, 1], "it counts when it is finished, not when it began"
    services.move(one, "reopen", by=cast.actor("city.officer"), version=one.version, reason="漏了一户")
    assert counted(cast, "honours_survey") == (0, 0)


def test_nobody_on_the_list_is_left_out_without_a_reason(cast: Cast, three: list[Any]) -> None:
    one = survey(cast)
    answer(cast, one, three[0])
    said = refused(finish, cast, one, three[0])["finished_on"]
    assert "2" in said and three[1].name in said and three[2].name in said
    assert not_reached(one) == sorted(who.name for who in three[1:])
    answer(cast, one, three[1], outcome="not_reached", explanation="随子女在外省居住，电话停机", **NO_ANSWERS)
    answer(cast, one, three[2])
    assert finish(cast, one, three[0]).state == "finished"


def test_who_has_died_or_lost_the_title_or_another_level_is_not_asked(cast: Cast, three: list[Any]) -> None:
    one = survey(cast)
    title(cast, veteran(cast, 7), level="municipal")
    title(cast, veteran(cast, 8), happened_on=date(2025, 4, 29))
    gone = title(cast, veteran(cast, 9))
    values = {"ended_on": date(2025, 4, 10)}
    services.move(gone, "die", by=cast.actor("gas.officer"), version=gone.version, values=values)
    assert len(not_reached(one)) == 3
    answer(cast, one, three[0])
    assert "person" in refused(answer, cast, one, gone.person)


def test_somebody_with_two_titles_is_asked_once(cast: Cast, three: list[Any]) -> None:
    title(cast, three[0], title="medal", level="national")
    one = survey(cast)
    assert len(not_reached(one)) == 3
    answer(cast, one, three[0])
    assert refused(answer, cast, one, three[0])
    assert len(not_reached(one)) == 2


def test_each_union_records_and_sees_its_own(cast: Cast, three: list[Any]) -> None:
    one = survey(cast)
    assert Survey.register.visible(cast.actor("mill.officer")).get() == one
    own = answer(cast, one, three[2], by="mill.officer")
    assert own.org == cast.orgs["mill"]
    with pytest.raises(Forbidden):
        answer(cast, one, three[0], by="mill.officer")
    other = answer(cast, one, three[0], by="gas.officer")
    assert list(Surveyed.register.visible(cast.actor("mill.officer"))) == [own]
    assert set(Surveyed.register.visible(cast.actor("city.officer"))) == {own, other}


def test_circumstances_are_masked_for_all_but_the_person(cast: Cast) -> None:
    title(cast, cast.people["wang"])
    entry = answer(cast, survey(cast), cast.people["wang"], hardship="illness", note="想安排一次体检")
    for key in ("gas.officer", "city.leader"):
        for name in ("housing", "income", "hardship", "note"):
            assert cell(Surveyed.register, entry, name, cast.actor(key)).masked
    assert cell(Surveyed.register, entry, "note", cast.actor("wang")).text == "想安排一次体检"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"income": ""}, "income"),
        ({"outcome": "not_reached"}, "pension"),
        ({"outcome": "not_reached", "explanation": "忙", **NO_ANSWERS}, "explanation"),
        ({"happened_on": date(2025, 3, 31)}, "happened_on"),
        ({"housing": "castle"}, "housing"),
    ],
)
def test_half_an_answer_is_none(cast: Cast, three: list[Any], values: dict[str, Any], field: str) -> None:
    one = survey(cast)
    assert field in refused(answer, cast, one, three[0], **values)
    assert not Surveyed.objects.exists()


def test_a_finished_survey_stays_as_it_is(cast: Cast, three: list[Any]) -> None:
    one = survey(cast)
    entries = [answer(cast, one, who) for who in three]
    finish(cast, one, three[0])
    by = cast.actor("city.officer")
    entry = Surveyed.objects.get(pk=entries[0].pk)
    assert "survey" in refused(services.change, entry, {"income": "above"}, by=by, version=entry.version)
    late = veteran(cast, 5)
    title(cast, late)
    one.refresh_from_db()
    assert "survey" in refused(answer, cast, one, late)


def test_whoever_vouches_was_asked_and_did_not_record(cast: Cast, three: list[Any]) -> None:
    one = survey(cast)
    for who in three[1:]:
        answer(cast, one, who)
    answer(cast, one, three[0], outcome="not_reached", explanation="住院治疗不便打扰", **NO_ANSWERS)
    assert "witness" in refused(finish, cast, one, three[0]), "not reached, so not asked"
    assert "witness" in refused(finish, cast, one, cast.people["gao"])
    assert "witness" in refused(survey, cast, asked="all", witness=three[1])
    assert finish(cast, one, three[1]).witness == three[1]


def test_a_survey_has_somebody_to_ask_and_comes_once_a_year(cast: Cast, three: list[Any]) -> None:
    assert "asked" in refused(survey, cast, asked="municipal")
    assert "happened_on" in refused(survey, cast, year=2024)
    survey(cast)
    assert BEGUN.isoformat() in refused(survey, cast, title="又一次调查")["asked"]
    assert survey(cast, year=2024, happened_on=date(2024, 4, 1)).pk
    assert survey(cast, union="gas").pk, "another union's own"


def test_days_and_levels_stay_once_somebody_was_asked(cast: Cast, three: list[Any]) -> None:
    one = survey(cast)
    answer(cast, one, three[0])
    by = cast.actor("city.officer")
    for name, value in {"asked": "national", "happened_on": date(2025, 4, 2)}.items():
        assert name in refused(services.change, one, {name: value}, by=by, version=one.version)
    assert "finished_on" in refused(finish, cast, one, three[0], on=date(2025, 3, 1))


def test_only_those_above_begin_and_finish_it(cast: Cast, three: list[Any]) -> None:
    given = {"org": cast.orgs["city"], "title": "调查", "year": 2025, "asked": "upper", "happened_on": BEGUN}
    with pytest.raises(Forbidden):
        services.add(Survey.register, given, by=cast.actor("mill.officer"))
    one = survey(cast)
    for who in three:
        answer(cast, one, who, **SAID)
    with pytest.raises(Forbidden):
        finish(cast, one, three[0], by="river.leader")
    assert finish(cast, one, three[0], on=FINISHED).finished_on == FINISHED
