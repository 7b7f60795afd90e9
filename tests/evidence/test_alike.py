"""A photograph used before is found again when it was recompressed, cut, stamped, turned or mirrored."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageEnhance

from tests.cast import Cast
from tests.contract.factories import ROOM
from zhijia.evidence import queries, services
from zhijia.evidence.content import likeness
from zhijia.evidence.models import Standing

pytestmark = pytest.mark.django_db
Change = Callable[[Image.Image], Image.Image]
WIDE, HIGH = 1200, 900


def scene(seed: int, *, people: int | None = None) -> Image.Image:
    """A room with things in it, and people who may be others than the room's own."""
    lots = Random(seed)
    image = (
        Image.frombytes("L", (60, 45), lots.randbytes(2700))
        .resize((WIDE, HIGH), Image.Resampling.BICUBIC)
        .convert("RGB")
    )
    image = Image.blend(image, Image.linear_gradient("L").resize((WIDE, HIGH)).convert("RGB"), 0.4)
    draw = ImageDraw.Draw(image)
    for _number in range(40):
        draw.rectangle(_box(lots, 240), fill=_colour(lots))
    others = Random(seed if people is None else people)
    for _number in range(18):
        draw.ellipse(_box(others, 300), fill=_colour(others))
    return image


def _box(lots: Random, most: int) -> tuple[int, int, int, int]:
    left, top = lots.randrange(WIDE), lots.randrange(HIGH)
    return left, top, left + lots.randrange(40, most), top + lots.randrange(40, most)


def _colour(lots: Random) -> tuple[int, ...]:
    return tuple(lots.randrange(256) for _part in "RGB")


def form(number: int) -> Image.Image:
    """A receipt: the same form for everybody, filled in differently."""
    lots = Random(number)
    image = Image.new("RGB", (WIDE, HIGH), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 30, WIDE - 30, HIGH - 30), outline="black", width=6)
    for line in range(9):
        draw.line((60, 160 + 80 * line, WIDE - 60, 160 + 80 * line), fill="black", width=3)
        for _stroke in range(14):
            left, top = lots.randrange(80, WIDE - 200), 100 + 80 * line + lots.randrange(40)
            draw.line(
                (left, top, left + lots.randrange(60), top + lots.randrange(-20, 20)), fill="black", width=6
            )
    return image


def cut(left: float, top: float, right: float, bottom: float) -> Change:
    def change(image: Image.Image) -> Image.Image:
        wide, high = image.size
        return image.crop(
            (round(left * wide), round(top * high), round(wide - right * wide), round(high - bottom * high))
        )

    return change


def stamped(image: Image.Image) -> Image.Image:
    image = image.copy()
    draw = ImageDraw.Draw(image)
    draw.rectangle((WIDE * 0.6, HIGH * 0.9, WIDE * 0.98, HIGH * 0.97), fill="white")
    draw.text((WIDE * 0.62, HIGH * 0.92), "2026-03-08 12:33", fill="black")
    return image


CHANGES: dict[str, tuple[Change, int]] = {
    "recompressed": (lambda image: image, 40),
    "quarter size": (lambda image: image.resize((WIDE // 4, HIGH // 4)), 75),
    "cut by 5 %": (cut(0.05, 0.05, 0.05, 0.05), 85),
    "cut by 15 %": (cut(0.15, 0.15, 0.15, 0.15), 85),
    "cut on one side": (cut(0.2, 0.0, 0.03, 0.22), 85),
    "with a date": (stamped, 80),
    "brighter": (lambda image: ImageEnhance.Brightness(image).enhance(1.2), 85),
    "turned": (lambda image: image.transpose(Image.Transpose.ROTATE_90), 85),
    "mirrored": (lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 85),
    "cut and mirrored": (
        lambda image: cut(0.06, 0.03, 0.05, 0.08)(image).transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        70,
    ),
}


def upload(image: Image.Image, quality: int = 85) -> SimpleUploadedFile:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return SimpleUploadedFile("照片.jpg", out.getvalue(), content_type="image/jpeg")


def attached(cast: Cast, number: int, image: Image.Image, quality: int = 85) -> Any:
    return services.attach(ROOM.add(cast, number), upload(image, quality), by=cast.actor("gas.officer"))


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_no_new_proof(cast: Cast, change: str) -> None:
    first = attached(cast, 0, scene(3))
    alter, quality = CHANGES[change]
    second = attached(cast, 1, alter(scene(3)), quality)
    assert (second.standing, second.reused_from) == (Standing.FLAGGED, first)
    assert second.is_copy and not second.is_proof
    room = ROOM.register.model.objects.get(uid=second.entry_uid)
    assert room.evidenced_at is None


def test_the_whole_of_an_earlier_cut_is_found_too(cast: Cast) -> None:
    first = attached(cast, 0, cut(0.1, 0.05, 0.08, 0.12)(scene(4)))
    assert attached(cast, 1, scene(4)).reused_from == first


def test_other_pictures_stay_proof(cast: Cast) -> None:
    shown = [scene(5), scene(6), scene(5, people=77), form(1), form(2), form(3)]
    rows = [attached(cast, number, image) for number, image in enumerate(shown)]
    assert [row.standing for row in rows] == [Standing.VALID] * len(rows)


def test_on_the_same_entry_a_copy_is_no_reuse(cast: Cast) -> None:
    entry = ROOM.add(cast)
    by = cast.actor("gas.officer")
    services.attach(entry, upload(scene(7)), by=by)
    entry.refresh_from_db()
    assert services.attach(entry, upload(scene(7), 40), by=by).standing == Standing.VALID


def test_a_blank_page_is_like_no_other() -> None:
    blank = Image.new("L", (800, 600), 255)
    assert likeness.same_photograph(blank, blank, box=likeness.WINDOWS[0]) == 0.0


def test_the_page_shows_both_photographs(cast: Cast, client: Any) -> None:
    first = attached(cast, 0, scene(8))
    second = attached(cast, 1, scene(8), 45)
    (shown,) = queries.attachments(ROOM.register.model.objects.get(uid=second.entry_uid))
    assert shown.is_copy
    html = (
        cast.login(client, "gas.officer")
        .get(f"/r/facilities/readingroom/{second.entry_uid}/")
        .content.decode()
    )
    assert f"/files/{first.uid}" in html or str(first.uid) in html
