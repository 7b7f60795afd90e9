"""Who sees a file: those who see its entry, while they see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.evidence import pictures
from tests.evidence.conftest import fresh
from tests.evidence.sending import Browser, body, send
from zhijia.evidence import queries, services
from zhijia.evidence.models import Attachment, Standing
from zhijia.journal.models import JournalEvent
from zhijia.registry.errors import Forbidden, NotFound
from zhijia.tree.models import Post


def test_strangers_get_the_answer_for_nothing(cast: Cast, room: Any, browser: Browser) -> None:
    send(browser("gas.officer"), room, pictures.upload(pictures.photo()))
    row = Attachment.objects.get()
    absent = "00000000-0000-7000-8000-000000000000"
    for key in ("mill.officer", "hill.officer", "stranger", "city.auditor", "administrator"):
        client = browser(key)
        for name in ("evidence:file", "evidence:thumb"):
            hidden = client.get(reverse(name, args=[row.uid]))
            nothing = client.get(reverse(name, args=[absent]))
            assert hidden.status_code == nothing.status_code == 404
            assert _plain(hidden) == _plain(nothing)
        assert send(client, room, pictures.upload(pictures.photo(seed=5))).status_code == 404
    assert browser().get(reverse("evidence:file", args=[row.uid])).status_code == 302
    assert Attachment.objects.count() == 1


def _plain(answer: Any) -> str:
    """A page without what differs each time: its token, its number, the address asked for."""
    import re

    return re.sub(r"[0-9a-f]{16}|[0-9a-f-]{36}|[A-Za-z0-9]{64}", "", answer.content.decode())


def test_an_ended_post_ends_the_sight_of_files_at_once(cast: Cast, room: Any, browser: Browser) -> None:
    client = browser("gas.officer")
    send(client, room, pictures.upload(pictures.photo()))
    url = reverse("evidence:file", args=[Attachment.objects.get().uid])
    answer = client.get(url)
    assert answer.status_code == 200 and body(answer)
    from zhijia.kernel.day import today

    Post.objects.filter(user=cast.users["gas.officer"]).update(valid_to=today())
    assert client.get(url).status_code == 404


def test_sight_of_files_moves_with_the_entry(cast: Cast, room: Any, browser: Browser) -> None:
    from zhijia.kernel.day import today
    from zhijia.tree import services as tree
    from zhijia.tree.actor import SYSTEM

    send(browser("gas.officer"), room, pictures.upload(pictures.photo()))
    url = reverse("evidence:file", args=[Attachment.objects.get().uid])
    river, hill = browser("river.officer"), browser("hill.officer")
    answer = river.get(url)
    assert answer.status_code == 200 and body(answer)
    tree.move(cast.orgs["gas"], under=cast.orgs["hill"], on=today(), by=SYSTEM)
    assert river.get(url).status_code == 404
    answer = hill.get(url)
    assert answer.status_code == 200 and body(answer)
    assert Attachment.objects.get().path == fresh(room).path


def test_whoever_may_only_look_adds_and_takes_nothing(cast: Cast, room: Any, browser: Browser) -> None:
    send(browser("gas.officer"), room, pictures.upload(pictures.photo()))
    row = Attachment.objects.get()
    for key in ("gas.chair", "river.leader", "wang"):
        client = browser(key)
        answer = client.get(reverse("evidence:file", args=[row.uid]))
        assert answer.status_code == 200 and body(answer)
        assert send(client, room, pictures.upload(pictures.photo(seed=7))).status_code == 403
        gone = client.post(reverse("evidence:remove", args=[row.uid]), {"text": "no"})
        assert gone.status_code == 403
    assert Attachment.objects.count() == 1


def test_sensitive_files_are_shown_on_request_only_and_written_down(
    cast: Cast, relief: Any, browser: Browser
) -> None:
    client = browser("gas.officer")
    page = send(client, relief, pictures.upload(pictures.photo(), "医院票据.jpg"))
    row = Attachment.objects.get()
    assert reverse("evidence:thumb", args=[row.uid]) not in page.content.decode()
    assert client.get(reverse("evidence:thumb", args=[row.uid])).status_code == 404
    looks = JournalEvent.objects.filter(verb="download", entry_uid=relief.uid)
    assert not looks.exists()
    assert body(client.get(reverse("evidence:file", args=[row.uid])))
    assert looks.get().user_name == cast.users["gas.officer"].name


def test_files_of_a_removed_entry_are_seen_by_nobody(cast: Cast, room: Any, browser: Browser) -> None:
    from zhijia.registry import services as registry

    client = browser("gas.officer")
    send(client, room, pictures.upload(pictures.photo()))
    row = Attachment.objects.get()
    registry.remove(fresh(room), by=cast.actor("gas.officer"), reason="twice in the list")
    assert client.get(reverse("evidence:file", args=[row.uid])).status_code == 404
    with pytest.raises((NotFound, Forbidden)):
        services.attach(room, pictures.upload(pictures.photo(3)), by=cast.actor("gas.officer"))


def test_removal_closes_what_belonged_to_the_entry(cast: Cast, room: Any) -> None:
    services.attach(room, pictures.upload(pictures.photo()), by=cast.actor("gas.officer"))
    services.ask(room, by=cast.actor("gas.officer"))
    services.after_write(fresh(room), before={}, by=cast.actor("gas.officer"), gone=True)
    assert Attachment.objects.get().standing == Standing.REMOVED
    assert not queries.waiting_for(cast.people["wang"])
