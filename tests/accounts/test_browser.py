"""Log-in in a real browser: keyboard only, policy kept, readable by a screen reader, in both languages."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.accounts.conftest import PASSWORD, code_of
from tests.browsing import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVERY = ("minor", "moderate", "serious", "critical")


class Reader(Person):
    """Somebody who works with the keys alone and bears no barrier, however small."""

    def look(self, impacts: tuple[str, ...] = EVERY) -> None:
        super().look(impacts)

    def press_enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.fixture
def told_cast(settings: Any, tmp_path: Any, officer: Any) -> None:
    settings.DATA, settings.DEMO, settings.ZHIJIA_REQUIRE_TOTP = tmp_path, True, True
    told = {
        "username": "liu.yang",
        "password": PASSWORD,
        "name": "刘洋",
        "post": "工会干部",
        "what": "本工会",
    }
    (tmp_path / "demo.json").write_text(json.dumps({"cast": [told]}), encoding="utf-8")


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 320), ("en", 1280)])
def test_an_officer_of_the_demo_gets_in_and_sets_up_two_steps(
    chrome, told_cast, live_server, language, width
):
    reader = Reader(chrome, live_server.url, width=width, language=language)
    page = reader.page
    reader.go("/accounts/log-ins/")
    page.keyboard.type("liu.yang")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    reader.press_enter()
    reader.look()
    assert page.locator("main form [role=alert]").count() == 1
    page.click("[data-demo-username]")
    assert page.input_value("#id_password") == PASSWORD
    assert page.inner_text("[data-demo-told]")
    reader.press_enter()
    reader.look()
    assert page.url.endswith("/accounts/two-step/set-up/")
    drawn = "document.querySelector('img[src^=\"data:image/svg\"]').naturalWidth"
    assert page.evaluate(drawn) > 0
    page.fill("#id_code", code_of(page.inner_text("#totp-key")))
    reader.press_enter()
    reader.look()
    assert page.url.endswith("/accounts/recovery-codes/")
    reader.go("/accounts/log-ins/")
    reader.leave()
    assert reader.wrong == []


def test_five_wrong_tries_end_on_a_page_that_can_be_read(chrome, worker, live_server):
    reader = Reader(chrome, live_server.url)
    page = reader.page
    for _ in range(5):
        page.goto("/accounts/login/")
        page.fill("#id_login", "chen.jie")
        page.fill("#id_password", f"wrong {time.time()}")
        reader.press_enter()
    reader.look()
    assert page.locator("h1").count() == 1
    assert page.locator("main p[role=alert]").is_visible()
    reader.leave()
    assert [said for said in reader.wrong if "429" not in said] == []
