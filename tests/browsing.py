"""Somebody at a real browser who notes what is wrong with each page; for every directory the one copy of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, sync_playwright

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: resolves when letters stand, nothing is on its way and nothing new has been fetched for a moment
SETTLED = """async () => {
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    const fetched = () => performance.getEntriesByType("resource").length;
    await document.fonts.ready;
    for (let before = -1; before !== fetched() || document.querySelector(".htmx-request, .htmx-settling");) {
        before = fetched();
        await wait(60);
    }
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEAVY = ("serious", "critical")


def executable() -> str | None:
    """Where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=executable(), args=ARGS)
        try:
            yield started
        finally:
            started.close()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """The browser of a module; while its event loop runs, Django has to be told that this is no async code."""
    from django.db import connections

    if executable() is None:
        pytest.skip("no Chromium here: install Debian's 'chromium'")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with chromium() as started:
            yield started
            # Beside a running event loop Django keeps connections of its own: nobody else ends them.
            connections.close_all()


def settle(page: Page) -> None:
    """Waits until a page is there whole; a page that leads on to the next is followed."""
    for _ in range(5):
        try:
            page.wait_for_load_state("load")
            page.evaluate(SETTLED)
            return
        except Error as gone:
            if "context was destroyed" not in str(gone):
                raise
    raise AssertionError(f"{page.url} never comes to rest")


def watched(page: Page, *, within: str) -> list[str]:
    """What goes wrong on a page from now on: console, script errors, requests to other machines."""
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((within, "data:", "blob:"))
            else wrong.append(f"elsewhere: {asked.url}")
        ),
    )
    return wrong


def barriers(page: Page, impacts: tuple[str, ...] = HEAVY) -> list[str]:
    """What shuts somebody out of a page that has come to rest, and how far it scrolls sideways."""
    settle(page)
    if shots := os.environ.get("ZHIJIA_SHOTS"):
        page.screenshot(
            path=str(Path(shots) / f"{len(list(Path(shots).glob('*.png'))):03d}.png"), full_page=True
        )
    found = [
        f"{page.url}: {one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
        for one in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        if one["impact"] in impacts
    ]
    over = page.evaluate(SIDEWAYS)
    return [*found, *([f"{page.url} scrolls {over} px sideways"] if over > 0 else [])]


class Person:
    """Somebody at a browser of a width, reading a language, logged in or not."""

    def __init__(
        self, chrome: Browser, address: str, user: Any = None, *, width: int = 390, language: str = "zh-hans"
    ) -> None:
        self.address, self.taps = address, 0
        context = chrome.new_context(viewport={"width": width, "height": 844}, base_url=address)
        context.set_default_timeout(15_000)
        cookies = {"django_language": language} | ({"sessionid": session_of(user)} if user else {})
        context.add_cookies([{"name": name, "value": cookies[name], "url": address} for name in cookies])
        self.page: Page = context.new_page()
        self.wrong = watched(self.page, within=address)

    def go(self, path: str) -> None:
        """Opens an address of the house and looks at it."""
        self.page.goto(path)
        self.look()

    def look(self, impacts: tuple[str, ...] = HEAVY) -> None:
        """Notes what is wrong with the present page."""
        self.wrong += barriers(self.page, impacts)

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).first.click()

    def leave(self) -> None:
        self.page.context.close()


def session_of(user: Any) -> str:
    """The cookie of somebody logged in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.fixture
def somebody(chrome: Browser, cast: Any, live_server: Any) -> Iterator[Callable[..., Person]]:
    """Puts people of the cast at a browser, or somebody from outside; gone again at the end."""
    people: list[Person] = []

    def at_browser(key: str = "", **how: Any) -> Person:
        people.append(Person(chrome, live_server.url, cast.users.get(key), **how))
        return people[-1]

    yield at_browser
    for person in people:
        person.leave()
