"""Delivery: leases, tries, crashes, and what is left behind."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from zhijia.outbox import delivery, letters, queries, tasks
from zhijia.outbox.letters import Letter
from zhijia.outbox.models import Message
from zhijia.outbox.providers import FileProvider, Undeliverable
from zhijia.outbox.secret import unseal

pytestmark = pytest.mark.django_db
Write = Callable[..., Message]
LINK = "/confirm/canary-7f3a"


def body_of(message: Message) -> str:
    message.refresh_from_db()
    return unseal(message.body, place=f"{message.uid}/body")


def lines(root: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (root / "sms.jsonl").read_text().splitlines()]


def test_a_message_is_sent_once(write: Write, recorder: Any) -> None:
    message = write()
    assert delivery.deliver_waiting().sent == 1
    assert delivery.deliver_waiting().sent == 0
    (letter,) = recorder.letters
    assert (letter.to, letter.body, letter.effect_key) == (
        "13800000001",
        "请确认收到慰问金 500.00 元",
        "relief:1:ask",
    )
    message.refresh_from_db()
    assert (message.state, message.tries, message.lease, message.last_error) == ("sent", 1, None, "")
    assert message.sent_at is not None and message.receipt == "receipt relief:1:ask"


def test_the_same_key_after_sending_sends_nothing(write: Write, recorder: Any) -> None:
    write(secret=True)
    delivery.deliver_waiting()
    write(secret=True)
    delivery.deliver_waiting()
    assert len(recorder.letters) == 1


def test_the_oldest_go_first_and_no_more_than_the_limit(write: Write, recorder: Any) -> None:
    for number in range(5):
        write(f"key {number}")
    assert delivery.deliver_waiting(3).sent == 3
    assert [letter.effect_key for letter in recorder.letters] == ["key 0", "key 1", "key 2"]
    assert delivery.deliver_waiting(3).sent == 2


def test_a_second_run_in_the_middle_of_a_try_finds_nothing(write: Write, recorder: Any) -> None:
    inner: list[int] = []
    recorder.act = lambda letter: inner.append(delivery.deliver_waiting().sent)
    write()
    assert delivery.deliver_waiting().sent == 1
    assert inner == [0] and len(recorder.letters) == 1


def test_two_runs_that_saw_the_same_list_share_it(write: Write, recorder: Any, monkeypatch: Any) -> None:
    for number in range(4):
        write(f"key {number}")
    rows = delivery._leased
    first: list[int] = []

    def other_process_is_faster(number: int, now: Any) -> Message | None:
        if not first:
            first.append(number)
            monkeypatch.setattr(delivery, "_leased", rows)
            assert delivery.deliver_waiting(2).sent == 2
        return rows(number, now)

    monkeypatch.setattr(delivery, "_leased", other_process_is_faster)
    assert delivery.deliver_waiting().sent == 2
    assert sorted(letter.effect_key for letter in recorder.letters) == [f"key {n}" for n in range(4)]


def test_a_crash_between_lease_and_send_frees_the_message_after_the_lease(
    write: Write, recorder: Any
) -> None:
    def die(letter: Letter) -> None:
        raise SystemExit

    message, start = write(), timezone.now()
    recorder.act = die
    with pytest.raises(SystemExit):
        delivery.deliver_waiting(now=start)
    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 1) and message.lease is not None
    recorder.act = None
    assert delivery.deliver_waiting(now=start + delivery.LEASE - timedelta(seconds=1)).sent == 0
    assert not delivery.is_due(now=start + timedelta(seconds=1))
    assert delivery.deliver_waiting(now=start + delivery.LEASE).sent == 1
    assert [letter.attempt for letter in recorder.letters] == [2]


def test_a_crash_after_the_provider_answered_adds_no_second_line(
    write: Write, messages_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: Any) -> None:
        raise SystemExit

    write()
    start = timezone.now()
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(delivery, "_settle", die)
        delivery.deliver_waiting(now=start)
    assert len(lines(messages_root)) == 1
    assert delivery.deliver_waiting(now=start + delivery.LEASE).sent == 1
    assert len(lines(messages_root)) == 1


def test_a_line_cut_off_by_a_crash_is_written_again(write: Write, messages_root: Path) -> None:
    message, start = write(), timezone.now()
    messages_root.mkdir()
    (messages_root / "sms.jsonl").write_text('{"effect_key": "relief:1:ask", "to": "138')
    Message.objects.update(tries=1)
    assert delivery.deliver_waiting(now=start + timedelta(seconds=1)).sent == 1
    *_cut, last = (messages_root / "sms.jsonl").read_text().splitlines()
    assert json.loads(last)["uid"] == str(message.uid)


def test_a_process_that_always_dies_stops_being_tried(write: Write, recorder: Any) -> None:
    def die(letter: Letter) -> None:
        raise SystemExit

    message = write(secret=True)
    recorder.act, moment = die, timezone.now()
    for _ in range(delivery.MOST_TRIES):
        with pytest.raises(SystemExit):
            delivery.deliver_waiting(now=moment)
        moment += delivery.LEASE
    assert delivery.deliver_waiting(now=moment).failed == 1
    assert body_of(message) == delivery.NOT_SENT
    assert message.state == "failed"


def test_a_failing_provider_is_tried_again_later_and_later(write: Write, recorder: Any) -> None:
    def busy(letter: Letter) -> None:
        raise TimeoutError(f"no answer for {letter.to}: {letter.body}")

    message = write()
    recorder.act, moment, waits = busy, timezone.now(), []
    for _ in delivery.BACK_OFF:
        outcome = delivery.deliver_waiting(now=moment)
        assert outcome.postponed == 1 and outcome.next_try_at is not None
        assert delivery.deliver_waiting(now=outcome.next_try_at - timedelta(seconds=1)).postponed == 0
        waits.append(outcome.next_try_at - moment)
        moment = outcome.next_try_at
    assert waits == list(delivery.BACK_OFF) == sorted(waits)
    last = delivery.deliver_waiting(now=moment)
    assert (last.failed, last.next_try_at) == (1, None)
    message.refresh_from_db()
    assert message.state == "failed" and message.last_error == "TimeoutError: no answer for …: …"
    assert [status.effect_key for status in queries.failed()] == ["relief:1:ask"]


def test_a_provider_that_recovers_sends_it(write: Write, recorder: Any) -> None:
    def busy(letter: Letter) -> None:
        raise TimeoutError

    recorder.act = busy
    message = write()
    outcome = delivery.deliver_waiting()
    recorder.act = None
    assert delivery.deliver_waiting(now=outcome.next_try_at).sent == 1
    message.refresh_from_db()
    assert (message.state, message.tries, message.last_error) == ("sent", 2, "")


def test_what_can_never_arrive_fails_at_once(write: Write, recorder: Any) -> None:
    def refuse(letter: Letter) -> None:
        raise Undeliverable("unknown number")

    recorder.act = refuse
    message = write()
    assert delivery.deliver_waiting().failed == 1
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("failed", "Undeliverable: unknown number")


def test_one_bad_message_does_not_hold_up_the_others(write: Write, recorder: Any) -> None:
    def refuse_first(letter: Letter) -> None:
        if letter.effect_key == "key 0":
            raise ValueError("cannot encode")

    recorder.act = refuse_first
    for number in range(3):
        write(f"key {number}")
    outcome = delivery.deliver_waiting()
    assert (outcome.sent, outcome.postponed) == (2, 1)


def test_a_message_sealed_with_another_key_fails_by_name(write: Write, recorder: Any, settings: Any) -> None:
    message = write()
    settings.SECRET_KEY = "the key was changed and the old messages were forgotten"
    assert delivery.deliver_waiting().failed == 1
    message.refresh_from_db()
    assert "another key" in message.last_error and not recorder.letters


def test_an_answer_that_comes_after_the_lease_still_counts(write: Write, recorder: Any) -> None:
    def slow(letter: Letter) -> None:
        Message.objects.update(leased_until=timezone.now() - timedelta(minutes=5), lease=None)

    recorder.act = slow
    message = write()
    assert delivery.deliver_waiting().sent == 1
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_late_failure_does_not_touch_what_another_process_took(write: Write, recorder: Any) -> None:
    def slow(letter: Letter) -> None:
        Message.objects.update(lease="00000000-0000-4000-8000-000000000001")
        raise TimeoutError

    recorder.act = slow
    message = write()
    assert delivery.deliver_waiting().postponed == 0
    message.refresh_from_db()
    assert message.lease is not None and message.last_error == ""


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


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(write: Write, recorder: Any) -> None:
    write()
    with pytest.raises(RuntimeError), transaction.atomic():
        delivery.deliver_waiting()
    assert not recorder.letters


@pytest.mark.django_db(transaction=True)
def test_the_job_worker_delivers(write: Write, messages_root: Path) -> None:
    write()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert len(lines(messages_root)) == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_met_a_failure_comes_back_and_others_do_not(write: Write, recorder: Any) -> None:
    def busy(letter: Letter) -> None:
        raise TimeoutError

    recorder.act = busy
    write()
    DBTaskResult.objects.all().delete()
    assert tasks.deliver.call() == 0
    (again,) = DBTaskResult.objects.all()
    assert again.run_after == Message.objects.get().next_try_at
    assert tasks.deliver.call() == 0
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_sweep_asks_for_delivery_only_when_something_is_due(write: Write, recorder: Any) -> None:
    assert tasks.sweep() is False
    write()
    DBTaskResult.objects.all().delete()  # the process died before its job was written
    assert tasks.sweep() is True
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_processes_send_each_message_once(write: Write, recorder: Any, engine: str) -> None:
    if engine == "sqlite":
        pytest.skip("the SQLite test database is in memory and cannot be shared by writing threads")
    for number in range(40):
        write(f"key {number}")

    def run() -> None:
        try:
            delivery.deliver_waiting()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(letter.effect_key for letter in recorder.letters) == sorted(f"key {n}" for n in range(40))
    assert set(Message.objects.values_list("state", "tries")) == {("sent", 1)}


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_one_key_make_one_message(write: Write, recorder: Any, engine: str) -> None:
    if engine == "sqlite":
        pytest.skip("the SQLite test database is in memory and cannot be shared by writing threads")
    found: list[int] = []

    def run() -> None:
        try:
            with transaction.atomic():
                found.append(write().pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 and len(set(found)) == 1


def test_the_file_provider_keeps_to_its_interface(messages_root: Path) -> None:
    from zhijia.kernel.uid import uuid7

    letter = Letter(uuid7(), "sms", "key", 1, "13800000001", "text")
    assert FileProvider().send(letter) == f"file:{letter.uid}"
