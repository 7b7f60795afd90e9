"""People without a telephone: slips an auditor prints, calls another union makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import segno
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.evidence.asking import later, marks, quiet, reply
from tests.evidence.conftest import fresh, new_room, texts
from zhijia.evidence import callbacks, keys, services
from zhijia.evidence.models import Request
from zhijia.journal.models import JournalEvent
from zhijia.registry import services as registry
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.tree.actor import SYSTEM
from zhijia.tree.models import Post, User

Browser = Callable[..., Client]


def post_for(user: User, org: Any, role: str) -> None:
    Post.objects.create(user=user, org=org, role=role, valid_from="2024-01-01")


class TestSlips:
    """Only auditors without another post hold a slip's key, and only on paper."""

    @pytest.fixture
    def slip(self, cast: Cast, relief: Any) -> Request:
        return services.ask(relief, by=cast.actor("gas.officer"), channel="slip")

    def press(self, client: Client, *rows: Request) -> Any:
        return client.post(reverse("evidence:print"), {"slip": [str(row.uid) for row in rows]})

    def key_on(self, page: Any) -> tuple[str, str]:
        """Address and code as they stand on the paper."""
        words = page.content.decode()
        return re.findall(r"(\d{4} \d{4})</p>", words)[0], re.findall(r'src="(data:image/png[^"]+)"', words)[
            0
        ]

    def test_an_auditor_prints_and_the_worker_answers_by_the_code(
        self, cast: Cast, relief: Any, slip: Request, browser: Browser
    ) -> None:
        assert slip.token_hash is None and texts() == []
        client = browser("city.auditor")
        page = client.get(reverse("evidence:slips"))
        assert str(slip.uid) in page.content.decode()
        paper = self.press(client, slip)
        assert paper.status_code == 200 and "no-store" in paper["Cache-Control"]
        digits, _picture = self.key_on(paper)
        phone = browser()
        last = cast.people["wang"].id_number[-4:]
        question = phone.post(reverse("evidence:code"), {"code": digits, "last": last})
        assert reply(phone, question).status_code == 200
        assert fresh(relief).state == "received"
        assert JournalEvent.objects.filter(verb="print_slip", entry_uid=relief.uid).count() == 1
        assert quiet() == []

    def test_the_square_leads_to_the_question(
        self, cast: Cast, relief: Any, slip: Request, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made: list[str] = []
        make = segno.make

        def watched(address: str, **extra: Any) -> Any:
            made.append(address)
            return make(address, **extra)

        monkeypatch.setattr(segno, "make", watched)
        paper = self.press(browser("city.auditor"), slip)
        assert self.key_on(paper)[1] == make(made[0], error="l", micro=False).png_data_uri(scale=5, border=4)
        address = made[0].replace("http://127.0.0.1:8000", "")
        phone = browser()
        assert reply(phone, phone.get(address)).status_code == 200
        assert fresh(relief).confirmed_at is not None

    def test_printing_anew_makes_older_paper_useless(
        self, cast: Cast, slip: Request, browser: Browser
    ) -> None:
        client, last = browser("city.auditor"), cast.people["wang"].id_number[-4:]
        first, second = (self.key_on(self.press(client, slip))[0] for _ in range(2))
        url = reverse("evidence:code")
        assert browser().post(url, {"code": first, "last": last}).status_code == 404
        assert browser().post(url, {"code": second, "last": last}).status_code == 200

    def test_the_auditor_who_printed_cannot_answer(
        self, cast: Cast, relief: Any, slip: Request, browser: Browser
    ) -> None:
        client = browser("city.auditor")
        digits = self.key_on(self.press(client, slip))[0]
        last = cast.people["wang"].id_number[-4:]
        page = client.post(reverse("evidence:code"), {"code": digits, "last": last})
        assert reply(client, page).status_code == 403
        assert fresh(relief).confirmed_at is None

    @pytest.mark.parametrize("key", ["gas.officer", "gas.chair", "river.officer", "city.officer", "wang"])
    def test_no_officer_prints(self, cast: Cast, slip: Request, browser: Browser, key: str) -> None:
        client = browser(key)
        assert client.get(reverse("evidence:slips")).status_code == 403
        assert self.press(client, slip).status_code == 403

    def test_an_auditor_with_another_post_there_does_not(
        self, cast: Cast, slip: Request, browser: Browser
    ) -> None:
        post_for(cast.users["city.auditor"], cast.orgs["gas"], "officer")
        client = browser("city.auditor")
        assert str(slip.uid) not in client.get(reverse("evidence:slips")).content.decode()
        assert self.press(client, slip).status_code == 404

    def test_an_auditor_does_not_print_own_work(
        self, cast: Cast, relief: Any, slip: Request, browser: Browser
    ) -> None:
        type(relief).objects.filter(pk=relief.pk).update(recorded_by=cast.users["city.auditor"])
        client = browser("city.auditor")
        assert str(slip.uid) not in client.get(reverse("evidence:slips")).content.decode()
        assert self.press(client, slip).status_code == 404

    def test_an_auditor_prints_nothing_of_other_unions(
        self, cast: Cast, slip: Request, browser: Browser
    ) -> None:
        post_for(cast.users["stranger"], cast.orgs["hill"], "auditor")
        client = browser("stranger")
        assert str(slip.uid) not in client.get(reverse("evidence:slips")).content.decode()
        assert self.press(client, slip).status_code == 404

    def test_nothing_chosen_or_nonsense_is_said(self, cast: Cast, slip: Request, browser: Browser) -> None:
        client = browser("city.auditor")
        for sent in ({}, {"slip": "nonsense"}, {"slip": ["x"] * 70}):
            assert client.post(reverse("evidence:print"), sent).status_code == 302
        with pytest.raises(Refused):
            services.print_slips([keys.Request().uid for _ in range(61)], by=cast.actor("city.auditor"))

    def test_answered_or_expired_slips_are_gone(self, cast: Cast, slip: Request, browser: Browser) -> None:
        later(slip, expires_at=timezone.now() - timedelta(hours=1))
        client = browser("city.auditor")
        assert str(slip.uid) not in client.get(reverse("evidence:slips")).content.decode()
        assert self.press(client, slip).status_code == 404


class TestCalls:
    """An officer of another union calls; who recorded the entry, or works above it, never does."""

    @pytest.fixture
    def asked(self, cast: Cast, relief: Any) -> Request:
        return services.ask(relief, by=cast.actor("gas.officer"), channel="call")

    def take(self, client: Client, row: Request, why: str = "call for confirmation") -> Any:
        return client.post(reverse("evidence:take", args=[row.uid]), {"text": why})

    def test_another_union_calls_and_writes_the_answer_down(
        self, cast: Cast, relief: Any, asked: Request, browser: Browser
    ) -> None:
        client, phone = browser("mill.officer"), cast.people["wang"].phone
        listed = client.get(reverse("evidence:callbacks")).content.decode()
        assert str(asked.uid) in listed
        assert phone not in listed and cast.people["wang"].name not in listed
        assert client.get(reverse("evidence:call", args=[asked.uid])).status_code == 404
        self.take(client, asked)
        look = JournalEvent.objects.get(verb="look")
        assert (look.entry_uid, look.user_name) == (cast.people["wang"].uid, cast.users["mill.officer"].name)
        page = client.get(reverse("evidence:call", args=[asked.uid]))
        assert phone in page.content.decode()
        sent = {"told": marks(page)["told"], "answer": "yes"}
        client.post(reverse("evidence:call_answer", args=[asked.uid]), sent)
        row = Request.objects.get()
        assert (row.answer, row.answered_through, row.answered_by) == (
            "yes",
            "call",
            cast.users["mill.officer"],
        )
        assert fresh(relief).state == "received"
        assert client.get(reverse("evidence:call", args=[asked.uid])).status_code == 404
        assert quiet() == []

    @pytest.mark.parametrize(
        "key", ["gas.officer", "river.officer", "city.officer", "gas.chair", "wang", "liu"]
    )
    def test_only_officers_of_other_unions_call(
        self, cast: Cast, relief: Any, asked: Request, browser: Browser, key: str
    ) -> None:
        client, outside = browser(key), key == "liu"
        page = client.get(reverse("evidence:callbacks"))
        assert (str(asked.uid) in page.content.decode()) is outside
        assert self.take(client, asked).status_code == (302 if outside else 404)
        if not outside:
            with pytest.raises((Forbidden, NotFound)):
                services.confirm(asked.uid, by=cast.actor(key), channel="call", answer="yes")
            assert fresh(relief).confirmed_at is None

    def test_who_recorded_it_does_not_call_after_a_change_of_post(
        self, cast: Cast, relief: Any, asked: Request, browser: Browser
    ) -> None:
        user = cast.users["gas.officer"]
        Post.objects.filter(user=user).delete()
        post_for(user, cast.orgs["mill"], "officer")
        client = browser("gas.officer")
        assert str(asked.uid) not in client.get(reverse("evidence:callbacks")).content.decode()
        assert self.take(client, asked).status_code == 404

    def test_a_call_taken_over_is_nobody_elses(self, cast: Cast, asked: Request, browser: Browser) -> None:
        self.take(browser("mill.officer"), asked)
        other = browser("hill.officer")
        assert str(asked.uid) not in other.get(reverse("evidence:callbacks")).content.decode()
        assert self.take(other, asked).status_code == 404
        asked.refresh_from_db()
        later(asked, called_at=timezone.now() - callbacks.HELD_FOR - timedelta(minutes=1))
        assert self.take(other, asked).status_code == 302
        with pytest.raises(Forbidden):
            services.confirm(asked.uid, by=cast.actor("mill.officer"), channel="call", answer="yes")

    def test_without_a_reason_no_number(self, cast: Cast, asked: Request, browser: Browser) -> None:
        client = browser("mill.officer")
        for why in ("", "   "):
            self.take(client, asked, why)
            assert client.get(reverse("evidence:call", args=[asked.uid])).status_code == 404
        with pytest.raises(Refused):
            services.take_over(asked.uid, by=cast.actor("mill.officer"), reason=" ")
        assert not JournalEvent.objects.filter(verb="look").exists()

    def test_a_wrong_answer_form_comes_back(self, cast: Cast, asked: Request, browser: Browser) -> None:
        client = browser("mill.officer")
        self.take(client, asked)
        url = reverse("evidence:call_answer", args=[asked.uid])
        assert client.post(url, {"answer": "perhaps"}).status_code == 422
        assert client.post(url, {"answer": "yes", "told": "stale"}).status_code == 302
        assert Request.objects.get().answered_at is None

    def test_links_are_not_for_callers(self, cast: Cast, relief: Any) -> None:
        row = services.ask(relief, by=cast.actor("gas.officer"), channel="link")
        with pytest.raises(NotFound):
            services.take_over(row.uid, by=cast.actor("mill.officer"), reason="call")
        with pytest.raises(Forbidden):
            services.confirm(row.uid, by=cast.actor("mill.officer"), channel="call", answer="yes")


def test_a_caller_who_is_the_worker_is_not_offered_the_call(cast: Cast, relief: Any) -> None:
    registry.stamp(cast.people["wang"], {"user": cast.users["mill.officer"]}, by=SYSTEM, verb="change")
    services.ask(relief, by=cast.actor("gas.officer"), channel="call")
    assert callbacks.waiting(cast.actor("mill.officer")) == []
    room = new_room(cast, union="mill", witness="li")
    services.ask(room, by=cast.actor("mill.officer"), channel="call")
    assert [row.entry_uid for row in callbacks.waiting(cast.actor("gas.officer"))] == [room.uid]
