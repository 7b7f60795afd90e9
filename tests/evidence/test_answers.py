"""The answer of a worker by a link: who may give it, what it changes, what it never tells."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.evidence.asking import Browser, ask, later, quiet, reply
from tests.evidence.conftest import code, fresh, token
from zhijia.assistance.models import Relief
from zhijia.evidence import queries, services
from zhijia.evidence.models import Request
from zhijia.journal.models import JournalEvent
from zhijia.registry import services as registry
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.tree.actor import ANONYMOUS, SYSTEM


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
