"""Two at the same moment: one answer stands, one file is first, one question is current."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from tests import cast as casting
from tests.cast import Cast
from tests.evidence import pictures
from tests.evidence.asking import quiet
from tests.evidence.conftest import fresh, new_room, token
from zhijia.evidence import services
from zhijia.evidence.models import Attachment, Request, Standing
from zhijia.journal.models import JournalEvent
from zhijia.registry.errors import Refused
from zhijia.tree.actor import ANONYMOUS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    """The cast committed, so that threads see it."""
    yield casting.build()


def together(*works: Callable[[], Any]) -> list[Any]:
    """What each work gives, or the error it raises, all begun at one moment."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=20)
            found[number] = work()
        except Exception as error:
            found[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def test_of_two_answers_one_stands(cast: Cast) -> None:
    room = new_room(cast)
    row = services.ask(room, by=cast.actor("gas.officer"))
    key = token()

    def answer(word: str) -> Callable[[], Any]:
        return lambda: services.confirm(row.uid, by=ANONYMOUS, channel="link", answer=word, secret=key)

    found = together(*(answer(word) for word in ("yes", "no", "yes", "no")))
    assert all(isinstance(one, Request) for one in found), found
    kept = Request.objects.get()
    assert {one.answer for one in found} == {kept.answer}
    assert (fresh(room).confirmed_at is not None) is (kept.answer == "yes")
    assert JournalEvent.objects.filter(kind="evidence.request", verb="answer").count() == 1
    assert quiet() == []


def test_of_two_entries_that_get_one_file_at_once_one_is_first(cast: Cast) -> None:
    rooms = [new_room(cast, name) for name in ("东书屋", "西书屋南", "北书屋一号")]
    data, by = pictures.photo(), cast.actor("gas.officer")

    def attach(room: Any) -> Callable[[], Any]:
        return lambda: services.attach(room, pictures.upload(data), by=by)

    found = together(*(attach(room) for room in rooms))
    assert all(isinstance(one, Attachment) for one in found), found
    standings = sorted(one.standing for one in found)
    assert standings == [Standing.FLAGGED, Standing.FLAGGED, Standing.VALID]
    assert sum(fresh(room).evidenced_at is not None for room in rooms) == 1
    assert quiet() == []


def test_a_file_added_while_the_last_is_taken_off_leaves_the_gate_right(cast: Cast) -> None:
    room, by = new_room(cast), cast.actor("gas.officer")
    first = services.attach(room, pictures.upload(pictures.photo(1)), by=by)
    found = together(
        lambda: services.remove_attachment(first.uid, by=by, reason="wrong"),
        lambda: services.attach(room, pictures.upload(pictures.photo(2)), by=by),
    )
    assert all(isinstance(one, Attachment) for one in found), found
    assert fresh(room).evidenced_at is not None
    assert quiet() == []


def test_of_two_questions_at_once_one_is_current(cast: Cast) -> None:
    room, by = new_room(cast), cast.actor("gas.officer")
    found = together(lambda: services.ask(room, by=by), lambda: services.ask(room, by=by))
    assert all(isinstance(one, Request | Refused) for one in found), found
    assert Request.objects.filter(current=True).count() == 1
    assert quiet() == []


def test_an_officer_saves_while_the_worker_confirms(cast: Cast) -> None:
    from zhijia.registry import services as registry
    from zhijia.registry.errors import Stale

    room, by = new_room(cast), cast.actor("gas.officer")
    row = services.ask(room, by=by)
    key, shown = token(), fresh(room)
    found = together(
        lambda: services.confirm(row.uid, by=ANONYMOUS, channel="link", answer="yes", secret=key),
        lambda: registry.change(shown, {"keeper": "老王"}, by=by, version=shown.version),
    )
    assert isinstance(found[0], Request), found
    assert isinstance(found[1], Stale) or found[1].keeper == "老王", found
    assert fresh(room).confirmed_at is not None
    assert quiet() == []
    assert connection.vendor
