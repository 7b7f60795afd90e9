"""School aid, rounds of insurance, check-ups and placements, as the tests of this room need them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import Cast, id_number, put_on_file
from zhijia.assistance.models import Checked, CheckUp, Enrolment, Insurance, Placement, Round, Schooling
from zhijia.journal.verify import problems
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally.queries import figure
from zhijia.tree.actor import SYSTEM

YEAR = Period.year(2025)
ASKED_ON, PAID_ON = date(2025, 8, 1), date(2025, 8, 20)
OFFICERS = {
    "gas": "gas.officer",
    "mill": "mill.officer",
    "farm": "farm.officer",
    "river": "river.officer",
    "hill": "hill.officer",
}


def person(cast: Cast, number: int, *, union: str = "gas", man: bool = False, **values: Any) -> Any:
    """The n-th worker of a union, a woman who came from the country unless said."""
    given = {
        "org": cast.orgs[union],
        "name": f"程助{number}",
        "id_number": id_number(date(1986, 1, 1) + timedelta(days=number), (201 if man else 200) + 2 * number),
        "phone": f"134{number:08d}",
        "migrant_worker": True,
        **values,
    }
    return put_on_file(given)


def child(number: int, *, year: int = 2012) -> str:
    """The identity number of the n-th child."""
    return id_number(date(year, 5, 1) + timedelta(days=number), 10 + 2 * number)


def schooling(cast: Cast, worker: Any, number: str, *, union: str = "gas", **values: Any) -> Any:
    """School aid asked for; `number` is the student's."""
    given = {
        "org": cast.orgs[union],
        "worker": worker,
        "student_name": "程小禾",
        "student_number": number,
        "school": "临江县第二中学",
        "stage": "junior",
        "school_year": 2025,
        "reason": "illness",
        "amount": 150_000,
        "happened_on": ASKED_ON,
        **values,
    }
    return services.add(Schooling.register, given, by=cast.actor(OFFICERS[union]))


def paid(cast: Cast, *args: Any, on: date = PAID_ON, **values: Any) -> Any:
    """School aid approved by somebody above and paid."""
    entry = schooling(cast, *args, **values)
    entry = services.move(entry, "approve", by=cast.actor("city.officer"), version=entry.version)
    by = cast.actor(OFFICERS[values.get("union", "gas")])
    payment = {"paid_on": on, "pay_way": "bank"}
    return services.move(entry, "pay", by=by, version=entry.version, values=payment)


def insured(cast: Cast, first: date, *, union: str = "gas", **values: Any) -> Any:
    """A round of medical mutual aid for a year from a day on."""
    given = {
        "org": cast.orgs[union],
        "plan": "medical",
        "insurer": "云川市职工互助会",
        "policy_number": f"HZ{Round.objects.count() + 1:05d}",
        "valid_from": first,
        "valid_to": date(first.year + 1, first.month, min(first.day, 28)),
        "premium": 6_000,
        "paid_by": "union",
        "listed": 50,
        **values,
    }
    return services.add(Round.register, given, by=cast.actor(OFFICERS[union]))


def enrol(cast: Cast, one: Any, who: Any, **values: Any) -> Any:
    return services.add(Enrolment.register, {"round": one, "person": who, **values}, by=_by(cast, one))


def insure(cast: Cast, one: Any, who: Any, **values: Any) -> Any:
    """A woman whose hardship file has a number."""
    given = {"round": one, "person": who, "reason": "illness", "file_number": "KN001", **values}
    return services.add(Insurance.register, given, by=_by(cast, one))


def checkup(cast: Cast, *, union: str = "gas", held: int | None = 50, **values: Any) -> Any:
    """A check-up, held with so many women on the hospital's list unless None."""
    given = {
        "org": cast.orgs[union],
        "hospital": f"县妇幼保健院{CheckUp.objects.count() + 1}",
        "happened_on": date(2025, 3, 5),
        "ends_on": date(2025, 3, 7),
        "place": "体检中心",
        "examinations": "妇科常规",
        **values,
    }
    made = services.add(CheckUp.register, given, by=cast.actor(OFFICERS[union]))
    if held is None:
        return made
    by, values = cast.actor(OFFICERS[union]), {"examined": held}
    return services.move(made, "hold", by=by, version=made.version, values=values)


def examine(cast: Cast, one: Any, who: Any) -> Any:
    return services.add(Checked.register, {"checkup": one, "person": who}, by=_by(cast, one))


def place(cast: Cast, who: Any, *, union: str = "gas", **values: Any) -> Any:
    """A laid-off worker placed by a contract of two years."""
    given = {
        "org": cast.orgs[union],
        "person": who,
        "standing": "laid_off",
        "former_employer": "临江第一棉纺厂",
        "lost_on": date(2024, 12, 1),
        "help_kind": "referral",
        "helped_on": date(2025, 2, 1),
        "new_employer": "临江物流园",
        "happened_on": date(2025, 2, 20),
        "contract_until": date(2027, 2, 20),
        **values,
    }
    return services.add(Placement.register, given, by=cast.actor(OFFICERS[union]))


def _by(cast: Cast, parent: Any) -> Any:
    return cast.actor(next(OFFICERS[key] for key, org in cast.orgs.items() if org.pk == parent.org_id))


def stamped(entry: Any, *names: str) -> Any:
    """The gates as the room of evidence sets them."""
    return services.stamp(entry, {name: timezone.now() for name in names}, by=SYSTEM, verb="stamp")


def counted(cast: Cast, key: str, org: str = "city", period: Period = YEAR) -> tuple[int, int]:
    """What an indicator counts at a union in a period, and what is claimed beyond it."""
    found = figure(key, cast.orgs[org].pk, period)
    return found.counted, found.claimed - found.counted


def sql(statement: str) -> int:
    """The number a plain statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0] or 0)


def refused(call: Any, *args: Any, **kwargs: Any) -> dict[str, str]:
    """What a call is refused for, by field."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return {name: " ".join(map(str, said)) for name, said in caught.value.messages.items()}


def untrue() -> list[Any]:
    """What the journal finds wrong, but for the gates that `stamped` sets without proof."""
    return [one for one in problems() if not one.information and one.check != "evidence"]
