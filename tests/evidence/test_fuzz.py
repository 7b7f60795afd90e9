"""Hundreds of damaged files: each is taken or refused in words, in bounded memory, and leaves nothing half done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.evidence import pictures
from tests.evidence.conftest import fresh
from tests.lanes import draws
from zhijia.evidence import storing
from zhijia.evidence.content.examine import examine
from zhijia.evidence.content.names import display_name
from zhijia.evidence.content.refusals import BadFile
from zhijia.evidence.content.signs import KINDS
from zhijia.evidence.models import Attachment, StoredFile

SEEDS = [
    pictures.photo(size=(300, 200)),
    pictures.picture(size=(90, 70), mode="CMYK"),
    pictures.picture("JPEG", (90, 70), progressive=True),
    pictures.picture("PNG", (90, 70)),
    pictures.picture("PNG", (90, 70), mode="P"),
    pictures.picture("WEBP", (90, 70)),
    pictures.picture("GIF", (90, 70), mode="P"),
    pictures.pdf(b"/JS (x)"),
    pictures.docx(),
    pictures.xlsx(),
    pictures.packed({"a": "b"}),
    "会议记录".encode("gbk"),
    b"<svg><script>x()</script></svg>",
    b"\x00\x00\x00\x18ftypheic" + bytes(40),
]
MEGABYTE = 1024  # ru_maxrss counts kilobytes


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A seed with bytes changed, cut out, doubled or joined to another seed."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        data[at : at + draw(st.integers(0, 4))] = draw(st.binary(max_size=4))
    kind = draw(st.sampled_from(["as it is", "cut", "doubled", "joined", "behind"]))
    if kind == "cut":
        del data[draw(st.integers(0, len(data))) :]
    elif kind == "doubled":
        data += bytes(data)
    elif kind == "joined":
        data += draw(st.sampled_from(SEEDS))
    elif kind == "behind":
        data[:0] = draw(st.binary(max_size=12))
    return bytes(data)


def judge(data: bytes) -> None:
    begun = time.monotonic()
    try:
        found = examine(data, name="photo.jpg")
    except BadFile as refusal:
        assert len(str(refusal.message)) > 10
    else:
        assert found.kind.media_type in KINDS
        if found.picture is not None:
            assert found.picture.page.startswith(b"\xff\xd8") and b"Exif" not in found.picture.page[:64]
    assert time.monotonic() - begun < 10


#: bytes are cheap to draw
MANY = settings(max_examples=draws(60), suppress_health_check=list(HealthCheck))


@MANY
@given(damaged())
def test_damaged_files_are_taken_or_refused_in_words(data: bytes) -> None:
    judge(data)


@pytest.mark.drawn
def test_damaged_uploads_never_end_in_an_error(cast: Cast, room: Any, browser: Callable[..., Client]) -> None:
    """Through the page: every one comes back to the entry, and the gate stands just where proof does."""
    client = browser("gas.officer")
    url = reverse("evidence:attach", args=[room.register.key, room.uid])

    @MANY
    @given(damaged(), st.sampled_from(["photo.jpg", "表.xlsx", "a\\b\n.pdf", "." * 300]))
    def send(data: bytes, name: str) -> None:
        answer = client.post(url, {"uploads": pictures.upload(data, name), "whole": "1"})
        assert answer.status_code == 302

    send()
    assert (fresh(room).evidenced_at is not None) is Attachment.objects.exists()
    assert StoredFile.objects.count() == Attachment.objects.count()
    assert [path for path in storing.original("ab" * 32).parents[2].rglob(".*") if path.is_file()] == []


MEASURE = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from zhijia.evidence.content.examine import examine
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert examine(open(sys.argv[1], "rb").read()).picture.width == 8000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("kind", ["RGBA", "RGBA of 16 bits", "GIF"])
def test_memory_stays_bounded_for_the_largest_that_are_taken(tmp_path: Path, kind: str) -> None:
    """In a process of its own: the high-water mark of this one is anybody's."""
    place = tmp_path / "large"
    if kind == "GIF":
        place.write_bytes(pictures.plain("GIF", (8000, 5000)))
    else:
        place.write_bytes(pictures.blank_png(8000, 5000, depth=16 if "16" in kind else 8))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(place)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    assert int(done.stdout) < 512 * MEGABYTE, f"{int(done.stdout) // MEGABYTE} MB"


@MANY
@given(st.text(max_size=320), st.sampled_from(list(KINDS.values())))
def test_any_name_becomes_one_that_can_be_shown(typed: str, kind: object) -> None:
    shown = display_name(typed, kind=kind)
    assert 3 <= len(shown) <= 120 and len(shown.encode()) <= 200
    assert not set(shown) & set('<>:"/\\|?*\n\r\t\0')
    assert shown.rpartition(".")[2] in kind.endings
    assert display_name(shown, kind=kind) == shown


def test_a_disk_that_breaks_off_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "ab" / "file"
    monkeypatch.setattr(storing.os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError):
        storing.keep(place, b"data")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    storing.keep(place, b"data")
    storing.keep(place, b"data")
    assert place.read_bytes() == b"data" and place.stat().st_mode & 0o077 == 0
