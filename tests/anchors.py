"""A file of anchors for every test: seals that are rolled back must not haunt the next one."""

from __future__ import annotations

from itertools import count

import pytest

_numbers = count(1)


@pytest.fixture(autouse=True)
def _anchors_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhijia.journal import anchor

    place = tmp_path_factory.getbasetemp() / f"heads-{next(_numbers)}.jsonl"
    monkeypatch.setattr(anchor, "place", lambda: place)
