"""One valid entry of the other registers of assistance, and for every rule something it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import SINCE, Cast, id_number, put_on_file
from tests.contract.example import DAY, Example, Values, added
from zhijia.kernel.day import today
from zhijia.registry import services
from zhijia.tree.models import Post

OFFICER = "gas.officer"


def woman(cast: Cast, number: int, **values: Any) -> Any:
    """A woman of the gas company who came from the country, the n-th; an odd `sequence` makes a man."""
    sequence = values.pop("sequence", 60)
    given = {
        "org": cast.orgs["gas"],
        "name": f"丁秀{number}",
        "id_number": id_number(date(1989, 3, 1) + timedelta(days=number), sequence),
        "phone": f"1350000{number:04d}",
        "migrant_worker": True,
        **values,
    }
    return put_on_file(given, cast.actor(OFFICER))


def woman_without_number(cast: Cast) -> Any:
    """Somebody of whom neither number nor sex is on file."""
    return woman(cast, 90, id_number="", no_id_reason="not_told")


def change(cast: Cast, entry: Any, **values: Any) -> Any:
    entry.refresh_from_db()
    return services.change(entry, values, by=cast.actor(OFFICER), version=entry.version)


def move(cast: Cast, entry: Any, key: str, by: str = OFFICER, **more: Any) -> Any:
    entry.refresh_from_db()
    return services.move(entry, key, by=cast.actor(by), version=entry.version, **more)


def child_number(number: int, year: int = 2012) -> str:
    """The number of a child, the n-th."""
    return id_number(date(year, 9, 1) + timedelta(days=number), 12 + 2 * number)


def _schooling(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "worker": cast.people["gao"],
        "student_name": f"高小苗{number}",
        "student_number": child_number(number),
        "school": "临江县第二中学",
        "stage": "junior",
        "year_of_study": 2,
        "school_year": 2025,
        "reason": "illness",
        "amount": 100_000 + number,
        "happened_on": DAY + timedelta(days=number),
        "note": f"第{number + 1}户，母亲常年服药",
    }


def _own_schooling(cast: Cast) -> Any:
    Post.objects.create(user=cast.users["wang"], org=cast.orgs["gas"], role="officer", valid_from=SINCE)
    return SCHOOLING.add(cast, by="wang", worker=cast.people["wang"])


def _approved(cast: Cast) -> Any:
    return move(cast, SCHOOLING.add(cast), "approve", by="gas.chair")


def _paid_too_early(cast: Cast) -> Any:
    values = {"paid_on": DAY - timedelta(days=1), "pay_way": "cash"}
    return move(cast, _approved(cast), "pay", values=values)


def _round(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "plan": "medical",
        "insurer": "云川市职工互助会",
        "policy_number": f"HZ2025-{number:03d}",
        "valid_from": DAY,
        "valid_to": date(2026, 4, 1),
        "premium": 6_000,
        "paid_by": "shared",
        "listed": 3,
    }


def medical(cast: Cast, number: int = 200, **values: Any) -> Any:
    """A round of medical mutual aid."""
    return ROUND.add(cast, number, **values)


def cancer(cast: Cast, number: int = 240, **values: Any) -> Any:
    """A round of cancer insurance."""
    return ROUND.add(cast, number, plan="cancer", **values)


def _enrolment(cast: Cast, number: int) -> Values:
    return {"round": medical(cast, 20 + number), "person": woman(cast, number)}


def _insurance(cast: Cast, number: int) -> Values:
    return {
        "round": cancer(cast, 140 + number),
        "person": woman(cast, number),
        "reason": "disaster",
        "file_number": f"KN2025{number:05d}",
    }


def _checkup(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "hospital": f"临江县妇幼保健院第{number + 1}门诊部",
        "happened_on": DAY + timedelta(days=number),
        "ends_on": DAY + timedelta(days=number),
        "place": "滨河路体检中心",
        "examinations": "妇科常规、彩超、宫颈筛查",
    }


def held(cast: Cast, number: int = 200, examined: int = 3, **values: Any) -> Any:
    """A check-up that was held."""
    return move(cast, CHECKUP.add(cast, number, **values), "hold", values={"examined": examined})


def _checked(cast: Cast, number: int) -> Values:
    return {"checkup": held(cast, 20 + number), "person": woman(cast, number)}


def _known_policy(cast: Cast) -> Any:
    medical(cast)
    return medical(cast, policy_number=" hz２０２５-２00 ")


def _list_too_short(cast: Cast) -> Any:
    one = medical(cast)
    for number in range(2):
        ENROLMENT.add(cast, number, round=one)
    return change(cast, one, listed=1)


def _changed_round(cast: Cast) -> Any:
    return change(cast, ENROLMENT.add(cast).round, plan="accident")


def _full_round(cast: Cast) -> Any:
    one = medical(cast, listed=1)
    ENROLMENT.add(cast, 0, round=one)
    return ENROLMENT.add(cast, 1, round=one)


def _enrolled_twice(cast: Cast) -> Any:
    first = ENROLMENT.add(cast)
    return ENROLMENT.add(cast, 1, person=first.person)


def _full_insurance(cast: Cast) -> Any:
    one = cancer(cast, listed=1)
    INSURANCE.add(cast, 0, round=one)
    return INSURANCE.add(cast, 1, round=one)


def _insured_twice(cast: Cast) -> Any:
    first = INSURANCE.add(cast)
    return INSURANCE.add(cast, 1, person=first.person)


def _ahead(cast: Cast) -> Any:
    day = today() + timedelta(days=5)
    return held(cast, happened_on=day, ends_on=day)


def _changed_checkup(cast: Cast) -> Any:
    return change(cast, CHECKED.add(cast).checkup, hospital="另一家医院")


def _full_checkup(cast: Cast) -> Any:
    one = held(cast, examined=1)
    CHECKED.add(cast, 0, checkup=one)
    return CHECKED.add(cast, 1, checkup=one)


SCHOOLING = Example(
    "assistance.schooling",
    OFFICER,
    "gas",
    _schooling,
    {
        "refuse_oneself": _own_schooling,
        "refuse_worker_as_student": lambda cast: SCHOOLING.add(
            cast, student_number=cast.people["gao"].id_number
        ),
        "refuse_age": added("assistance.schooling", stage="postgraduate"),
        "refuse_school_year": added("assistance.schooling", school_year=2022),
        "refuse_second_aid": lambda cast: [
            SCHOOLING.add(cast),
            SCHOOLING.add(cast, 1, student_number=child_number(0)),
        ],
        "refuse_above_standard": added("assistance.schooling", amount=200_001),
        "refuse_early_payment": _paid_too_early,
        "refuse_after_approval": lambda cast: change(cast, _approved(cast), amount=1),
        "refuse_half_payment": added("assistance.schooling", paid_on=DAY),
    },
)
ROUND = Example(
    "assistance.round",
    OFFICER,
    "gas",
    _round,
    {
        "refuse_period": added("assistance.round", valid_to=date(2031, 4, 1)),
        "refuse_known_policy": _known_policy,
        "refuse_too_short_list": _list_too_short,
        "refuse_changed_round": _changed_round,
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"], "insurer": "北山县职工互助站"},
)
ENROLMENT = Example(
    "assistance.enrolment",
    OFFICER,
    "gas",
    _enrolment,
    {
        "refuse_plan": lambda cast: ENROLMENT.add(cast, round=cancer(cast)),
        "refuse_outsider": lambda cast: ENROLMENT.add(cast, by="city.officer", person=cast.people["li"]),
        "refuse_full": _full_round,
        "follow_others": _enrolled_twice,
    },
)
INSURANCE = Example(
    "assistance.insurance",
    OFFICER,
    "gas",
    _insurance,
    {
        "refuse_plan": lambda cast: INSURANCE.add(cast, round=medical(cast)),
        "refuse_man": lambda cast: INSURANCE.add(cast, person=cast.people["gao"]),
        "refuse_not_in_hardship": added("assistance.insurance", file_number=""),
        "refuse_outsider": lambda cast: INSURANCE.add(cast, by="city.officer", person=cast.people["li"]),
        "refuse_full": _full_insurance,
        "refuse_insured": _insured_twice,
    },
)
CHECKUP = Example(
    "assistance.checkup",
    OFFICER,
    "gas",
    _checkup,
    {
        "refuse_days": added("assistance.checkup", ends_on=DAY - timedelta(days=1)),
        "refuse_ahead": _ahead,
        "refuse_number": added("assistance.checkup", examined=3),
        "refuse_changed_checkup": _changed_checkup,
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"], "hospital": "北山县人民医院"},
)
CHECKED = Example(
    "assistance.checked",
    OFFICER,
    "gas",
    _checked,
    {
        "refuse_not_held": lambda cast: CHECKED.add(cast, checkup=CHECKUP.add(cast)),
        "refuse_man": lambda cast: CHECKED.add(cast, person=woman(cast, 80, sequence=61)),
        "refuse_not_migrant": lambda cast: CHECKED.add(cast, person=woman(cast, 80, migrant_worker=False)),
        "refuse_outsider": lambda cast: CHECKED.add(
            cast,
            by="city.officer",
            person=_migrant_of_the_mill(cast),
        ),
        "refuse_full": _full_checkup,
    },
)


def _migrant_of_the_mill(cast: Cast) -> Any:
    given = {"org": cast.orgs["mill"], "name": "丁北山", "id_number": id_number(date(1990, 4, 4), 70)}
    return put_on_file(given | {"migrant_worker": True}, cast.actor("mill.officer"))


EXAMPLES = (SCHOOLING, ROUND, ENROLMENT, INSURANCE, CHECKUP, CHECKED)
