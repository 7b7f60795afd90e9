"""The gallery's settings, words compiled, a browser when there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import translation
from django.utils.translation import trans_real

from tests.browsing import watched
from tests.ui import gallery
from tests.ui.server import kept_menu, serving

CATALOGUE = Path(__file__).parents[2] / "src/zhijia/ui/locale/zh_Hans/LC_MESSAGES/django.po"
#: what a browser says of its own accord when the gallery fails on purpose
EXPECTED = re.compile(
    r"Failed to load resource: .*(status of 4\d\d|ERR_INTERNET_DISCONNECTED)|Response Status Error Code 4\d\d"
)


@pytest.fixture(scope="session", autouse=True)
def chinese() -> None:
    """The Chinese words, compiled when that has not been done yet."""
    compiled = CATALOGUE.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= CATALOGUE.stat().st_mtime:
        return
    if not shutil.which("msgfmt"):
        pytest.skip("no msgfmt here: install gettext to compile the Chinese words")
    subprocess.run(["msgfmt", "-o", str(compiled), str(CATALOGUE)], check=True)
    trans_real._translations.clear()


@pytest.fixture(autouse=True)
def gallery_settings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test here runs on the gallery's settings, in English unless it says otherwise."""
    if "address" in request.fixturenames:
        yield
        return
    with override_settings(**gallery.SETTINGS), kept_menu(), translation.override("en"):
        yield


@pytest.fixture
def visitor() -> Client:
    """A client that reads English and gets error pages instead of exceptions."""
    client = Client(raise_request_exception=False)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the running gallery."""
    with serving() as where:
        yield where


@pytest.fixture
def page(chrome: Any, address: str) -> Iterator[Any]:
    """A page 1280 wide that reads English; at its end nothing may have gone wrong on it."""
    yield from opened(chrome, address, 1280)


@pytest.fixture
def phone(chrome: Any, address: str) -> Iterator[Any]:
    """A page as wide as a small phone."""
    yield from opened(chrome, address, 320)


def opened(chrome: Any, address: str, width: int) -> Iterator[Any]:
    context = chrome.new_context(viewport={"width": width, "height": 800}, base_url=address)
    context.set_default_timeout(8000)
    context.add_cookies([{"name": "django_language", "value": "en", "url": address}])
    page = context.new_page()
    wrong = watched(page, within=address)
    yield page
    context.close()
    assert [line for line in wrong if not EXPECTED.search(line)] == []
