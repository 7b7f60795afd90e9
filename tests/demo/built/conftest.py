"""The small demonstration, built once for the tests of this folder and committed: another engine sees it too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation

from tests import emptied
from zhijia.kernel.day import frozen

TODAY = date(2026, 11, 20)


@dataclass
class Built:
    """Where the files lie, what the console was told, and the file of anchors."""

    data: Path
    said: list[str]

    @property
    def anchors(self) -> Path:
        return self.data / "heads.jsonl"


@pytest.fixture(scope="package")
def built(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Built]:
    """The small demonstration as of a day in November; gone again after the tests of this folder."""
    from zhijia.journal import anchor
    from zhijia.site.demo import build

    told = Built(tmp_path_factory.mktemp("demo"), [])
    cheap = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    places = {"DATA": told.data, "FILES_ROOT": told.data / "files", "PASSWORD_HASHERS": cheap, "DEMO": True}
    with (
        django_db_blocker.unblock(),
        override_settings(**places),
        frozen(TODAY),
        translation.override("zh-hans"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(anchor, "place", lambda: told.anchors)
        try:
            assert build.demo(size="small", say=told.said.append)
            yield told
        finally:
            assert emptied.emptied()


@pytest.fixture
def anchored(built: Built, monkeypatch: pytest.MonkeyPatch) -> Built:
    """The demonstration with its own file of anchors in place of the test's."""
    from zhijia.journal import anchor

    monkeypatch.setattr(anchor, "place", lambda: built.anchors)
    return built
