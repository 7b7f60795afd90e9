"""Files on entries, through the browser: kept once, served anew, seen only by whoever sees the entry."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.cast import Cast
from tests.evidence import pictures
from tests.evidence.conftest import fresh, new_room
from zhijia.evidence import queries, services, storing
from zhijia.evidence.models import Attachment, Standing, StoredFile
from zhijia.journal import verify
from zhijia.journal.models import JournalEvent
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.tree.models import Post

Browser = Callable[..., Client]


def send(client: Client, entry: Any, *files: SimpleUploadedFile, **extra: Any) -> Any:
    """The panel's form sent, as a browser does, and the page it leads to."""
    url = reverse("evidence:attach", args=[entry.register.key, entry.uid])
    return client.post(url, {"uploads": list(files), "whole": "1", **extra}, follow=True)


def body(response: Any) -> bytes:
    return response.content


def test_a_photo_from_a_phone_makes_the_entry_evidenced(cast: Cast, room: Any, browser: Browser) -> None:
    client = browser("gas.officer")
    page = send(client, room, pictures.upload(pictures.photo(), "书屋 门牌.JPG"), caption="门牌")
    assert page.status_code == 200
    row = Attachment.objects.get()
    assert fresh(room).evidenced_at is not None
    assert (row.name, row.caption, str(row.taken_on)) == ("书屋 门牌.jpg", "门牌", "2026-03-04")
    words = page.content.decode()
    assert reverse("evidence:thumb", args=[row.uid]) in words and "2026" in words


def test_the_served_copy_tells_no_place_and_no_camera(cast: Cast, room: Any, browser: Browser) -> None:
    data = pictures.photo()
    client = browser("gas.officer")
    send(client, room, pictures.upload(data))
    row = Attachment.objects.get()
    assert storing.original(row.file.sha256).read_bytes() == data
    for name in ("evidence:file", "evidence:thumb"):
        answer = client.get(reverse(name, args=[row.uid]))
        served = body(answer)
        assert answer["Content-Type"] == "image/jpeg"
        assert served != data and b"Exif" not in served and b"Zhijia phone" not in served
        with Image.open(io.BytesIO(served)) as image:
            assert not image.getexif()
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "script-src" not in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "private, no-store"


def test_a_copy_that_was_lost_is_drawn_again(cast: Cast, room: Any, browser: Browser) -> None:
    client = browser("gas.officer")
    send(client, room, pictures.upload(pictures.photo()))
    row = Attachment.objects.get()
    before = body(client.get(reverse("evidence:file", args=[row.uid])))
    storing.copy(row.file.sha256, storing.PAGE).unlink()
    assert body(client.get(reverse("evidence:file", args=[row.uid]))) == before


def test_documents_are_only_saved_never_shown(cast: Cast, room: Any, browser: Browser) -> None:
    client = browser("gas.officer")
    data = pictures.docx()
    send(client, room, pictures.upload(data, "验收 报告.docx"))
    row = Attachment.objects.get()
    answer = client.get(reverse("evidence:file", args=[row.uid]))
    assert body(answer) == data
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E9%AA%8C")
    assert client.get(reverse("evidence:thumb", args=[row.uid])).status_code == 404


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.svg"),
        (b"<html><script>x()</script>", "photo.jpg"),
        (b"MZ" + bytes(300), "photo.jpg"),
        (pictures.packed({"a": "b"}), "photo.docx"),
        (pictures.plain("PNG", (13000, 13000)), "big.png"),
        (pictures.picture()[:3000], "half.jpg"),
    ],
)
def test_a_refused_file_leaves_nothing_and_says_why(
    cast: Cast, room: Any, browser: Browser, data: bytes, name: str
) -> None:
    page = send(browser("gas.officer"), room, pictures.upload(data, name))
    assert page.status_code == 200
    assert name in page.content.decode()
    assert not Attachment.objects.exists() and not StoredFile.objects.exists()
    assert fresh(room).evidenced_at is None


def test_one_bad_file_among_good_ones_is_named(cast: Cast, room: Any, browser: Browser) -> None:
    good, bad = pictures.upload(pictures.photo(), "good.jpg"), pictures.upload(b"<svg/>", "drawing.svg")
    page = send(browser("gas.officer"), room, good, bad).content.decode()
    assert "drawing.svg" in page
    assert [row.name for row in Attachment.objects.all()] == ["good.jpg"]


