"""Log-in in a real browser: keyboard only, policy kept, readable by a screen reader, in both languages."""

from __future__ import annotations

import json
import shutil
import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from tests.accounts.conftest import PASSWORD, code_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install Debian's 'chromium'"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Reader:
    """Somebody at a browser, who notes what is wrong with each page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def look(self) -> None:
        self.page.wait_for_load_state("networkidle")
        for found in Axe().run(self.page).response["violations"]:
            self.wrong.append(f"{self.page.url}: {found['id']} ({found['impact']})")
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if self.page.evaluate(over) > 0:
            self.wrong.append(f"{self.page.url} scrolls sideways")

    def press_enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()


@pytest.fixture
def cast(settings: Any, tmp_path: Any, officer: Any) -> None:
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
def test_an_officer_of_the_demo_gets_in_and_sets_up_two_steps(cast, live_server, language, width):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": width, "height": 800})
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        reader = Reader(context.new_page())
        page = reader.page
        page.goto(f"{live_server.url}/accounts/log-ins/")
        reader.look()
        page.keyboard.type("liu.yang")
        page.keyboard.press("Tab")
        page.keyboard.type("wrong")
        reader.press_enter()
        assert page.locator("main form [role=alert]").count() == 1
        page.click("[data-demo-username]")
        assert page.input_value("#id_password") == PASSWORD
        assert page.inner_text("[data-demo-told]")
        reader.press_enter()
        assert page.url.endswith("/accounts/two-step/set-up/")
        drawn = "document.querySelector('img[src^=\"data:image/svg\"]').naturalWidth"
        assert page.evaluate(drawn) > 0
        page.fill("#id_code", code_of(page.inner_text("#totp-key")))
        reader.press_enter()
        assert page.url.endswith("/accounts/recovery-codes/")
        page.goto(f"{live_server.url}/accounts/log-ins/")
        reader.look()
        browser.close()
    assert reader.wrong == []


def test_five_wrong_tries_end_on_a_page_that_can_be_read(worker, live_server):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        reader = Reader(browser.new_context(viewport={"width": 390, "height": 800}).new_page())
        page = reader.page
        for _ in range(5):
            page.goto(f"{live_server.url}/accounts/login/")
            page.fill("#id_login", "chen.jie")
            page.fill("#id_password", f"wrong {time.time()}")
            reader.press_enter()
        assert page.locator("h1").count() == 1
        assert page.locator("main p[role=alert]").is_visible()
        browser.close()
    assert [said for said in reader.wrong if "429" not in said] == []
