"""Workers' congresses: one valid entry of each noun, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast, credit_code
from tests.contract.example import DAY, Example, Values, added
from zhijia.congress.models import Congress, Session
from zhijia.directory.models import Coverage, Unit, UnitFact
from zhijia.registry import services

HELD_ON = date(2025, 5, 20)


def _covered(cast: Cast, number: int) -> Any:
    """An employer of the county that the county's own union covers, with 400 workers."""
    by, county = cast.actor("river.officer"), {"org": cast.orgs["river"]}
    values = {**county, "name": f"临江第{number + 1}机械厂", "social_credit_code": credit_code(7000 + number)}
    unit = services.add(Unit.register, values, by=by)
    facts = {"unit": unit, "valid_from": DAY, "staff": 400, "women": 160, "ownership": "private"}
    services.add(UnitFact.register, facts, by=by)
    services.add(Coverage.register, {**county, "unit": unit, "valid_from": DAY}, by=by)
    return unit


def _congress(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "unit": _covered(cast, number),
        "number": 1 + number,
        "valid_from": DAY,
        "last_on": date(2028, 3, 31),
        "delegates": 60,
        "front_line": 40,
        "managers": 10,
        "women": 24,
        "delegate": cast.people["gao"],
    }


def _elsewhere(cast: Cast) -> Values:
    return {"org": cast.orgs["mill"], "unit": cast.units["mill"], "delegate": cast.people["li"]}


def _session(cast: Cast, number: int) -> Values:
    return {
        "congress": CONGRESS.add(cast, 20 + number),
        "happened_on": HELD_ON,
        "number": 1,
        "place": f"俱乐部{number + 1}号厅",
        "present": 50,
        "delegate": cast.people["gao"],
    }


def _session_elsewhere(cast: Cast) -> Values:
    return {"congress": CONGRESS.add(cast, **_elsewhere(cast), by="city.officer"), "delegate": None}


def _item(cast: Cast, number: int) -> Values:
    return {
        "session": SESSION.add(cast, 40 + number),
        "subject": f"工资专项集体合同草案（{number + 1}）",
        "right": "adopt",
        "secret": True,
        "votes_for": 40,
        "votes_against": 6,
        "abstained": 2,
    }


def _again(cast: Cast) -> Any:
    """The next congress of an employer before the term of the first is over."""
    first = CONGRESS.add(cast)
    values = {"unit": first.unit, "number": 2, "valid_from": date(2025, 6, 1), "last_on": date(2029, 5, 31)}
    by = cast.actor("river.officer")
    return services.add(Congress.register, CONGRESS.values(cast, 1) | values, by=by)


def _regional(cast: Cast, **values: Any) -> Any:
    return CONGRESS.add(cast, **{"scope": "regional", "unit": None, "area": "滨河街道", **values})


def _shorter_than_its_session(cast: Cast) -> Any:
    congress = Congress.objects.get(pk=SESSION.add(cast).congress_id)
    values = {"last_on": date(2025, 5, 1), "ended_early": "企业重组"}
    return services.change(congress, values, by=cast.actor("river.officer"), version=congress.version)


def _fewer_were_there(cast: Cast) -> Any:
    session = Session.objects.get(pk=ITEM.add(cast).session_id)
    return services.change(session, {"present": 45}, by=cast.actor("river.officer"), version=session.version)


def _without_quorum(cast: Cast) -> Any:
    return ITEM.add(cast, session=SESSION.add(cast, 1, present=39))


CONGRESS = Example(
    "congress.congress",
    "river.officer",
    "river",
    _congress,
    {
        "refuse_scope": lambda cast: _regional(cast, unit=cast.units["gas"]),
        "refuse_uncovered": added(
            "congress.congress", unit=lambda cast: cast.units["hotel"], by="city.officer"
        ),
        "refuse_term": added("congress.congress", last_on=date(2030, 4, 1)),
        "refuse_second_term": _again,
        "refuse_impossible_parts": added("congress.congress", front_line=55, managers=6),
        "refuse_too_few": added("congress.congress", delegates=29, front_line=20, managers=2, women=9),
        "refuse_composition": added("congress.congress", managers=13),
        "refuse_outsider": lambda cast: CONGRESS.add(cast, by="city.officer", delegate=cast.people["li"]),
        "refuse_sessions_left_out": _shorter_than_its_session,
    },
    elsewhere=_elsewhere,
)
SESSION = Example(
    "congress.session",
    "river.officer",
    "river",
    _session,
    {
        "refuse_outside_term": added("congress.session", happened_on=date(2025, 3, 31)),
        "refuse_more_than_all": added("congress.session", present=61),
        "refuse_days": added("congress.session", papers_sent_on=date(2025, 5, 21)),
        "refuse_outsider": lambda cast: SESSION.add(cast, by="city.officer", delegate=cast.people["li"]),
        "refuse_voted": _fewer_were_there,
    },
    elsewhere=_session_elsewhere,
)
ITEM = Example(
    "congress.item",
    "river.officer",
    "river",
    _item,
    {
        "refuse_without_quorum": _without_quorum,
        "refuse_more_votes": added("congress.item", votes_for=48),
        "refuse_open_ballot": added("congress.item", secret=False),
        "refuse_early_showing": added("congress.item", published_on=date(2025, 5, 19)),
    },
)
EXAMPLES = (CONGRESS, SESSION, ITEM)