def test_an_upload_cut_off_on_its_way_is_not_kept(cast: Cast, room: Any, browser: Browser) -> None:
    client = browser("gas.officer")
    url = reverse("evidence:attach", args=[room.register.key, room.uid])
    whole = (
        b'--b\r\nContent-Disposition: form-data; name="uploads"; filename="a.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\n" + b"minutes of the meeting\n" * 100
    )
    page = client.post(url, whole[:-90], content_type="multipart/form-data; boundary=b", follow=True)
    assert page.status_code == 200
    assert not Attachment.objects.exists()


def test_the_same_file_sent_twice_is_one_attachment(cast: Cast, room: Any, browser: Browser) -> None:
    client, data = browser("gas.officer"), pictures.photo()
    send(client, room, pictures.upload(data))
    send(client, room, pictures.upload(data, "again.jpg"))
    assert Attachment.objects.count() == 1
    kept = [path for path in storing.original("ab" * 32).parents[2].rglob("*") if path.is_file()]
    assert sorted(path.suffix for path in kept) == ["", ".jpg", ".jpg"]


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


def test_taking_the_last_proof_off_takes_the_gate_away(cast: Cast, room: Any, browser: Browser) -> None:
    client = browser("gas.officer")
    send(client, room, pictures.upload(pictures.photo(1)), pictures.upload(pictures.photo(2)))
    first, second = Attachment.objects.order_by("id")
    for row, left in ((first, True), (second, False)):
        url = reverse("evidence:remove", args=[row.uid])
        client.post(url, {"text": ""})
        assert Attachment.objects.get(pk=row.pk).standing != Standing.REMOVED
        client.post(url, {"text": "wrong photo"})
        assert (fresh(room).evidenced_at is not None) is left
        assert client.get(reverse("evidence:file", args=[row.uid])).status_code == 404
    assert JournalEvent.objects.filter(verb="remove_attachment", reason="wrong photo").count() == 2
    assert storing.original(first.file.sha256).exists()


class TestTheSamePhotoTwice:
    """A file seen before on another entry is kept, flagged and no proof until the union above agrees."""

    @pytest.fixture
    def twice(self, cast: Cast, room: Any) -> Attachment:
        data = pictures.photo()
        services.attach(room, pictures.upload(data), by=cast.actor("gas.officer"))
        _age(days=400)
        other = new_room(cast, "第二书屋", union="site", witness="chen")
        return services.attach(other, pictures.upload(data, "new.jpg"), by=cast.actor("liu"))

    def test_it_is_kept_and_flagged_but_no_proof(self, cast: Cast, room: Any, twice: Attachment) -> None:
        assert twice.standing == Standing.FLAGGED
        assert twice.reused_from is not None and twice.reused_from.entry_uid == room.uid
        other = queries.entries.entry_of(twice.kind, twice.entry_uid)
        assert other.evidenced_at is None
        assert StoredFile.objects.count() == 1
        assert list(queries.flagged([other.path])) == [twice]

    def test_the_first_use_is_named_only_to_whoever_may_see_it(
        self, cast: Cast, room: Any, twice: Attachment, browser: Browser
    ) -> None:
        url = reverse("registry:detail", args=["facilities", "readingroom", twice.entry_uid])
        first = reverse("registry:detail", args=["facilities", "readingroom", room.uid])
        assert first not in browser("liu").get(url).content.decode()
        assert cast.orgs["gas"].name not in browser("liu").get(url).content.decode()
        assert first in browser("river.officer").get(url).content.decode()

    def test_other_bytes_with_the_same_pixels_are_the_same_photo(self, cast: Cast, twice: Attachment) -> None:
        third = new_room(cast, "第三书屋", union="mill", witness="li")
        bytes_more = pictures.photo() + b"\x00"
        row = services.attach(third, pictures.upload(bytes_more), by=cast.actor("mill.officer"))
        assert row.standing == Standing.FLAGGED

    def test_it_counts_once_explained_and_accepted_by_a_second_person(
        self, cast: Cast, twice: Attachment, browser: Browser
    ) -> None:
        entry = queries.entries.entry_of(twice.kind, twice.entry_uid)
        judge = reverse("evidence:accept", args=[twice.uid])
        assert browser("river.officer").post(judge).status_code == 302
        assert fresh(entry).evidenced_at is None
        liu = browser("liu")
        liu.post(reverse("evidence:explain", args=[twice.uid]), {"text": "The rooms share one door plate."})
        assert liu.post(judge).status_code == 403
        assert browser("gas.officer").post(judge).status_code == 404
        assert fresh(entry).evidenced_at is None
        assert list(queries.to_judge(cast.actor("river.officer"))) == [twice]
        assert list(queries.to_judge(cast.actor("liu"))) == []
        page = browser("river.officer").get(reverse("evidence:reused")).content.decode()
        assert "share one door plate" in page
        browser("river.officer").post(judge, {"text": "seen"})
        assert fresh(entry).evidenced_at is not None
        assert Attachment.objects.get(pk=twice.pk).standing == Standing.ACCEPTED
        assert not list(verify_problems())

    def test_a_refused_explanation_may_be_given_anew(self, cast: Cast, twice: Attachment) -> None:
        services.explain(twice.uid, "because", by=cast.actor("liu"))
        with pytest.raises(Refused):
            services.refuse(twice.uid, by=cast.actor("river.officer"), note=" ")
        services.refuse(twice.uid, by=cast.actor("river.officer"), note="no")
        with pytest.raises(Refused):
            services.accept(twice.uid, by=cast.actor("river.officer"))
        services.explain(twice.uid, "really because", by=cast.actor("liu"))
        services.accept(twice.uid, by=cast.actor("city.officer"))
        assert queries.entries.entry_of(twice.kind, twice.entry_uid).evidenced_at is not None

    def test_whoever_attached_it_cannot_accept_it_from_a_higher_post(
        self, cast: Cast, twice: Attachment
    ) -> None:
        services.explain(twice.uid, "because", by=cast.actor("liu"))
        Post.objects.create(
            user=cast.users["liu"], org=cast.orgs["river"], role="officer", valid_from="2024-01-01"
        )
        with pytest.raises(Forbidden):
            services.accept(twice.uid, by=cast.actor("liu"))


