"""One valid entry of every register of honours, and for every rule something it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast, id_number
from tests.contract.example import DAY, Example, Values, added, covered_unit
from zhijia.directory.models import Person
from zhijia.registry import services

OFFICER = "gas.officer"


def veteran(cast: Cast, number: int, org: str = "gas") -> Any:
    """A worker of a union, the n-th."""
    given = {
        "org": cast.orgs[org],
        "name": f"石劳模{number}",
        "id_number": id_number(date(1970, 6, 1) + timedelta(days=number), 31),
        "phone": f"1340000{number:04d}",
    }
    return services.add(Person.register, given, by=cast.actor("city.officer"))


def _title(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "person": veteran(cast, number),
        "title": "model",
        "level": "provincial",
        "happened_on": date(2015, 4, 28),
        "document_number": "省政发〔2015〕12号",
        "work_state": "in_post",
        "workplace": "临江燃气有限公司",
        "health": "disabled",
    }


def change(cast: Cast, entry: Any, by: str = OFFICER, **values: Any) -> Any:
    entry.refresh_from_db()
    return services.change(entry, values, by=cast.actor(by), version=entry.version)


def move(cast: Cast, entry: Any, key: str, by: str = OFFICER, **more: Any) -> Any:
    entry.refresh_from_db()
    return services.move(entry, key, by=cast.actor(by), version=entry.version, **more)


def _survey(cast: Cast, number: int) -> Values:
    TITLE.add(cast, 60 + number)
    return {
        "org": cast.orgs["gas"],
        "title": f"{2018 + number}年劳模生活状况调查",
        "year": 2018 + number,
        "asked": "upper",
        "happened_on": date(2018 + number, 4, 1),
    }


def survey(cast: Cast, number: int = 7, **values: Any) -> Any:
    """A running survey at the gas company whose list has one model worker."""
    return SURVEY.add(cast, number, **values)


def listed_in(cast: Cast, one: Any) -> Any:
    """The first model worker a survey has to ask."""
    from zhijia.honours.queries import titles_asked

    return titles_asked(one).select_related("person").order_by("pk").first().person


def _answer(cast: Cast, number: int) -> Values:
    one = survey(cast, number)
    return {
        "survey": one,
        "person": listed_in(cast, one),
        "happened_on": one.happened_on + timedelta(days=3),
        "outcome": "visited",
        "pension": "employee",
        "medical": "resident",
        "housing": "unsafe",
        "income": "under_2000",
        "hardship": "illness",
        "note": f"希望安排第{number + 1}次体检",
    }


def finished(cast: Cast, number: int = 7) -> Any:
    """A finished survey with one answer."""
    answer = ANSWER.add(cast, number)
    values = {"finished_on": answer.happened_on + timedelta(days=9), "witness": answer.person}
    return move(cast, answer.survey, "finish", values=values)


def _left_out(cast: Cast) -> Any:
    answer = ANSWER.add(cast)
    TITLE.add(cast, 80)
    values = {"finished_on": answer.happened_on + timedelta(days=9), "witness": answer.person}
    return move(cast, answer.survey, "finish", values=values)


def _vouched_by_others(cast: Cast) -> Any:
    answer = ANSWER.add(cast)
    values = {"finished_on": answer.happened_on + timedelta(days=9), "witness": cast.people["gao"]}
    return move(cast, answer.survey, "finish", values=values)


def _second_survey(cast: Cast) -> Any:
    first = survey(cast)
    return SURVEY.add(cast, 0, year=first.year, happened_on=first.happened_on)


def _changed_survey(cast: Cast) -> Any:
    return change(cast, ANSWER.add(cast).survey, asked="all")


def _changed_answer(cast: Cast) -> Any:
    return change(cast, finished(cast).answers.get(), note="补充")


def _lost_before_awarded(cast: Cast) -> Any:
    entry = TITLE.add(cast)
    return move(cast, entry, "die", values={"ended_on": date(2001, 1, 1)})


def _commendation(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "recipient": "enterprise",
        "unit": cast.units["gas"],
        "award": "outstanding",
        "title": f"{2024 + number % 2}年度优秀企业",
        "level": ("municipal", "county", "provincial", "national")[number % 4],
        "issuer": "云川市总工会",
        "document_number": f"云工发〔2025〕{number + 1}号",
        "public_from": DAY + timedelta(days=number),
        "public_to": DAY + timedelta(days=number + 6),
        "happened_on": DAY + timedelta(days=number + 9 + 366 * (number // 4)),
        "witness": cast.people["gao"],
    }


TITLE = Example(
    "honours.modelworker",
    OFFICER,
    "gas",
    _title,
    {
        "refuse_too_young": added("honours.modelworker", happened_on=date(1980, 5, 1)),
        "refuse_second_title": lambda cast: TITLE.add(cast, 1, person=TITLE.add(cast).person),
        "refuse_end": _lost_before_awarded,
    },
)
SURVEY = Example(
    "honours.survey",
    OFFICER,
    "gas",
    _survey,
    {
        "refuse_other_year": added("honours.survey", year=2017),
        "refuse_second_survey": _second_survey,
        "refuse_nobody": added("honours.survey", asked="municipal"),
        "refuse_unfinished": _left_out,
        "refuse_witness": _vouched_by_others,
        "refuse_changed_survey": _changed_survey,
    },
    elsewhere=lambda cast: {"org": _hill_list(cast), "title": "北山纺织厂劳模调查"},
)
ANSWER = Example(
    "honours.surveyed",
    OFFICER,
    "gas",
    _answer,
    {
        "refuse_closed_survey": _changed_answer,
        "refuse_not_listed": lambda cast: ANSWER.add(cast, person=cast.people["gao"]),
        "refuse_half_answered": added("honours.surveyed", income=""),
        "refuse_early": added("honours.surveyed", happened_on=date(2018, 3, 1)),
    },
)
COMMENDATION = Example(
    "honours.commendation",
    "river.officer",
    "gas",
    _commendation,
    {
        "refuse_recipient": added("honours.commendation", recipient="union"),
        "refuse_no_enterprise": added(
            "honours.commendation",
            happened_on=date(2023, 12, 31),
            public_from=date(2023, 12, 1),
            public_to=date(2023, 12, 20),
        ),
        "refuse_not_covered": added("honours.commendation", unit=covered_unit("builder")),
        "refuse_publicity": added("honours.commendation", public_to=DAY + timedelta(days=1)),
        "refuse_second": lambda cast: [
            COMMENDATION.add(cast),
            COMMENDATION.add(cast, title="优秀企业"),
        ],
        "refuse_witness": lambda cast: COMMENDATION.add(cast, by="city.officer", witness=cast.people["li"]),
    },
)


def _hill_list(cast: Cast) -> Any:
    """The mill, with a model worker on its list."""
    TITLE.add(cast, 90, by="mill.officer", org=cast.orgs["mill"], person=veteran(cast, 91, "mill"))
    return cast.orgs["mill"]


EXAMPLES = (TITLE, SURVEY, ANSWER, COMMENDATION)
