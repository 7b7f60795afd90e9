"""The member card: whoever scans it sees whether it holds, and nothing of the person."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from zhijia.directory import card, services
from zhijia.kernel.day import today

pytestmark = pytest.mark.django_db


def code(cast: Cast, hours: float = 1) -> str:
    return card.token(cast.memberships["wang"].uid, int(time.time() + hours * 3600))


def checked(client: Any, text: str) -> Any:
    return client.get(reverse("directory:card_check", args=[text]))


def test_the_card_shows_a_code_that_holds(cast: Cast, client: Any) -> None:
    answer = cast.login(client, "wang").get(reverse("directory:card"))
    shown = answer.context["card"]
    assert "data:image/svg+xml" in answer.content.decode()
    client.logout()
    path = shown.url[shown.url.index("/m/") :]
    page = client.get(path)
    assert page.status_code == 200 and page.context["shown"].holds
    assert page.context["shown"].number == shown.number


def test_nothing_of_the_person_is_told(cast: Cast, client: Any) -> None:
    page = checked(client, code(cast)).content.decode()
    wang = cast.people["wang"]
    assert "王**" in page and cast.orgs["gas"].name in page
    for secret in (wang.name, wang.phone, wang.id_number, "1978", str(wang.uid), "2024-03"):
        assert secret not in page


def test_a_forged_mistyped_or_old_code_holds_nothing(cast: Cast, client: Any) -> None:
    good = code(cast)
    other = card.token(cast.memberships["gao"].uid, 2**31)
    for text in (
        good[:-4] + "AAAA",
        other[:22] + good[22:],
        code(cast, -0.1),
        "x",
        "x" * 43,
        "汉字",
        good + "AA",
        good[:20],
    ):
        answer = checked(client, text)
        assert answer.status_code == 404, text
        assert cast.orgs["gas"].name not in answer.content.decode()


def test_who_has_left_is_no_member_any_more(cast: Cast, client: Any) -> None:
    text = code(cast)
    by = cast.actor("gas.officer")
    services.leave(cast.memberships["wang"], on=today(), kind="retired", by=by)
    answer = checked(client, text)
    assert answer.status_code == 200 and not answer.context["shown"].holds
    card_page = cast.login(client, "wang").get(reverse("directory:card"))
    assert card_page.context["card"] is None and card_page.status_code == 200


def test_the_logs_do_not_keep_the_code(cast: Cast) -> None:
    from zhijia.evidence.discreet import without_tokens

    text = code(cast)
    assert text not in without_tokens(f"GET /m/{text}/ 200")
