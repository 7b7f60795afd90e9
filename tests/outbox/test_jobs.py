"""Delivery by jobs and sweeps, by many processes at once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from tests.outbox.reading import Write, lines
from zhijia.outbox import delivery, tasks
from zhijia.outbox.letters import Letter
from zhijia.outbox.models import Message

pytestmark = pytest.mark.django_db


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
