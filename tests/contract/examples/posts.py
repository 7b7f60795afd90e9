"""Entries of posts, organisers and their yearly results."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import NO_NUMBER, SINCE, Cast
from tests.contract.example import DAY, Example, Values, added, at
from zhijia.directory import services as directory
from zhijia.directory.models import Organiser, Person
from zhijia.registry import services


def _somebody(cast: Cast, org: str, number: int) -> Any:
    """A person of a union of workers or of a federation."""
    values = {"org": cast.orgs[org], "name": f"任职者{number}", "phone": f"1380099{number:04d}", **NO_NUMBER}
    known = Person.objects.filter(name=values["name"], org=cast.orgs[org]).first()
    return known or services.add(Person.register, values, by=cast.actor("city.officer"))


def _tenure(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "person": _somebody(cast, "gas", number),
        "post": "committee",
        "chosen": "elected",
        "working": "part",
        "valid_from": DAY,
    }


def _two_chairs(cast: Cast) -> Any:
    TENURE.add(cast, 0, post="chair")
    return TENURE.add(cast, 1, post="chair")


def _same_post(cast: Cast) -> Any:
    TENURE.add(cast, 0)
    return TENURE.add(cast, 0)


def _organiser(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "person": _somebody(cast, "river", number),
        "work_number": f"YC01-{number:02}",
        "works_at": cast.orgs["gas"],
        "valid_from": SINCE + timedelta(days=number),
    }


def _twice_assigned(cast: Cast) -> Any:
    ORGANISER.add(cast, 0)
    return ORGANISER.add(cast, 0, works_at=cast.orgs["farm"], work_number="YC01-99")


def _in_the_hills(cast: Cast) -> Values:
    return {
        "org": cast.orgs["hill"],
        "works_at": cast.orgs["mill"],
        "person": _somebody(cast, "hill", 70),
        "work_number": "YC02-70",
    }


def _appraisal(cast: Cast, number: int) -> Values:
    return {
        "organiser": Organiser.objects.filter(work_number=f"YC01-{number:02}").first()
        or ORGANISER.add(cast, number),
        "year": DAY.year,
        "result": "competent",
        "happened_on": DAY,
    }


def _own_result(cast: Cast) -> Any:
    organiser = ORGANISER.add(cast, 3)
    directory.give_account(organiser.person, cast.users["river.officer"], by=cast.actor("city.officer"))
    return APPRAISAL.add(cast, 3, organiser=Organiser.objects.get(pk=organiser.pk))


def _judged_twice(cast: Cast) -> Any:
    first = APPRAISAL.add(cast, 0)
    return APPRAISAL.add(cast, 1, organiser=first.organiser)


TENURE = Example(
    "directory.tenure",
    "gas.officer",
    "gas",
    _tenure,
    {
        "refuse_before_founding": added("directory.tenure", valid_from=date(2001, 1, 1)),
        "refuse_term": added("directory.tenure", term_ends_on=DAY + timedelta(days=3000)),
        "refuse_half_left": added("directory.tenure", valid_to=DAY + timedelta(days=9)),
        "refuse_same_post": _same_post,
        "refuse_second_chair": _two_chairs,
    },
)
ORGANISER = Example(
    "directory.organiser",
    "river.officer",
    "river",
    _organiser,
    {
        "refuse_employer": added(
            "directory.organiser",
            org=at("gas"),
            by="gas.officer",
            person=lambda cast: _somebody(cast, "gas", 5),
        ),
        "refuse_outside": added("directory.organiser", by="city.officer", works_at=at("mill")),
        "refuse_unexplained_end": added("directory.organiser", valid_to=DAY),
        "refuse_second": _twice_assigned,
    },
    elsewhere=_in_the_hills,
)
APPRAISAL = Example(
    "directory.appraisal",
    "river.officer",
    "river",
    _appraisal,
    {
        "refuse_oneself": _own_result,
        "refuse_year": added("directory.appraisal", year=2010),
        "refuse_ungrounded": added("directory.appraisal", result="not"),
        "refuse_twice": _judged_twice,
    },
)
EXAMPLES = (TENURE, ORGANISER, APPRAISAL)
