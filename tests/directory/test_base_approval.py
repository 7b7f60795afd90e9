"""A base counts once the next level approved it; a rate that rose because its base fell says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.directory.employing import base, counted, percent
from zhijia.desks.scoreboard.fallen import fallen_base
from zhijia.directory.models import Denominator
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry.errors import Forbidden
from zhijia.registry.services import change, move
from zhijia.tally.queries import figure

pytestmark = pytest.mark.django_db
LATE = date(2025, 3, 1)


def step(client: Client, row: Denominator, name: str, **values: Any) -> Any:
    address = reverse("registry:move", args=["directory", "denominator", row.uid, name])
    return client.post(address, {"version": row.version, **values})


def test_a_proposed_number_does_not_count_until_it_is_approved(cast: Cast) -> None:
    before = percent(cast, "mem_rate_all", "river", LATE)
    row = base(cast, "river", by="river.officer", number=500, approved=False)
    assert counted(cast, "workers_all", "river", LATE) == 1000
    assert percent(cast, "mem_rate_all", "river", LATE) == before
    move(row, "approve", by=cast.actor("city.officer"), version=1)
    assert counted(cast, "workers_all", "river", LATE) == 500
    assert Denominator.objects.get(number=1000).valid_to == LATE


def test_nobody_approves_a_number_of_their_own_level_or_their_own_hand(cast: Cast) -> None:
    row = base(cast, "river", by="river.officer", number=500, approved=False)
    for who in ("river.officer", "river.leader"):
        with pytest.raises(Forbidden):
            move(row, "approve", by=cast.actor(who), version=1)
    own = base(cast, "hill", by="city.officer", number=500, approved=False)
    with pytest.raises(Forbidden):
        move(own, "approve", by=cast.actor("city.officer"), version=1)


def test_the_next_level_approves_and_returns_at_the_page(client: Client, cast: Cast) -> None:
    row = base(cast, "river", by="river.officer", number=500, approved=False)
    city = cast.login(client, "city.officer")
    assert step(city, row, "return").status_code == 422, "a return needs a reason"
    assert step(city, row, "return", reason="来源不清").status_code == 302
    row.refresh_from_db()
    assert row.state == "returned"
    river = cast.login(client, "river.officer")
    change(row, {"source": "县统计局2025年统计年鉴"}, by=cast.actor("river.officer"), version=row.version)
    row.refresh_from_db()
    assert step(river, row, "propose").status_code == 302
    row.refresh_from_db()
    assert step(cast.login(client, "city.officer"), row, "approve").status_code == 302
    row.refresh_from_db()
    assert row.state == "approved"
    with pytest.raises(Forbidden):
        change(row, {"number": 10}, by=cast.actor("river.officer"), version=row.version)


def test_a_rate_that_rose_because_its_base_fell_says_so(cast: Cast) -> None:
    last = date(today().year - 1, 12, 31)
    river = cast.orgs["river"]
    now = figure("mem_rate_all", river.pk, Period.day(today()))
    assert fallen_base(now, river, today()) is None
    base(cast, "river", number=500, valid_from=last + timedelta(days=1), source_on=last)
    now = figure("mem_rate_all", river.pk, Period.day(today()))
    said = fallen_base(now, river, today())
    assert said is not None and (said.before.base, said.now.base) == (1000, 500)
    assert said.steady == pytest.approx(said.before.percent)
    base(cast, "hill", number=5000, valid_from=last + timedelta(days=1), source_on=last)
    risen = figure("mem_rate_all", cast.orgs["hill"].pk, Period.day(today()))
    assert fallen_base(risen, cast.orgs["hill"], today()) is None
