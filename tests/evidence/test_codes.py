"""The answer by a code typed with the last four of one's number: right ones count, guesses find nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.evidence.asking import Browser, ask, reply
from tests.evidence.conftest import code, forget_guesses, fresh
from zhijia.evidence import keys, public, services, throttle
from zhijia.evidence.models import Request


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

    @pytest.mark.parametrize("guesses", [200, pytest.param(2_000, marks=pytest.mark.long)])
    def test_thousands_of_guesses_find_nothing(
        self, cast: Cast, relief: Any, browser: Browser, guesses: int
    ) -> None:
        """Even from ever new addresses and knowing whom to guess for."""
        ask(browser("gas.officer"), relief, "code")
        right, digits = cast.people["wang"].id_number[-4:], int(code())
        for number in range(guesses):
            guess = f"{(digits + 1 + number * 4_999) % 10**8:08d}"
            with pytest.raises(public.Unusable):
                public.by_code(guess, right, address=f"198.51.{number // 15}.{number % 15}")

    def test_codes_and_links_do_not_stand_in_for_each_other(self, cast: Cast, relief: Any) -> None:
        services.ask(relief, by=cast.actor("gas.officer"), channel="link")
        row = Request.objects.get()
        assert row.token_hash and row.code_hash is None
        services.ask(relief, by=cast.actor("gas.officer"), channel="code")
        row = Request.objects.get(current=True)
        assert row.code_hash and row.token_hash is None
        assert row.code_hash == keys.hash_of_code(code()) != code()
