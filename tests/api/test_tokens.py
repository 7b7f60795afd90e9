"""Tokens: shown once, never more than their owner, ended at once; sessions need their CSRF token."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.conftest import V1, Program
from tests.cast import Cast
from zhijia.api import tokens
from zhijia.api.models import ApiToken
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import frozen, today
from zhijia.registry.errors import NotFound, Refused
from zhijia.tree.models import Post

pytestmark = pytest.mark.django_db

RELIEF = "/assistance/relief"


def test_only_the_hash_is_kept_and_the_journal_knows_of_it(cast: Cast, program: Any) -> None:
    clear = program("gas.officer").clear
    token = ApiToken.objects.get()
    assert clear not in str(vars(token)) and len(token.digest) == 64 and clear.startswith(token.start)
    event = JournalEvent.objects.get(verb="issue")
    assert event.after["scope"] == "write" and clear not in event.after_text and event.entry_uid == token.uid


def test_a_token_acts_with_its_owners_rights_of_today(cast: Cast, program: Any) -> None:
    gas = program("gas.officer")
    assert gas.get(RELIEF).status_code == 200
    assert not gas.client.cookies
    Post.objects.filter(user=cast.users["gas.officer"]).update(valid_to=today())
    assert gas.get("/directory/person").json().get("count", 0) == 0
    cast.users["gas.officer"].is_active = False
    cast.users["gas.officer"].save()
    assert gas.get(RELIEF).status_code == 401


def test_a_token_to_read_writes_nothing(cast: Cast, program: Any) -> None:
    reader = program("gas.officer", scope="read")
    assert reader.get(RELIEF).status_code == 200
    assert reader.post(RELIEF, {}).status_code == 403 and reader.ask("DELETE", RELIEF).status_code == 403


def test_unknown_expired_and_revoked_tokens_open_nothing(cast: Cast, program: Any) -> None:
    gas = program("gas.officer")
    with frozen(today() + timedelta(days=31)):
        assert gas.get(RELIEF).status_code == 401
    for clear in ("zj_nonsense", "", "\u00e9", "x" * 9000):
        answer = Program(clear).get(RELIEF)
        assert answer.status_code == 401 and answer.json()["detail"][0]["msg"]
    with pytest.raises(NotFound):
        tokens.revoke(ApiToken.objects.get().uid, by=cast.actor("river.officer"))
    tokens.revoke(ApiToken.objects.get().uid, by=cast.actor("gas.officer"))
    assert gas.get(RELIEF).status_code == 401
    assert JournalEvent.objects.filter(verb="revoke").exists()


def test_a_bad_token_is_refused_even_with_a_good_session(cast: Cast, client: Any) -> None:
    cast.login(client, "gas.officer")
    answer = client.get(f"{V1}{RELIEF}", headers={"Authorization": "Bearer zj_wrong"})
    assert answer.status_code == 401 and answer["WWW-Authenticate"] == "Bearer"


def test_without_token_and_session_nothing_is_said(client: Any, db: None) -> None:
    for path in (RELIEF, "/figures", "/openapi.json", "/assistance/relief/abc"):
        assert client.get(f"{V1}{path}").status_code == 401
    assert client.get("/api/").status_code == 401 and client.get("/account/tokens/").status_code == 302


def test_a_session_reads_and_writes_only_with_its_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    cast.login(client, "gas.officer")
    assert client.get(f"{V1}{RELIEF}").status_code == 200
    body = json.dumps({"org": "YC0102"})
    refused = client.post(f"{V1}{RELIEF}", body, content_type="application/json")
    assert refused.status_code == 403
    client.get("/account/tokens/")
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    allowed = client.post(f"{V1}{RELIEF}", body, content_type="application/json", headers=headers)
    assert allowed.status_code == 422


def test_too_many_requests_in_a_minute_wait(
    cast: Cast, program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "PER_MINUTE", 3)
    gas = program("gas.officer")
    codes = [gas.get("/figures").status_code for _try in range(5)]
    late = gas.get("/figures")
    assert 429 in codes and codes[:3] == [200] * 3
    assert late.status_code in (200, 429)
    if late.status_code == 429:
        assert late["Retry-After"] == "60"


def test_the_last_use_is_noted_once_a_minute(cast: Cast, program: Any) -> None:
    gas = program("gas.officer")
    gas.get("/figures")
    first = ApiToken.objects.get().used_at
    gas.get("/figures")
    assert first is not None and ApiToken.objects.get().used_at == first
    ApiToken.objects.update(used_at=timezone.now() - timedelta(hours=1))
    gas.get("/figures")
    assert ApiToken.objects.get().used_at > first - timedelta(minutes=1)


def test_limits_of_a_token(cast: Cast) -> None:
    by = cast.actor("gas.officer")
    for days in (-1, 366):
        with pytest.raises(Refused):
            tokens.issue(by=by, name="x", scope="read", expires_on=today() + timedelta(days=days))
    with pytest.raises(Refused):
        tokens.issue(by=by, name="x", scope="all", expires_on=today())
    for number in range(tokens.MOST):
        tokens.issue(by=by, name=f"x{number}", scope="read", expires_on=today())
    with pytest.raises(Refused):
        tokens.issue(by=by, name="x", scope="read", expires_on=today())


def test_the_page_makes_shows_once_and_revokes(cast: Cast, client: Any) -> None:
    cast.login(client, "gas.officer")
    sent = {"name": "月报", "scope": "read", "expires_on": today().isoformat()}
    made = client.post("/account/tokens/", sent)
    assert made.status_code == 200 and "zj_" in made.content.decode() and made["Cache-Control"]
    clear = made.content.decode().partition('id="token">')[2].partition("<")[0]
    assert Program(clear).get("/figures").status_code == 200
    again = client.get("/account/tokens/").content.decode()
    assert clear not in again and "月报" in again
    assert client.post("/account/tokens/", sent | {"expires_on": "2099-01-01"}).status_code == 422
    token = ApiToken.objects.get()
    assert cast.login(client, "river.officer").post(f"/account/tokens/{token.uid}/revoke/").status_code == 404
    cast.login(client, "gas.officer").post(f"/account/tokens/{token.uid}/revoke/")
    assert Program(clear).get("/figures").status_code == 401


def test_the_page_about_the_interface_names_every_register_and_figure(cast: Cast, client: Any) -> None:
    page = cast.login(client, "gas.officer").get("/api/").content.decode()
    assert "/api/v1/assistance/relief" in page and "aid_living" in page and "moves/approve" in page
