"""The main job in a real browser: a plan goes in, an officer records on a phone, the worker confirms, it counts."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cast import Cast, build
from tests.plans.test_plans import TEXT
from zhijia.kernel.day import today
from zhijia.outbox.models import Message
from zhijia.plans.models import Plan
from zhijia.tally import services as tally

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install Debian's 'chromium'"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def house(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    cast = build()
    tally.ensure_year(today().year)
    tally.refresh()
    return cast


class Person:
    """Somebody at a browser who notes what is wrong with each page."""

    def __init__(
        self, browser: Browser, address: str, cast: Cast, key: str, width: int, language: str = "zh-hans"
    ):
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        if key:
            client = Client()
            client.force_login(cast.users[key])
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}]
            )
        self.page: Page = context.new_page()
        self.address, self.wrong, self.taps = address, [], 0
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        self.page.wait_for_load_state("networkidle")
        for found in Axe().run(self.page).response["violations"]:
            if found["impact"] in ("serious", "critical"):
                self.wrong.append(f"{self.page.url}: {found['id']}: {found['nodes'][0]['html'][:160]}")
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if self.page.evaluate(over) > 0:
            self.wrong.append(f"{self.page.url} scrolls sideways")

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).first.click()

    def number(self, label: str) -> str:
        """The figure shown for a target on the present page."""
        card = self.page.locator(".zj-line", has=self.page.get_by_text(label)).first
        return card.locator(".zj-figure-value").first.inner_text()


def photo(path: Path, text: str) -> Path:
    """A picture of its own for each story."""
    image = Image.new("RGB", (800, 600), "white")
    ImageDraw.Draw(image).text((40, 40), text, fill="black")
    made = io.BytesIO()
    image.save(made, "JPEG")
    path.write_bytes(made.getvalue())
    return path


def test_a_plan_goes_in_and_a_relief_moves_it_by_one(
    house: Cast, live_server: Any, browser: Browser, tmp_path: Path, settings: Any
) -> None:
    text = TEXT.replace("2026", str(today().year))
    planner = Person(browser, live_server.url, house, "city.officer", 1280)
    planner.go("/plans/read/")
    planner.page.fill("textarea[name=text]", text)
    planner.page.click("main form button[type=submit]")
    planner.look()
    for key in ("read_new", "mem_rate_unionised", "aid_living"):
        target = Plan.objects.get().targets.get(suggested=key)
        card = planner.page.locator(f"#t-{target.uid}")
        card.locator("button[value=confirm]").click()
        card.locator(".zj-tone-good").wait_for()
    planner.page.get_by_role("button", name="印发").click()
    planner.look()
    planner.go("/board/")
    assert planner.number("生活救助") == "0"

    liu = Person(browser, live_server.url, house, "liu", 390)
    liu.go("/")
    liu.tap("a[href*='/r/assistance/relief/new/']")
    liu.look()
    liu.page.fill("input[name=worker_typed]", "陈大")
    liu.page.wait_for_selector("input[type=radio][name=worker]")
    if not liu.page.is_checked("input[type=radio][name=worker]"):
        liu.tap("input[type=radio][name=worker]")
    liu.page.select_option("select[name=reason]", "illness")
    liu.taps += 1
    liu.page.fill("input[name=amount]", "１，２００")
    files = liu.page.locator("input[type=file]").first
    files.set_input_files(str(photo(tmp_path / "receipt.jpg", f"receipt {today()}")))
    liu.taps += 1
    liu.tap("main form button[type=submit].btn-primary")
    liu.page.wait_for_url(re.compile(r"/$"))
    liu.look()
    assert liu.taps <= 5

    from zhijia.assistance.models import Relief

    relief = Relief.objects.get()
    assert (relief.amount, relief.state) == (120_000, "asked")
    assert relief.evidenced_at is not None

    county = Person(browser, live_server.url, house, "river.officer", 1280)
    county.go(f"/r/assistance/relief/{relief.uid}/")
    county.page.get_by_role("button", name="批准", exact=True).click()
    county.look()
    liu.go(f"/r/assistance/relief/{relief.uid}/")
    liu.page.get_by_role("link", name="登记发放").click()
    liu.page.select_option("select[name=pay_way]", "cash")
    liu.page.click("main form button[type=submit]")
    liu.look()
    planner.go("/board/")
    assert planner.number("生活救助") == "0"

    liu.page.click("form[action$='/ask/'] button[type=submit]")
    liu.look()
    settings.MESSAGES_ROOT.mkdir(parents=True, exist_ok=True)
    from zhijia.outbox.delivery import deliver_waiting

    assert Message.objects.count() == 1
    deliver_waiting()
    sent = (settings.MESSAGES_ROOT / "sms.jsonl").read_text()
    token = re.search(r"/c/([^/\"\s]+)/", sent)
    assert token is not None and token[1] not in liu.page.content()
    worker = Person(browser, live_server.url, house, "", 320)
    worker.go(f"/c/{token[1]}/")
    worker.page.click("button[name=answer][value=yes]")
    worker.look()
    planner.go("/board/")
    assert planner.number("生活救助") == "1"
    for person in (planner, liu, county, worker):
        assert person.wrong == []


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("en", 1280)])
@pytest.mark.parametrize("key", ["city.officer", "gas.chair", "city.auditor", "wang"])
def test_each_role_lands_on_a_page_that_reads_well(
    house: Cast, live_server: Any, browser: Browser, key: str, language: str, width: int
) -> None:
    somebody = Person(browser, live_server.url, house, key, width, language)
    house.users[key].language = language
    house.users[key].save()
    somebody.go("/")
    links = somebody.page.eval_on_selector_all(
        "nav a[href^='/']", "all => [...new Set(all.map(a => a.getAttribute('href')))]"
    )
    for link in [one for one in links if "logout" not in one][:14]:
        somebody.go(link)
        if language == "en":
            assert somebody.page.locator("html").get_attribute("lang") == "en"
    assert somebody.wrong == []
