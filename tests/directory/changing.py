"""What the tests of changes share: the form of a change as a browser sends it, and the kept figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.tally import services as tally
from zhijia.tally.models import NodeTally, TallyPeriod
from zhijia.tally.queries import figure

#: the first of June of this year, or today before that
DAY = min(date(today().year, 6, 1), today())
LAST = DAY.year - 1
Cells = dict[tuple[str, str, int], tuple[int, int]]


def address(cast: Cast, union: str, kind: str) -> str:
    return reverse("directory:change", args=[cast.unions[union].uid, kind])


def filled(cast: Cast, **values: Any) -> dict[str, Any]:
    """A form with the usual answers; `into` and `under` are keys of the cast."""
    given: dict[str, Any] = {
        "on": DAY.isoformat(),
        "reason": "云编〔2026〕12号",
        "members": "go",
        "employers": "go",
        "posts": "end",
        "rest": "stay",
    }
    for name in ("into", "under"):
        if name in values:
            values[name] = str(cast.unions[values[name]].uid)
    return given | values


def previewed(client: Client, cast: Cast, union: str, kind: str, **values: Any) -> Any:
    return client.post(address(cast, union, kind), filled(cast, **values))


def carried_out(client: Client, cast: Cast, union: str, kind: str, **values: Any) -> Any:
    """The form, its preview and the confirmation, one after the other."""
    shown = previewed(client, cast, union, kind, **values)
    assert shown.status_code == 200, shown.context["form"].errors
    seen = shown.context["shown"].seen
    answer = client.post(address(cast, union, kind), filled(cast, **values) | {"seen": seen})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def kept(until: date) -> Cells:
    """Every kept figure of a period that ends by the day, of every node."""
    tally.refresh()
    periods = TallyPeriod.objects.filter(ends_on__lte=until).values("key")
    rows = NodeTally.objects.filter(period__in=periods).exclude(counted=0, claimed=0)
    names = ("indicator", "period", "node_id", "counted", "claimed")
    return {(key, period, node): (yes, no) for key, period, node, yes, no in rows.values_list(*names)}


def members_on(cast: Cast, org: str, day: date) -> int:
    return figure("mem_count", cast.orgs[org].pk, Period.day(day)).counted


def verbs(cast: Cast, union: str) -> list[str]:
    rows = JournalEvent.objects.filter(kind="directory.union", entry_uid=cast.unions[union].uid)
    return list(rows.order_by("pk").values_list("verb", flat=True))
