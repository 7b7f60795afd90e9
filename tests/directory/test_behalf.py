"""What an officer enters for a worker is marked so, and nobody but the worker makes it the worker's own word."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from zhijia.directory import upgrade
from zhijia.directory.models import Leaving
from zhijia.directory.upgrade import after_migrate
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.registry import writing
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.register import register_of
from zhijia.registry.services import add, change, move

pytestmark = pytest.mark.django_db
LEAVING = register_of(Leaving)


def notice(cast: Cast, by: str = "gas.officer", **values: Any) -> Any:
    given = {"org": cast.orgs["gas"], "person": cast.people["wang"], "happened_on": today(), **values}
    return add(LEAVING, given, by=cast.actor(by))


def test_what_the_officer_enters_is_never_the_workers_word(cast: Cast) -> None:
    for word in ("self", "owned", "union"):
        with pytest.raises(Refused) as refusal:
            notice(cast, came_by=word)
        assert "came_by" in refusal.value.messages
    one = notice(cast)
    assert one.came_by == "counter", "nothing said: told at the office"
    with pytest.raises(Refused):
        change(one, {"came_by": "self"}, by=cast.actor("gas.officer"), version=one.version)
    with pytest.raises(Forbidden):
        move(one, "own_word", by=cast.actor("gas.officer"), version=one.version)


def test_the_worker_makes_it_the_own_word_once(cast: Cast) -> None:
    one = notice(cast, came_by="phone")
    officer, wang = cast.actor("gas.officer"), cast.actor("wang")
    with pytest.raises(Refused) as refusal:
        move(one, "declare", by=officer, version=one.version, values={"left_on": today()})
    assert "电话" in str(refusal.value)
    client = Client()
    client.force_login(cast.users["wang"])
    to = reverse("registry:detail", args=["directory", "leaving", one.uid])
    assert "代您办理" in client.get("/").content.decode()
    page = client.get(to).content.decode()
    assert "代职工办理" in page and "这是我本人的意思" in page
    done = move(one, "own_word", by=wang, version=one.version)
    assert (done.came_by, done.state) == ("owned", "given")
    assert "这是我本人的意思" not in client.get(to).content.decode()
    for actor in (wang, officer):
        with pytest.raises((Refused, Forbidden)):
            move(done, "own_word", by=actor, version=done.version)
    with pytest.raises(Refused):
        change(done, {"came_by": "paper"}, by=officer, version=done.version)
    assert JournalEvent.objects.filter(entry_uid=one.uid, verb="own_word").get().user_id == wang.user_id
    assert (
        move(done, "declare", by=officer, version=done.version, values={"left_on": today()}).state
        == "declared"
    )


def test_the_lists_mark_it_and_the_meter_counts_it(cast: Cast) -> None:
    notice(cast, came_by="paper")
    client = Client()
    client.force_login(cast.users["gas.officer"])
    to = reverse("registry:list", args=["directory", "leaving"])
    assert "书面签字" in client.get(f"{to}?came_by=paper").content.decode().split("<tbody>")[1]
    assert "王桂兰" not in client.get(f"{to}?came_by=self").content.decode()
    page = client.get(reverse("office:burden")).content.decode()
    assert "代办占比" in page and "came_by=paper" in page and "100 %" in page
    form = client.get(reverse("registry:new", args=["directory", "leaving"])).content.decode()
    assert 'value="paper"' in form and 'value="self"' not in form and 'value="owned"' not in form


def test_wishes_of_earlier_days_learn_whose_word_they_are(cast: Cast, monkeypatch: Any) -> None:
    one = notice(cast)
    Leaving.objects.filter(pk=one.pk).update(came_by="")
    after_migrate()
    one.refresh_from_db()
    assert one.came_by == "", "a row the journal knows otherwise is covered up by nothing"
    values = writing.values_of(LEAVING, one)
    del values["came_by"]
    known = {one.uid: writing.digest_of(one.version, values)}
    monkeypatch.setattr(upgrade, "newest_digests", lambda key: known)
    after_migrate()
    one.refresh_from_db()
    assert (one.came_by, one.version) == ("paper", 2)
