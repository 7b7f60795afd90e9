"""Asking: by which channel, whom, when again; workers who answer in their own account; calls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.evidence.asking import Browser, ask, quiet, reply
from tests.evidence.conftest import fresh, new_room, texts, token
from zhijia.assistance.models import Relief
from zhijia.evidence import callbacks, queries, services
from zhijia.evidence.models import Request
from zhijia.registry import services as registry
from zhijia.registry.errors import Refused
from zhijia.tree.actor import SYSTEM
from zhijia.tree.models import Post


class TestOwnAccount:
    """The worker, logged in, answers on the page of the entry."""

    def answer(self, client: Client, entry: Any, answer: str = "yes") -> Any:
        url = reverse("evidence:own", args=[entry.register.key, entry.uid])
        return client.post(url, {"answer": answer, "told": ""}, follow=True)

    def test_the_worker_confirms_unasked(self, cast: Cast, relief: Any, browser: Browser) -> None:
        client = browser("wang")
        sheet = reverse("registry:detail", args=["assistance", "relief", relief.uid])
        page = client.get(sheet)
        assert 'name="answer" value="yes"' in page.content.decode()
        assert self.answer(client, relief).status_code == 200
        assert fresh(relief).state == "received"
        assert 'name="answer" value="yes"' not in client.get(sheet).content.decode()
        assert quiet() == []

    def test_an_open_question_is_answered_by_it(self, cast: Cast, relief: Any, browser: Browser) -> None:
        services.ask(relief, by=cast.actor("gas.officer"))
        key = token()
        assert [one.entry.pk for one in queries.waiting_for(cast.people["wang"])] == [relief.pk]
        self.answer(browser("wang"), relief, "no")
        assert Request.objects.get().answered_through == "self"
        assert queries.waiting_for(cast.people["wang"]) == []
        assert 'name="answer"' not in browser().get(f"/c/{key}/").content.decode()

    def test_the_step_of_the_flow_goes_the_same_way(self, cast: Cast, relief: Any) -> None:
        registry.move(relief, "receive", by=cast.actor("wang"), version=relief.version)
        assert fresh(relief).state == "received" and fresh(relief).confirmed_at is not None
        entry = services.confirm_move(fresh(relief), by=cast.actor("wang"), version=0, values={})
        assert entry.state == "received"

    def test_nobody_else_does(self, cast: Cast, relief: Any, browser: Browser) -> None:
        for key, status in (
            ("gas.officer", 403),
            ("gas.chair", 403),
            ("river.officer", 403),
            ("stranger", 404),
        ):
            assert self.answer(browser(key), relief).status_code == status
        Post.objects.create(
            user=cast.users["wang"], org=cast.orgs["gas"], role="officer", valid_from="2024-01-01"
        )
        assert self.answer(browser("wang"), relief).status_code == 403
        assert fresh(relief).confirmed_at is None

    def test_nothing_is_confirmed_before_its_time(self, cast: Cast, browser: Browser) -> None:
        values = {
            "org": cast.orgs["gas"],
            "worker": cast.people["wang"],
            "reason": "illness",
            "amount": 1000,
            "happened_on": timezone.localdate(),
        }
        asked = registry.add(Relief.register, values, by=cast.actor("gas.officer"))
        self.answer(browser("wang"), asked)
        assert fresh(asked).confirmed_at is None and not Request.objects.exists()


class TestAsking:
    """Whom an officer may ask, how, and how often."""

    def test_without_a_mobile_number_it_is_a_slip(self, cast: Cast) -> None:
        room = new_room(cast, union="farm", witness="tian")
        by = cast.actor("farm.officer")
        assert services.ask(room, by=by).channel == "slip"
        for channel in ("link", "code", "call"):
            with pytest.raises(Refused):
                services.ask(room, by=by, channel=channel)
        assert texts() == []

    def test_three_times_a_day_is_enough(self, cast: Cast, relief: Any) -> None:
        for _ in range(3):
            services.ask(relief, by=cast.actor("gas.officer"))
        with pytest.raises(Refused):
            services.ask(relief, by=cast.actor("gas.officer"))
        assert len(texts()) == 3

    def test_nobody_is_asked_about_their_own_entry(self, cast: Cast, room: Any) -> None:
        person = cast.people["wang"]
        registry.stamp(person, {"user": cast.users["gas.officer"]}, by=SYSTEM, verb="change")
        with pytest.raises(Refused):
            services.ask(fresh(room), by=cast.actor("gas.officer"))

    def test_the_recorders_own_number_is_no_way_to_the_worker(self, cast: Cast, room: Any) -> None:
        gao = cast.people["gao"]
        values = {"user": cast.users["gas.officer"], "phone": cast.people["wang"].phone}
        registry.stamp(gao, values, by=SYSTEM, verb="change")
        with pytest.raises(Refused):
            services.ask(fresh(room), by=cast.actor("gas.officer"))

    def test_only_the_person_named_is_asked(self, cast: Cast, room: Any) -> None:
        with pytest.raises(Refused):
            services.ask(room, cast.people["gao"], by=cast.actor("gas.officer"))
        assert (
            services.ask(room, cast.people["wang"], by=cast.actor("gas.officer")).person
            == cast.people["wang"]
        )

    def test_a_confirmed_entry_is_not_asked_about(self, cast: Cast, room: Any, browser: Browser) -> None:
        services.ask(room, by=cast.actor("gas.officer"))
        phone = browser()
        reply(phone, phone.get(f"/c/{token()}/"))
        with pytest.raises(Refused):
            services.ask(fresh(room), by=cast.actor("gas.officer"))

    def test_whoever_may_not_change_the_entry_may_not_ask(
        self, cast: Cast, room: Any, browser: Browser
    ) -> None:
        assert ask(browser("gas.chair"), room).status_code == 403
        assert ask(browser("mill.officer"), room).status_code == 404
        assert ask(browser("gas.officer"), room, "self").status_code == 200
        assert ask(browser("gas.officer"), room, "pigeon").status_code == 200
        assert not Request.objects.exists()

    @pytest.mark.parametrize("kind", ["nothing.atall", "directory", "directory.person", "../x", "a" * 300])
    def test_an_unknown_kind_is_not_found(self, cast: Cast, room: Any, browser: Browser, kind: str) -> None:
        client = browser("gas.officer")
        for name in ("ask", "attach", "confirm"):
            assert client.post(f"/evidence/{kind}/{room.uid}/{name}/").status_code == 404


def test_the_order_of_calls_changes_by_day_and_officer(cast: Cast) -> None:
    from zhijia.kernel.day import frozen, today

    rooms = [new_room(cast, f"书屋{number}", union="mill", witness="li") for number in range(6)]
    for room in rooms:
        services.ask(room, by=cast.actor("mill.officer"), channel="call")
    orders = set()
    for days in range(5):
        with frozen(today() + timedelta(days=days)):
            for key in ("gas.officer", "river.officer"):
                orders.add(tuple(row.pk for row in callbacks.waiting(cast.actor(key))))
    assert len(orders) > 5
