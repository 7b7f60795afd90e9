"""The gallery's settings, words compiled, a browser when there is one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import translation
from django.utils.translation import trans_real

from tests.ui import chromium, gallery
from tests.ui.server import kept_menu, serving

CATALOGUE = Path(__file__).parents[2] / "src/zhijia/ui/locale/zh_Hans/LC_MESSAGES/django.po"


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not chromium.executable():
        pytest.skip("no Chromium here: install Debian's 'chromium' to run the pages in a browser")
    with chromium.browser() as running:
        yield running
