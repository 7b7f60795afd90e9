"""Writing a message: once for its key, sealed, and only with its transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from zhijia.kernel.identity import BadPhone
from zhijia.outbox import queries, secret
from zhijia.outbox.addresses import BadMessage
from zhijia.outbox.models import Message
from zhijia.outbox.services import KeyReused

pytestmark = pytest.mark.django_db
Write = Callable[..., Message]


def stored_text() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_message")
        return repr(cursor.fetchall())


def test_the_same_key_is_the_same_message(write: Write) -> None:
    first = write()
    assert write(to="+86 138-0000-0001") == first
    assert Message.objects.count() == 1


@pytest.mark.parametrize("changes", [{"to": "13800000002"}, {"body": "另一段文字"}])
def test_a_key_is_not_used_for_another_message(write: Write, changes: dict[str, str]) -> None:
    first = write()
    with pytest.raises(KeyReused):
        write(**changes)
    assert Message.objects.get().fingerprint == first.fingerprint


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "fax"}, "channel"),
        ({"channel": "email", "to": "nobody"}, "email"),
        ({"channel": "webhook", "to": "ftp://example.com/x"}, "webhook"),
        ({"channel": "webhook", "to": "javascript:alert(1)"}, "webhook"),
        ({"body": " \n"}, "empty"),
        ({"body": "字" * 501}, "long"),
        ({"key": ""}, "effect_key"),
        ({"key": "k" * 201}, "effect_key"),
    ],
)
def test_what_cannot_be_sent_is_refused(write: Write, changes: dict[str, str], code: str) -> None:
    with pytest.raises(BadMessage) as refusal:
        write(**changes)
    assert refusal.value.code == code
    assert not Message.objects.exists()


def test_a_text_message_goes_to_a_mobile_number_only(write: Write) -> None:
    with pytest.raises(BadPhone):
        write(to="0712-2345678")


def test_address_and_text_are_sealed_at_rest(write: Write) -> None:
    message = write()
    text = stored_text()
    assert "13800000001" not in text and "500.00" not in text
    assert "13800000001" not in f"{message!r} {message}"
    assert message.to_shown == "138****0001"


def test_sealed_text_opens_only_in_its_own_place(write: Write, settings: Any) -> None:
    message = write()
    assert secret.unseal(message.to, place=f"{message.uid}/to") == "13800000001"
    for stored, place in (
        (message.to, f"{message.uid}/body"),
        (message.to[:-4] + "AAA=", f"{message.uid}/to"),
    ):
        with pytest.raises(secret.Unreadable):
            secret.unseal(stored, place=place)
    settings.SECRET_KEY = "another key, long enough to be one, but not the one"
    with pytest.raises(secret.Unreadable):
        secret.unseal(message.to, place=f"{message.uid}/to")


@pytest.mark.parametrize("stored", ["", "plain", "o1:", "o1:***", "a1:AAAA"])
def test_what_was_never_sealed_is_unreadable(stored: str) -> None:
    with pytest.raises(secret.Unreadable):
        secret.unseal(stored, place="x")


@pytest.mark.parametrize(
    ("channel", "to", "shown"),
    [
        ("email", "xiaoliu@example.com", "x******@example.com"),
        ("webhook", "https://hooks.example.com/T0/secret-token?k=1", "hooks.example.com"),
    ],
)
def test_other_addresses_are_masked_too(write: Write, channel: str, to: str, shown: str) -> None:
    message = write(channel=channel, to=to)
    assert message.to_shown == shown
    assert to not in stored_text()


def test_a_status_has_no_text(write: Write) -> None:
    write(secret=True)
    status = queries.status("relief:1:ask")
    assert status is not None
    assert (status.state, status.to_shown, status.tries) == ("waiting", "138****0001", 0)
    assert not {"to", "body"} & set(status.__dataclass_fields__)
    assert queries.status("no such key") is None


@pytest.mark.django_db(transaction=True)
def test_a_message_vanishes_with_its_transaction(write: Write) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError("the change it tells about failed")
    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_commit_writes_one_job_however_many_messages(write: Write) -> None:
    with transaction.atomic():
        for number in range(5):
            with transaction.atomic():
                write(f"key {number}")
        assert not DBTaskResult.objects.exists()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_written_after_a_rolled_back_part_still_gets_its_job(write: Write) -> None:
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            write("gone")
            raise RuntimeError
        write("kept")
    assert list(Message.objects.values_list("effect_key", flat=True)) == ["kept"]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_broken_job_queue_does_not_undo_the_change(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("django_tasks_db.backend.DatabaseBackend.enqueue", broken)
    write()
    assert Message.objects.filter(state="waiting").count() == 1
