"""What is readable of a message, at rest and in the file provider's file."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.outbox.reading import LINK, Write, body_of, lines
from zhijia.outbox import delivery, letters, queries
from zhijia.outbox.letters import Letter
from zhijia.outbox.models import Message
from zhijia.outbox.providers import FileProvider, Undeliverable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", [None, Undeliverable, TimeoutError])
def test_a_secret_text_is_nowhere_to_be_read(
    write: Write, recorder: Any, fault: type[Exception] | None, caplog: Any
) -> None:
    def act(letter: Letter) -> None:
        assert LINK in letter.body and LINK not in repr(letter)
        if fault is not None:
            raise fault(f"refused {LINK[5:]} for {letter.to}")

    message = write(body=f"请打开 {LINK}", secret=True)
    recorder.act, moment = act, timezone.now()
    for _ in range(delivery.MOST_TRIES):
        assert not seen(message, caplog)
        moment = delivery.deliver_waiting(now=moment).next_try_at or moment
    assert not seen(message, caplog)
    assert body_of(message) == (delivery.NOT_SENT if fault else delivery.SENT)
    assert message.state == ("failed" if fault else "sent")


def seen(message: Message, caplog: Any) -> bool:
    """Whether any part of the secret stands in the table, in what pages may show, or in the log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_message")
        table = repr(cursor.fetchall())
    shown = f"{message!r} {message} {vars(message)} {queries.statuses(['relief:1:ask'])} {queries.failed()}"
    return any("canary" in text for text in (table, shown, caplog.text))


def test_an_open_text_stays_readable_for_the_house(write: Write, recorder: Any) -> None:
    message = write()
    delivery.deliver_waiting()
    message.refresh_from_db()
    assert letters.letter_of(message).body == "请确认收到慰问金 500.00 元"


def test_the_file_is_for_its_owner_only(write: Write, messages_root: Path) -> None:
    messages_root.mkdir()
    path = messages_root / "sms.jsonl"
    path.touch(mode=0o644)
    path.chmod(0o644)
    write()
    write("second", body="第二条")
    assert delivery.deliver_waiting().sent == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [(line["to"], line["body"]) for line in lines(messages_root)] == [
        ("13800000001", "请确认收到慰问金 500.00 元"),
        ("13800000001", "第二条"),
    ]


def test_each_channel_has_its_own_file(write: Write, messages_root: Path) -> None:
    write(channel="email", to="a@example.com", body="line one\nline two")
    delivery.deliver_waiting()
    assert json.loads((messages_root / "email.jsonl").read_text())["body"] == "line one\nline two"


def test_a_folder_that_cannot_be_written_postpones(write: Write, messages_root: Path) -> None:
    messages_root.write_text("a file stands where the folder should be")
    write()
    assert delivery.deliver_waiting().postponed == 1


def test_the_file_provider_keeps_to_its_interface(messages_root: Path) -> None:
    from zhijia.kernel.uid import uuid7

    letter = Letter(uuid7(), "sms", "key", 1, "13800000001", "text")
    assert FileProvider().send(letter) == f"file:{letter.uid}"
