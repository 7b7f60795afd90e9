"""Proof sent through the page: taken, refused in words, served, taken off."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image

from tests.cast import Cast
from tests.evidence import pictures
from tests.evidence.conftest import fresh
from tests.evidence.sending import Browser, body, send
from zhijia.evidence import queries, storing
from zhijia.evidence.models import Attachment, Standing, StoredFile
from zhijia.journal.models import JournalEvent


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
