"""Answers of the people helped: by link, code, own account; once, by nobody else, and never for an officer to see."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.evidence.conftest import code, forget_guesses, fresh, new_room, texts, token
from zhijia.assistance.models import Relief
from zhijia.evidence import callbacks, confirming, keys, public, queries, services, throttle, trail
from zhijia.evidence.models import Request
from zhijia.journal import verify
from zhijia.journal.models import JournalEvent
from zhijia.registry import services as registry
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.registry.writing import values_of
from zhijia.tree.actor import ANONYMOUS, SYSTEM
from zhijia.tree.models import Post

Browser = Callable[..., Client]


def ask(client: Client, entry: Any, channel: str = "link") -> Any:
    url = reverse("evidence:ask", args=[entry.register.key, entry.uid])
    return client.post(url, {"channel": channel}, follow=True)


def marks(page: Any) -> dict[str, str]:
    """The hidden fields of a page's answer form."""
    words = page.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(told|secret|last)" value="([^"]*)"', words))


def reply(client: Client, page: Any, answer: str = "yes", **extra: str) -> Any:
    return client.post(reverse("evidence:answer"), marks(page) | {"answer": answer} | extra)


def quiet() -> list[Any]:
    """What `verify` says of this room's rows."""
    return [
        problem
        for problem in verify.problems()
        if problem.check in ("evidence", "witness", "rows", "registers")
    ]


def later(row: Request, **values: Any) -> None:
    """Changes a request as time would, through the trail."""
    trail.changed(row, values, by=SYSTEM, verb="change")


def test_a_link_confirms_and_the_relief_is_received(cast: Cast, relief: Any, browser: Browser) -> None:
    ask(browser("gas.officer"), relief)
    phone = browser()
    page = phone.get(f"/c/{token()}/")
    words = page.content.decode()
    assert "2,000.00" in words and cast.orgs["gas"].name in words
    assert cast.people["wang"].name not in words and "王**" in words
    assert cast.people["wang"].id_number not in words and "illness" not in words
    assert page["Referrer-Policy"] == "same-origin" and "no-store" in page["Cache-Control"]
    assert fresh(relief).confirmed_at is None
    done = reply(phone, page)
    assert done.status_code == 200
    entry = fresh(relief)
    assert (entry.state, entry.confirmed_at is not None) == ("received", True)
    assert quiet() == []


def test_a_form_without_the_csrf_token_is_refused(cast: Cast, relief: Any, browser: Browser) -> None:
    services.ask(relief, by=cast.actor("gas.officer"))
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(f"/c/{token()}/")
    assert reply(strict, page).status_code == 403
    sent = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert sent and reply(strict, page, csrfmiddlewaretoken=sent[1]).status_code == 200


def test_the_first_answer_stands(cast: Cast, relief: Any, browser: Browser) -> None:
    services.ask(relief, by=cast.actor("gas.officer"))
    phone = browser()
    page = phone.get(f"/c/{token()}/")
    reply(phone, page, "no", note="nothing came")
    again = reply(phone, page, "yes", note="changed my mind")
    assert again.status_code == 200 and "nothing" not in again.content.decode()
    row = Request.objects.get()
    assert (row.answer, row.note) == ("no", "nothing came")
    assert fresh(relief).confirmed_at is None
    shown = phone.get(f"/c/{token()}/").content.decode()
    assert "evidence_ask" not in shown and 'name="answer"' not in shown
    assert JournalEvent.objects.filter(kind="evidence.request", verb="answer").count() == 1


@pytest.mark.parametrize("why", ["unknown", "expired", "replaced", "another worker", "entry gone"])
def test_useless_links_all_get_one_answer(cast: Cast, relief: Any, browser: Browser, why: str) -> None:
    officer = cast.actor("gas.officer")
    services.ask(relief, by=officer)
    used, row = token(), Request.objects.get()
    if why == "unknown":
        used = "A" * 22
    elif why == "expired":
        later(row, expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "replaced":
        services.ask(relief, by=officer)
    elif why == "another worker":
        registry.stamp(relief, {"worker": cast.people["gao"]}, by=SYSTEM, verb="change")
    else:
        Relief.objects.filter(pk=relief.pk).delete()
    phone = browser()
    page, nothing = phone.get(f"/c/{used}/"), browser().get(f"/c/{'B' * 22}/")
    assert page.status_code == nothing.status_code == 404
    assert _same(page) == _same(nothing)
    sent = {"secret": used, "answer": "yes", "told": ""}
    assert phone.post(reverse("evidence:answer"), sent).status_code == 404
    if why not in ("entry gone",):
        assert fresh(relief).confirmed_at is None


def _same(page: Any) -> str:
    return re.sub(r"[0-9a-f]{16}|\w{64}|/c/[\w-]+/", "", page.content.decode())


def test_asking_again_makes_the_older_link_useless(cast: Cast, relief: Any, browser: Browser) -> None:
    ask(browser("gas.officer"), relief)
    old = token()
    ask(browser("gas.officer"), relief)
    new = token()
    assert old != new and Request.objects.filter(current=True).count() == 1
    assert browser().get(f"/c/{old}/").status_code == 404
    assert browser().get(f"/c/{new}/").status_code == 200


def test_whoever_recorded_or_asked_cannot_answer_even_with_the_link(
    cast: Cast, relief: Any, browser: Browser
) -> None:
    services.ask(relief, by=cast.actor("gas.officer"))
    client = browser("gas.officer")
    page = client.get(f"/c/{token()}/")
    assert reply(client, page).status_code == 403
    row = Request.objects.get()
    for by in (cast.actor("gas.officer"), cast.actor("river.officer"), cast.actor("wang"), ANONYMOUS):
        for channel in ("link", "code", "slip", "call", "nonsense"):
            with pytest.raises((Forbidden, NotFound, Refused)):
                services.confirm(row.uid, by=by, channel=channel, answer="yes", secret="")
    assert fresh(relief).confirmed_at is None


def test_no_answer_to_an_officer_holds_the_key(
    cast: Cast, relief: Any, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """Every page an officer of the union or above reaches for the entry, the journal, the tables, the logs."""
    caplog.set_level(logging.DEBUG)
    secrets, seen = [], []
    for channel in ("link", "code"):
        seen.append(ask(browser("gas.officer"), relief, channel).content.decode())
        secrets.append(token() if channel == "link" else code())
    browser().get(f"/c/{secrets[0]}/")
    browser().put(f"/c/{secrets[0]}/")
    sheet = reverse("registry:detail", args=["assistance", "relief", relief.uid])
    pages = [
        sheet,
        f"{sheet}edit/",
        f"{sheet}remove/",
        reverse("registry:list", args=["assistance", "relief"]),
        reverse("evidence:reused"),
        reverse("evidence:callbacks"),
        reverse("evidence:slips"),
        reverse("evidence:code"),
        reverse("registry:detail", args=["directory", "person", cast.people["wang"].uid]),
    ]
    for key in ("gas.officer", "gas.chair", "gas.caseworker", "river.officer", "city.officer", "city.leader"):
        client = browser(key)
        for page in pages:
            seen.append(client.get(page, follow=True).content.decode())
    hidden = [*secrets, f"{secrets[1][:4]} {secrets[1][4:]}"]
    text = "\n".join([*seen, *_everything_stored(), caplog.text])
    assert [secret for secret in hidden if secret in text] == []
    assert sheet in text, "the pages were really read"


def _everything_stored() -> list[str]:
    """All text of all tables as it lies in the database."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return found


def test_addresses_with_a_token_stay_out_of_the_logs(
    cast: Cast, relief: Any, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    services.ask(relief, by=cast.actor("gas.officer"))
    key = token()
    assert browser().delete(f"/c/{key}/").status_code == 405
    assert browser().get(f"/c/{'Z' * 22}/").status_code == 404
    assert "/c/…/" in caplog.text
    assert key not in caplog.text and "Z" * 22 not in caplog.text


def test_an_entry_changed_under_the_workers_eyes_is_read_again(
    cast: Cast, relief: Any, browser: Browser
) -> None:
    services.ask(relief, by=cast.actor("gas.officer"))
    phone = browser()
    page = phone.get(f"/c/{token()}/")
    registry.stamp(relief, {"amount": 900_000}, by=SYSTEM, verb="change")
    second = reply(phone, page)
    assert second.status_code == 422 and "9,000.00" in second.content.decode()
    assert fresh(relief).confirmed_at is None
    assert reply(phone, second).status_code == 200
    assert fresh(relief).confirmed_at is not None


def test_partly_is_a_dispute_the_officer_sees_without_the_key(
    cast: Cast, relief: Any, browser: Browser
) -> None:
    services.ask(relief, by=cast.actor("gas.officer"))
    key, phone = token(), browser()
    page = phone.get(f"/c/{key}/")
    bad = reply(phone, page, "partly", amount_said="a lot")
    assert bad.status_code == 422 and Request.objects.get().answered_at is None
    reply(phone, page, "partly", amount_said="１,500", note="只收到一千五")
    row = Request.objects.get()
    assert (row.answer, row.amount_said) == ("partly", 150_000)
    assert fresh(relief).state == "paid" and fresh(relief).confirmed_at is None
    assert list(queries.disputed([cast.orgs["river"].path])) == [row]
    assert list(queries.disputed([cast.orgs["hill"].path])) == [] == list(queries.disputed([]))
    assert queries.gate_state(fresh(relief)).is_disputed
    sheet = reverse("registry:detail", args=["assistance", "relief", relief.uid])
    words = browser("gas.officer").get(sheet).content.decode()
    assert "只收到一千五" in words and "1,500.00" in words and key not in words
    stored = "".join(JournalEvent.objects.values_list("after_text", flat=True))
    assert "一千五" not in stored and "150000" not in stored
    services.ask(fresh(relief), by=cast.actor("gas.officer"))
    assert list(queries.disputed([cast.orgs["river"].path])) == []


@pytest.mark.parametrize("answer", ["", "maybe", "YES"])
def test_only_the_three_answers_are_answers(cast: Cast, relief: Any, browser: Browser, answer: str) -> None:
    services.ask(relief, by=cast.actor("gas.officer"))
    phone = browser()
    page = phone.get(f"/c/{token()}/")
    assert reply(phone, page, answer).status_code == 422
    assert Request.objects.get().answered_at is None


class TestCodes:
    """Eight digits, good only with the last four characters of the person's own number."""

    def type(self, client: Client, digits: str, last: str, **extra: Any) -> Any:
        return client.post(reverse("evidence:code"), {"code": digits, "last": last}, **extra)

    def test_a_code_with_the_right_ending_opens_the_question(
        self, cast: Cast, relief: Any, browser: Browser
    ) -> None:
        ask(browser("gas.officer"), relief, "code")
        for last in (cast.people["wang"].id_number[-4:], cast.people["wang"].phone[-4:]):
            page = self.type(browser(), f"{code()[:4]} {code()[4:]}", last.lower())
            assert page.status_code == 200 and "2,000.00" in page.content.decode()
        phone = browser()
        assert reply(phone, self.type(phone, code(), last)).status_code == 200
        assert fresh(relief).confirmed_at is not None

    def test_the_code_alone_is_worth_nothing(self, cast: Cast, relief: Any, browser: Browser) -> None:
        ask(browser("gas.officer"), relief, "code")
        assert self.type(browser(), code(), "9999").status_code == 404
        for last in ("", "12345", "ab c"):
            assert self.type(browser(), code(), last).status_code == 422
        assert browser().get(f"/c/{code()}/").status_code == 404
        sent = {"secret": code(), "last": "9999", "answer": "yes"}
        assert browser().post(reverse("evidence:answer"), sent).status_code == 404
        assert fresh(relief).confirmed_at is None

    def test_ten_wrong_endings_lock_the_code_from_every_address(
        self, cast: Cast, relief: Any, browser: Browser
    ) -> None:
        ask(browser("gas.officer"), relief, "code")
        digits, right = code(), cast.people["wang"].id_number[-4:]
        wrong = [f"{number:04d}" for number in range(5000, 5040) if f"{number:04d}" != right][
            : throttle.MOST_ON_REQUEST
        ]
        for number, last in enumerate(wrong):
            answer = self.type(browser(), digits, last, REMOTE_ADDR=f"198.51.100.{number}")
            assert answer.status_code == 404
        locked = self.type(browser(), digits, right, REMOTE_ADDR="198.51.100.200")
        assert locked.status_code == 404
        services.ask(fresh(relief), by=cast.actor("gas.officer"), channel="code")
        assert self.type(browser(), code(), right, REMOTE_ADDR="198.51.100.201").status_code == 200

    def test_an_address_that_guesses_is_stopped(self, cast: Cast, relief: Any, browser: Browser) -> None:
        ask(browser("gas.officer"), relief, "code")
        right = cast.people["wang"].id_number[-4:]
        client = browser()
        answers = [self.type(client, f"{number:08d}", right).status_code for number in range(25)]
        assert answers == [404] * throttle.MOST_FROM_ADDRESS + [429] * 5
        assert self.type(client, code(), right).status_code == 429
        assert client.get(f"/c/{'A' * 22}/").status_code == 429
        assert self.type(browser(), code(), right, REMOTE_ADDR="198.51.100.9").status_code == 200
        forget_guesses()
        assert self.type(client, code(), right).status_code == 200

    def test_thousands_of_guesses_find_nothing(self, cast: Cast, relief: Any, browser: Browser) -> None:
        """Even from ever new addresses and knowing whom to guess for."""
        ask(browser("gas.officer"), relief, "code")
        right, digits = cast.people["wang"].id_number[-4:], int(code())
        for number in range(2_000):
            guess = f"{(digits + 1 + number * 4_999) % 10**8:08d}"
            with pytest.raises(public.Unusable):
                public.by_code(guess, right, address=f"198.51.{number // 250}.{number % 250}")

    def test_codes_and_links_do_not_stand_in_for_each_other(self, cast: Cast, relief: Any) -> None:
        services.ask(relief, by=cast.actor("gas.officer"), channel="link")
        row = Request.objects.get()
        assert row.token_hash and row.code_hash is None
        services.ask(relief, by=cast.actor("gas.officer"), channel="code")
        row = Request.objects.get(current=True)
        assert row.code_hash and row.token_hash is None
        assert row.code_hash == keys.hash_of_code(code()) != code()


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


class TestChangesAfterwards:
    """What was confirmed and is changed is confirmed no more."""

    @pytest.fixture
    def received(self, cast: Cast, relief: Any) -> Any:
        services.confirm_own(relief, by=cast.actor("wang"))
        return fresh(relief)

    @pytest.mark.parametrize("name", ["amount", "worker", "happened_on", "paid_on"])
    def test_another_amount_worker_or_day_takes_it_away(self, cast: Cast, received: Any, name: str) -> None:
        before = values_of(received.register, received)
        other = {
            "amount": 300_000,
            "worker": cast.people["gao"],
            "happened_on": received.happened_on - timedelta(days=1),
            "paid_on": received.paid_on + timedelta(days=1),
        }[name]
        entry = registry.stamp(received, {name: other}, by=SYSTEM, verb="change")
        services.after_change(entry, before=before, by=SYSTEM)
        now = fresh(received)
        assert (now.confirmed_at, now.state) == (None, "paid")
        assert not Request.objects.filter(current=True).exists()
        assert quiet() == []

    def test_anything_else_leaves_it(self, cast: Cast, received: Any) -> None:
        before = values_of(received.register, received)
        entry = registry.stamp(
            received, {"note": "moved house", "reason": "disaster"}, by=SYSTEM, verb="change"
        )
        services.after_write(entry, before=before, by=SYSTEM)
        assert fresh(received).confirmed_at is not None

    def test_a_day_filled_in_later_leaves_it(self, cast: Cast, room: Any) -> None:
        services.confirm_own(room, by=cast.actor("wang"))
        entry = fresh(room)
        before = values_of(entry.register, entry)
        closed = {"state": "closed", "closed_on": timezone.localdate()}
        entry = registry.stamp(entry, closed, by=SYSTEM, verb="close")
        services.after_change(entry, before=before, by=SYSTEM)
        assert fresh(room).confirmed_at is not None


class TestTampering:
    """What somebody writes into the tables by hand is named by `verify`."""

    def test_by_its_line(self, cast: Cast, relief: Any, room: Any) -> None:
        from django.db import connection

        from tests.evidence import pictures
        from zhijia.evidence import storing

        row = services.attach(room, pictures.upload(pictures.photo()), by=cast.actor("gas.officer"))
        asked = services.ask(relief, by=cast.actor("gas.officer"))
        assert quiet() == []
        with connection.cursor() as cursor:
            cursor.execute("UPDATE assistance_relief SET confirmed_at = paid_on, evidenced_at = paid_on")
            cursor.execute("UPDATE evidence_request SET answer = 'yes', answered_at = asked_at")
            cursor.execute("UPDATE evidence_attachment SET name = 'other.jpg'")
        storing.original(row.file.sha256).write_bytes(b"other")
        said = {(problem.where.split()[0], problem.what) for problem in quiet()}
        tables = [where for where, _what in said]
        assert tables.count("assistance_relief") >= 3
        assert {"evidence_request", "evidence_attachment", "evidence_storedfile"} <= set(tables)
        storing.original(row.file.sha256).unlink()
        assert any("evidence_storedfile" in problem.where for problem in quiet())
        assert asked.token_hash


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


def test_confirming_takes_the_newest_version_whatever_the_officer_does_meanwhile(
    cast: Cast, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.ask(room, by=cast.actor("gas.officer"))
    row, key = Request.objects.get(), token()
    stamp, tries = registry.stamp, []

    def busy(entry: Any, values: Any, **extra: Any) -> Any:
        tries.append(1)
        if len(tries) < 3:
            from zhijia.registry.errors import Stale

            raise Stale(entry)
        return stamp(entry, values, **extra)

    monkeypatch.setattr(registry, "stamp", busy)
    services.confirm(row.uid, by=ANONYMOUS, channel="link", answer="yes", secret=key)
    assert len(tries) == 3 and fresh(room).confirmed_at is not None
    assert confirming.BEARER
