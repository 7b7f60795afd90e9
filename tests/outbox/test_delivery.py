"""Delivery: each message once, whoever dies, tried again later and later."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.outbox.reading import Write, body_of, lines
from zhijia.outbox import delivery, queries
from zhijia.outbox.letters import Letter
from zhijia.outbox.models import Message
from zhijia.outbox.providers import Undeliverable

pytestmark = pytest.mark.django_db


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
