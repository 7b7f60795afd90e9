"""Applications, transfers and notices of leaving: what workers and unions ask of each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast, id_number
from tests.contract.example import DAY, Example, Values, added, at
from tests.contract.examples.directory import PERSON
from zhijia.directory import services as directory
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org


def _newcomer(cast: Cast, number: int) -> Any:
    """Somebody on file at the gas company who is no member."""
    return PERSON.add(cast, number, id_number=id_number(date(1993, 5, 1) + timedelta(days=number), 300))


def _member(cast: Cast, number: int) -> Any:
    person = _newcomer(cast, number)
    directory.join(person, union=cast.orgs["gas"], on=DAY, by=cast.actor("gas.officer"))
    return person


def _application(cast: Cast, number: int) -> Values:
    person = _newcomer(cast, number)
    return {"org": cast.orgs["gas"], "person": person, "workplace": "抢修班", "happened_on": DAY}


def _branch(cast: Cast) -> Any:
    """A branch inside the gas company's union, founded once."""
    values = {"code": "YC010209", "name": "燃气公司客服分工会", "kind": OrgKind.BRANCH, "set_up": "single"}
    values |= {"approved_by": cast.orgs["gas"], "founded_on": DAY}
    known = Org.objects.filter(code=values["code"]).first()
    return known or directory.found_union(values, by=cast.actor("gas.officer")).org


def _transfer(cast: Cast, number: int) -> Values:
    return {"person": _member(cast, number), "to": _branch(cast), "happened_on": DAY, "note": "换了工作"}


def _leaving(cast: Cast, number: int) -> Values:
    return {"org": cast.orgs["gas"], "person": _member(cast, number), "happened_on": DAY}


def _twice(example: Example) -> Any:
    def attempt(cast: Cast) -> Any:
        first = example.add(cast)
        values = example.values(cast, 1) | {"person": first.person}
        return example.add(cast, 2, **values)

    return attempt


def _closed(cast: Cast) -> Any:
    org = cast.orgs["gas"]
    org.closed_on = DAY
    return APPLICATION.add(cast, org=org)


APPLICATION = Example(
    "directory.application",
    "gas.officer",
    "gas",
    _application,
    {
        "refuse_kind": added("directory.application", org=at("river"), by="river.officer"),
        "refuse_closed_union": _closed,
        "refuse_member": added("directory.application", person=lambda cast: cast.people["gao"]),
        "refuse_borrowed_word": added("directory.application", came_by="self"),
    },
)
TRANSFER = Example(
    "directory.transfer",
    "gas.officer",
    "gas",
    _transfer,
    {
        "refuse_place": added("directory.transfer", to=at("river")),
        "refuse_borrowed_word": added("directory.transfer", came_by="owned"),
    },
)
LEAVING = Example(
    "directory.leaving",
    "gas.officer",
    "gas",
    _leaving,
    {
        "refuse_no_member": added("directory.leaving", person=lambda cast: _newcomer(cast, 9)),
        "refuse_borrowed_word": added("directory.leaving", came_by="union"),
    },
)
APPLICATION.refused["refuse_second"] = _twice(APPLICATION)  # type: ignore[index]
TRANSFER.refused["refuse_second"] = _twice(TRANSFER)  # type: ignore[index]
LEAVING.refused["refuse_second"] = _twice(LEAVING)  # type: ignore[index]
EXAMPLES = (APPLICATION, TRANSFER, LEAVING)
