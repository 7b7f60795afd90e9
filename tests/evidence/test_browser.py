"""The pages of this room in a real browser: readable at 320 px, in both languages, and what they need to work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.test import Client

from tests import cast as casting
from tests.cast import Cast
from tests.evidence import pictures
from tests.evidence.conftest import fresh, new_room, token
from tests.ui import chromium
from zhijia.evidence import services
from zhijia.tally import services as tally

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(chromium.executable() is None, reason="no Chromium here: install Debian's 'chromium'"),
]
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    built = casting.build()
    tally.refresh()
    return built


@pytest.fixture
def chrome() -> Iterator[Any]:
    with chromium.browser() as started:
        yield started
        # While the browser's event loop runs, Django keeps connections of its own for it: nobody else ends them.
        connections.close_all()


@pytest.fixture
def opened(chrome: Any, cast: Cast, live_server: Any) -> Callable[..., Any]:
    """A page of somebody's browser, and the list of what goes wrong on it."""

    def page_of(key: str = "", *, width: int = 390, language: str = "zh-hans") -> tuple[Any, list[str]]:
        context = chrome.new_context(viewport={"width": width, "height": 844}, base_url=live_server.url)
        cookies = {"django_language": language}
        if key:
            client = Client()
            client.force_login(cast.users[key])
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        return page, chromium.watched(page, within=live_server.url)

    return page_of


def fine(page: Any, wrong: list[str]) -> None:
    """No error, nothing wider than the screen, nothing serious for those who do not see it."""
    page.wait_for_load_state("networkidle")
    if shots := os.environ.get("EVIDENCE_SHOTS"):
        name = f"{len(list(Path(shots).glob('*.png'))):02d}.png"
        page.screenshot(path=str(Path(shots) / name), full_page=True)
    heavy = [
        (found["id"], found["nodes"][0]["html"][:160])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    assert (heavy, page.evaluate(OVER), wrong) == ([], 0, []), page.url


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_photo_is_added_and_the_worker_answers_on_the_smallest_phone(
    cast: Cast, opened: Callable[..., Any], tmp_path: Path, language: str
) -> None:
    room = new_room(cast)
    place = tmp_path / "书屋.jpg"
    place.write_bytes(pictures.photo())
    page, wrong = opened("gas.officer", width=390, language=language)
    page.goto(f"/r/facilities/readingroom/{room.uid}/")
    fine(page, wrong)
    page.set_input_files("input[name=uploads]", str(place))
    page.wait_for_selector(".zj-photo img")
    page.click("form[action$='/attach/'] button[type=submit]")
    page.wait_for_selector(".ev-thumb img")
    fine(page, wrong)
    page.click("form[action$='/ask/'] button[type=submit]")
    page.wait_for_load_state("networkidle")
    phone, amiss = opened(width=320, language=language)
    phone.goto(f"/c/{token()}/")
    fine(phone, amiss)
    phone.fill("textarea[name=note]", "书架很满")
    phone.click("button[value=yes]")
    phone.wait_for_load_state("networkidle")
    fine(phone, amiss)
    entry = fresh(room)
    assert entry.evidenced_at is not None and entry.confirmed_at is not None
    page.reload()
    assert "书架很满" in page.content()
    fine(page, wrong)


def test_the_pages_around_it_are_readable(cast: Cast, opened: Callable[..., Any]) -> None:
    room, mill = new_room(cast), new_room(cast, "纺织书屋", union="mill", witness="li")
    data = pictures.photo()
    services.attach(mill, pictures.upload(data), by=cast.actor("mill.officer"))
    twice = services.attach(room, pictures.upload(data), by=cast.actor("gas.officer"))
    services.explain(twice.uid, "两家合办，门牌是同一块。", by=cast.actor("gas.officer"))
    services.ask(room, by=cast.actor("gas.officer"), channel="slip")
    services.ask(mill, by=cast.actor("mill.officer"), channel="call")
    page, wrong = opened("river.officer", width=390)
    page.goto("/evidence/reused/")
    fine(page, wrong)
    page.goto(f"/r/facilities/readingroom/{room.uid}/")
    fine(page, wrong)
    page, wrong = opened("city.auditor", width=390)
    page.goto("/evidence/slips/")
    fine(page, wrong)
    with page.context.expect_page() as printed:
        page.click("form[action$='/print/'] button[type=submit]")
    paper = printed.value
    paper.wait_for_selector(".slip img")
    assert paper.evaluate("document.querySelector('.slip img').naturalWidth") > 100
    fine(paper, [])
    page, wrong = opened("gas.officer", width=390)
    page.goto("/evidence/callbacks/")
    fine(page, wrong)
    page.click("form[action$='/take/'] button[type=submit]")
    page.wait_for_selector("a[href^='tel:']")
    fine(page, wrong)
    page, wrong = opened(width=320)
    page.goto("/c/")
    fine(page, wrong)
