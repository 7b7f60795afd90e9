"""A provider that remembers, and a folder of messages for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from zhijia.outbox import services
from zhijia.outbox.letters import Letter
from zhijia.outbox.models import Message


class Recorder:
    """Keeps what it is handed; `act` may raise or do something in the middle of a try."""

    letters: list[Letter] = []
    act: Callable[[Letter], None] | None = None

    def send(self, letter: Letter) -> str:
        if Recorder.act is not None:
            Recorder.act(letter)
        Recorder.letters.append(letter)
        return f"receipt {letter.effect_key}"


@pytest.fixture
def recorder(settings: Any) -> Iterator[type[Recorder]]:
    settings.OUTBOX_PROVIDERS = {"sms": "tests.outbox.conftest.Recorder"}
    Recorder.letters, Recorder.act = [], None
    yield Recorder
    Recorder.letters, Recorder.act = [], None


@pytest.fixture(autouse=True)
def messages_root(settings: Any, tmp_path: Path) -> Path:
    settings.MESSAGES_ROOT = tmp_path / "outbox"
    return tmp_path / "outbox"


@pytest.fixture
def write() -> Callable[..., Message]:
    def one(key: str = "relief:1:ask", **changes: Any) -> Message:
        wanted = {"channel": "sms", "to": "13800000001", "body": "请确认收到慰问金 500.00 元", **changes}
        return services.send(effect_key=key, **wanted)

    return one
