"""Lines of the calendar and what their unions have to do: valid ones, and for every rule what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import Example, Values
from zhijia.kernel.day import today
from zhijia.plans.models import Duty, Milestone, Plan
from zhijia.registry import services
from zhijia.tree.actor import SYSTEM

OFFICER = "river.officer"


def plan(cast: Cast, *, year: int = 0, union: str = "river", issued: bool = False) -> Plan:
    """A plan of this year, of the county federation unless said otherwise."""
    values = {
        "org": cast.orgs[union],
        "title": f"{cast.orgs[union].name}工作要点",
        "year": year or today().year,
    }
    made: Plan = services.add(Plan.register, values, by=SYSTEM)
    return services.move(made, "issue", by=SYSTEM, version=made.version) if issued else made


def day(month: int, number: int) -> date:
    return date(today().year, month, number)


def line(cast: Cast, **values: Any) -> Milestone:
    """A line the county federation has put on the calendar."""
    given = {
        "plan": plan(cast),
        "title": "职工乒乓球比赛",
        "starts_on": day(1, 1),
        "ends_on": day(1, 10),
        **values,
    }
    made = services.add(Milestone.register, given, by=cast.actor(OFFICER))
    return services.move(made, "accept", by=cast.actor(OFFICER), version=made.version)


def move(cast: Cast, entry: Any, key: str, *, by: str = OFFICER, **more: Any) -> Any:
    entry = type(entry)._default_manager.get(pk=entry.pk)
    return services.move(entry, key, by=cast.actor(by), version=entry.version, **more)


def change(cast: Cast, entry: Any, *, by: str = OFFICER, **values: Any) -> Any:
    entry = type(entry)._default_manager.get(pk=entry.pk)
    return services.change(entry, values, by=cast.actor(by), version=entry.version)


def _milestone(cast: Cast, number: int) -> Values:
    return {
        "plan": plan(cast),
        "title": f"第{number + 1}届职工运动会",
        "kind": "activity",
        "starts_on": day(1, 1) + timedelta(days=number),
        "ends_on": day(1, 10) + timedelta(days=number),
        "owners": "各基层工会",
        "place": "县体育馆",
        "budget": 500_000,
    }


def _duty(cast: Cast, number: int) -> Values:
    return {"milestone": line(cast, title=f"第{number + 1}次读书会"), "org": cast.orgs["gas"]}


def put_off(cast: Cast, entry: Milestone, first: date, last: date) -> Milestone:
    return move(cast, entry, "put_off", values={"starts_on": first, "ends_on": last}, reason="场地检修")


def _moved_into_next_year(cast: Cast) -> Any:
    return put_off(cast, line(cast), day(12, 20), date(today().year + 1, 1, 20))


def _moved_silently(cast: Cast) -> Any:
    return change(cast, line(cast, plan=plan(cast, issued=True)), ends_on=day(2, 10))


def _moved_forward(cast: Cast) -> Any:
    return put_off(cast, line(cast, starts_on=day(6, 1), ends_on=day(6, 10)), day(5, 1), day(5, 10))


def _duty_of_a_stranger(cast: Cast) -> Any:
    """An officer of the gas company gives the company a part in the county's calendar."""
    return DUTY.add(cast, by="gas.officer")


def _outside(cast: Cast) -> Any:
    return DUTY.add(cast, org=cast.orgs["mill"], by="city.officer")


def _not_accepted(cast: Cast) -> Any:
    return DUTY.add(cast, milestone=MILESTONE.add(cast))


def _held_before(cast: Cast) -> Any:
    duty = DUTY.add(cast, milestone=line(cast, starts_on=day(1, 2), ends_on=today()))
    return move(cast, duty, "hold", by="gas.officer", values={"happened_on": day(1, 1)})


def _held_without_step(cast: Cast) -> Any:
    return change(cast, DUTY.add(cast), by="gas.officer", happened_on=day(1, 5))


def _duty_moved_forward(cast: Cast) -> Any:
    duty = DUTY.add(cast, milestone=line(cast, starts_on=day(6, 1), ends_on=day(6, 10)))
    return move(cast, duty, "put_off", by="gas.officer", values={"put_off_to": day(6, 9)}, reason="天气")


def _witness_elsewhere(cast: Cast) -> Any:
    values = {"happened_on": day(1, 5), "witness": cast.people["chen"]}
    return move(cast, DUTY.add(cast), "hold", values=values)


def hill_line(cast: Cast) -> dict[str, Any]:
    return {"plan": plan(cast, union="hill")}


MILESTONE = Example(
    "plans.milestone",
    OFFICER,
    "river",
    _milestone,
    {
        "refuse_ended_plan": lambda cast: MILESTONE.add(cast, plan=plan(cast, year=today().year - 1)),
        "refuse_outside_year": lambda cast: MILESTONE.add(
            cast, starts_on=date(today().year + 1, 1, 1), ends_on=None
        ),
        "refuse_silent_change": _moved_silently,
        "refuse_no_later_day": _moved_forward,
    },
    elsewhere=hill_line,
)


def _hill_duty_line(cast: Cast) -> dict[str, Any]:
    made = services.add(
        Milestone.register, _milestone(cast, 7) | hill_line(cast), by=cast.actor("hill.officer")
    )
    return {"milestone": services.move(made, "accept", by=cast.actor("hill.officer"), version=1)}


DUTY = Example(
    "plans.duty",
    OFFICER,
    "gas",
    _duty,
    {
        "refuse_stranger": _duty_of_a_stranger,
        "refuse_outside_tree": _outside,
        "refuse_not_on_calendar": _not_accepted,
        "refuse_held_early": _held_before,
        "refuse_half_told": _held_without_step,
        "refuse_no_later_day": _duty_moved_forward,
        "refuse_witness": _witness_elsewhere,
    },
    elsewhere=_hill_duty_line,
)
EXAMPLES = (MILESTONE, DUTY)

__all__ = ["DUTY", "EXAMPLES", "MILESTONE", "Duty", "change", "day", "line", "move", "plan", "put_off"]
