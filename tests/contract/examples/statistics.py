"""Statistical years and the returns given of them: valid ones, and for every rule what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import Example, Values
from tests.contract.examples.milestones import change, move
from zhijia.kernel.day import today
from zhijia.plans.models import StatisticalYear
from zhijia.registry import services
from zhijia.tree.actor import SYSTEM

OFFICER = "river.officer"


def first(number: int = 0) -> date:
    """The first day of a statistical year that is over, the newest for 0."""
    return date(today().year - 2 - number, 10, 1)


def year(cast: Cast, number: int = 0, *, union: str = "river", **values: Any) -> StatisticalYear:
    """A year the county federation called for; the same one when it did already."""
    org = cast.orgs[union]
    known = StatisticalYear.objects.filter(org=org, starts_on=first(number)).first()
    given = {
        "org": org,
        "starts_on": first(number),
        "due_on": today() + timedelta(days=30),
        **values,
    }
    return known or services.add(StatisticalYear.register, given, by=SYSTEM)


def _year(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "starts_on": first(number),
        "due_on": today() + timedelta(days=20 + number),
        "note": f"第{number + 1}次布置",
    }


def _return(cast: Cast, number: int) -> Values:
    return {"called": year(cast, number), "org": cast.orgs["gas"], "remarks": f"说明{number}"}


def _by_a_union_that_leads_none(cast: Cast) -> Any:
    return YEAR.add(cast, by="gas.officer", org=cast.orgs["gas"])


def _called_above(cast: Cast) -> Any:
    year(cast, union="city")
    return YEAR.add(cast)


def _due_in_the_year(cast: Cast) -> Any:
    return YEAR.add(cast, due_on=first() + timedelta(days=200))


def _not_asked(cast: Cast) -> Any:
    return RETURN.add(cast, by="city.officer", called=year(cast), org=cast.orgs["mill"])


def _remark_once_signed(cast: Cast) -> Any:
    one = RETURN.add(cast, by="gas.officer")
    move(cast, one, "fill", by="gas.officer")
    move(cast, one, "sign", by="gas.chair")
    return change(cast, one, by="gas.officer", remarks="改一个字")


def _elsewhere(cast: Cast) -> Values:
    return {"org": cast.orgs["hill"]}


def _return_elsewhere(cast: Cast) -> Values:
    return {"called": year(cast, 7, union="hill"), "org": cast.orgs["mill"]}


YEAR = Example(
    "plans.statisticalyear",
    OFFICER,
    "river",
    _year,
    {
        "refuse_not_leading": _by_a_union_that_leads_none,
        "refuse_called_in_line": _called_above,
        "refuse_due_too_soon": _due_in_the_year,
    },
    _elsewhere,
)
RETURN = Example(
    "plans.yearlyreturn",
    "gas.officer",
    "gas",
    _return,
    {"refuse_not_asked": _not_asked, "refuse_words_after_signing": _remark_once_signed},
    _return_elsewhere,
)
EXAMPLES = (YEAR, RETURN)
