"""The cast with a reading room and a relief; files in a folder of the test's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.anchors import _anchors_of_its_own
from tests.cast import Cast
from zhijia.assistance.models import Relief
from zhijia.evidence.models import Guesses
from zhijia.facilities.models import ReadingRoom
from zhijia.kernel.day import today
from zhijia.outbox import letters
from zhijia.outbox.models import Message
from zhijia.registry import services as registry

__all__ = ["_anchors_of_its_own"]

PANELS = ["zhijia.evidence.panels.evidence", "zhijia.evidence.panels.confirmation"]


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "tests.evidence.urls"
    settings.DETAIL_PANELS = PANELS
    settings.ZHIJIA_REQUIRE_TOTP = False
    settings.FILES_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def room(cast: Cast) -> Any:
    """A reading room of the gas company, recorded by its officer; Wang can vouch for it."""
    return new_room(cast)


def new_room(cast: Cast, name: str = "班组书屋", *, union: str = "gas", witness: str = "wang") -> Any:
    values = {
        "org": cast.orgs[union],
        "name": name,
        "address": f"厂区路{len(name)}号{name}",
        "happened_on": today() - timedelta(days=20),
        "witness": cast.people[witness],
    }
    officer = "liu" if union == "site" else f"{union}.officer"
    return registry.add(ReadingRoom.register, values, by=cast.actor(officer))


@pytest.fixture
def relief(cast: Cast) -> Any:
    """Relief for Wang, asked for by the officer, approved by the chair and paid."""
    values = {
        "org": cast.orgs["gas"],
        "worker": cast.people["wang"],
        "kind": "living",
        "reason": "illness",
        "amount": 200_000,
        "happened_on": today() - timedelta(days=9),
    }
    entry = registry.add(Relief.register, values, by=cast.actor("gas.officer"))
    entry = registry.move(entry, "approve", by=cast.actor("gas.chair"), version=entry.version)
    paid = {"paid_on": today() - timedelta(days=5), "pay_way": "bank"}
    return registry.move(entry, "pay", by=cast.actor("gas.officer"), version=entry.version, values=paid)


@pytest.fixture
def browser(cast: Cast) -> Callable[..., Client]:
    """A browser somebody is logged in with, or nobody."""

    def opened(key: str = "", **extra: Any) -> Client:
        client = Client(**extra)
        return cast.login(client, key) if key else client

    return opened


def texts() -> list[str]:
    """What the outbox would send, opened as the provider does."""
    return [letters.letter_of(message).body for message in Message.objects.order_by("id")]


def token() -> str:
    """The token of the newest link sent."""
    return re.findall(r"/c/([\w-]{16,})/", texts()[-1])[0]


def code() -> str:
    """The code of the newest message, without its blank."""
    return re.findall(r"(\d{4} \d{4})", texts()[-1])[0].replace(" ", "")


def fresh(entry: Any) -> Any:
    """The entry as it stands in the database."""
    return type(entry)._default_manager.get(pk=entry.pk)


def forget_guesses() -> None:
    Guesses.objects.all().delete()