def _age(*, days: int) -> None:
    """All attachments as if they were added some days ago; through the trail, so that `verify` stays quiet."""
    from zhijia.evidence import trail
    from zhijia.tree.actor import SYSTEM

    for row in Attachment.objects.all():
        trail.changed(row, {"added_at": timezone.now() - timedelta(days=days)}, by=SYSTEM, verb="change")


def verify_problems() -> list[Any]:
    return [problem for problem in verify.problems() if problem.check in ("evidence", "witness", "rows")]


def test_a_slip_of_the_hand_is_forgiven_within_a_day(cast: Cast, room: Any) -> None:
    data, by = pictures.photo(), cast.actor("gas.officer")
    other = new_room(cast, "第二书屋")
    row = services.attach(other, pictures.upload(data), by=by)
    services.remove_attachment(row.uid, by=by, reason="wrong entry")
    assert services.attach(room, pictures.upload(data), by=by).standing == Standing.VALID


def test_a_photo_taken_off_after_a_year_was_used_all_the_same(cast: Cast, room: Any) -> None:
    data, by = pictures.photo(), cast.actor("gas.officer")
    row = services.attach(room, pictures.upload(data), by=by)
    _age(days=300)
    services.remove_attachment(row.uid, by=by, reason="making room")
    other = new_room(cast, "第二书屋")
    assert services.attach(other, pictures.upload(data), by=by).standing == Standing.FLAGGED


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


def test_a_new_entry_brings_its_photos_along(cast: Cast, browser: Browser) -> None:
    from zhijia.facilities.models import ReadingRoom
    from zhijia.outbox.models import Message

    client = browser("gas.officer")
    url = reverse("registry:new", args=["facilities", "readingroom"])
    form = client.get(url).context["form"]
    sent = {
        "org": str(cast.orgs["gas"].uid),
        "name": "职工之家书屋",
        "address": "厂前路1号",
        "happened_on": "2026-05-01",
        "grade": "ordinary",
        "witness": str(cast.people["wang"].uid),
        "uid": str(form["uid"].value()),
        "evidence_ask": "on",
    }
    refused = client.post(url, sent | {"evidence_files": [pictures.upload(b"<svg/>", "x.svg")]})
    assert refused.status_code == 422 and not ReadingRoom.objects.exists()
    assert "x.svg" in refused.content.decode()
    files = [pictures.upload(pictures.photo(1)), pictures.upload(pictures.photo(2), "b.jpg")]
    page = client.post(url, sent | {"evidence_files": files})
    assert page.status_code == 302, page.content.decode()
    entry = ReadingRoom.objects.get()
    assert entry.evidenced_at is not None
    assert [row.name for row in queries.attachments(entry)] == ["photo.jpg", "b.jpg"]
    assert Message.objects.count() == 1
