"""Drawn proofs: a receipt or a reading room, each with its union and day, no two alike."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from zhijia.kernel.pinyin import pinyin_key

WIDE, HIGH = 480, 360
INK, PAPER, RED = (40, 44, 52), (250, 247, 238), (176, 42, 48)
SPINES = ((164, 74, 63), (58, 104, 150), (74, 124, 89), (196, 152, 64), (112, 84, 140), (70, 130, 140))
#: where systems keep a font with Chinese characters; without one names are written in pinyin
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)


@cache
def chinese_font() -> Path | None:
    """The first font of this machine that has Chinese characters."""
    return next((path for path in map(Path, FONTS) if path.exists()), None)


@cache
def font(size: int) -> Any:
    """A font of a size, with Chinese characters where this machine has one."""
    path = chinese_font()
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


def written(text: str) -> str:
    """A text in characters the font has."""
    return text if chinese_font() or text.isascii() else pinyin_key(text, person=False)


def receipt(title: str, lines: list[str], *, number: int) -> bytes:
    """A signed receipt as a JPEG; `number` draws signature and stamp, so that no other receipt is the same."""
    lots, image, draw = _sheet(number, PAPER)
    draw.rectangle((14, 14, WIDE - 15, HIGH - 15), outline=INK, width=2)
    draw.text((WIDE // 2, 40), written(title), fill=INK, font=font(22), anchor="mm")
    for at, line in enumerate(lines):
        draw.text((36, 78 + 36 * at), written(line), fill=INK, font=font(17))
        draw.line((36, 102 + 36 * at, WIDE - 36, 102 + 36 * at), fill=(200, 196, 184))
    _signature(draw, lots)
    centre = (lots.randint(330, 390), lots.randint(255, 300))
    draw.ellipse((centre[0] - 46, centre[1] - 46, centre[0] + 46, centre[1] + 46), outline=RED, width=3)
    draw.regular_polygon((*centre, 15), 5, rotation=lots.randrange(72), fill=RED)
    return _jpeg(_photographed(image, lots))


def _photographed(paper: Image.Image, lots: Random) -> Image.Image:
    """A paper as it lies on a table: nobody holds a telephone twice at the same angle."""
    table = (lots.randint(90, 170), lots.randint(70, 120), lots.randint(50, 90))
    part = lots.uniform(0.7, 0.88)
    lying = paper.resize((round(WIDE * part), round(HIGH * part)))
    lying = lying.rotate(lots.uniform(-14, 14), Image.Resampling.BILINEAR, expand=True, fillcolor=table)
    photo = Image.new("RGB", (WIDE, HIGH), table)
    photo.paste(lying, (lots.randint(0, 50), lots.randint(-30, 20)))
    return photo


def room(title: str, lines: list[str], *, number: int) -> bytes:
    """A sketch of a reading room with shelves and plate as a JPEG; `number` fills the shelves."""
    lots, image, draw = _sheet(number, (222, 214, 196))
    for shelf in range(3):
        base = 250 - 72 * shelf
        draw.rectangle((24, base, WIDE - 24, base + 7), fill=(122, 86, 54))
        place = 30
        while place < WIDE - 46:
            width, height = lots.randint(7, 16), lots.randint(34, 58)
            draw.rectangle((place, base - height, place + width, base - 1), fill=lots.choice(SPINES))
            place += width + lots.choice((1, 1, 2, 14))
    draw.rectangle((70, 12, WIDE - 70, 44), fill=RED)
    draw.text((WIDE // 2, 28), written(title), fill="white", font=font(17), anchor="mm")
    for at, line in enumerate(lines):
        draw.text((30, 276 + 26 * at), written(line), fill=INK, font=font(16))
    return _jpeg(image)


def _sheet(number: int, ground: tuple[int, int, int]) -> tuple[Random, Image.Image, Any]:
    lots = Random(number)
    tinted = tuple(min(255, part + lots.randint(-5, 5)) for part in ground)
    image = Image.new("RGB", (WIDE, HIGH), tinted)
    return lots, image, ImageDraw.Draw(image)


def _signature(draw: Any, lots: Random) -> None:
    points = [(60 + 9 * step, 300 + lots.randint(-16, 16)) for step in range(14)]
    draw.line(points, fill=(28, 52, 120), width=3, joint="curve")


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
