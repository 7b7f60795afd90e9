"""What was written and what was sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from zhijia.outbox.models import Message
from zhijia.outbox.secret import unseal

Write = Callable[..., Message]


LINK = "/confirm/canary-7f3a"


def body_of(message: Message) -> str:
    message.refresh_from_db()
    return unseal(message.body, place=f"{message.uid}/body")


def lines(root: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (root / "sms.jsonl").read_text().splitlines()]
