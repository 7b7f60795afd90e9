"""Drawn proofs of lessons, meetings and issuers' lists, no two alike."""

from __future__ import annotations

import io
from colorsys import hls_to_rgb
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from zhijia.site.demo import pictures

WIDE, HIGH = pictures.WIDE, pictures.HIGH
Colour = tuple[int, int, int]


def photograph(title: str, lines: list[str], *, number: int) -> bytes:
    """A room with its people as a JPEG; `number` paints walls, board and everybody in it."""
    lots = Random(f"lesson {number}")
    image = Image.new("RGB", (WIDE, HIGH), _colour(lots, 0.55, 0.9))
    draw = ImageDraw.Draw(image)
    floor = lots.randint(130, 230)
    draw.polygon(
        (0, floor + lots.randint(-30, 30), WIDE, floor, WIDE, HIGH, 0, HIGH), fill=_colour(lots, 0.3, 0.6)
    )
    for _window in range(lots.randint(0, 3)):
        left, top = lots.randrange(WIDE), lots.randrange(40)
        draw.rectangle(
            (left, top, left + lots.randint(30, 90), top + lots.randint(40, 110)),
            fill=_colour(lots, 0.7, 0.98),
        )
    _board(draw, lots, title, lines)
    for _person in range(lots.randint(9, 34)):
        _somebody(draw, lots, floor)
    return _jpeg(image)


def roster(title: str, lines: list[str], *, number: int) -> bytes:
    """A stamped list of names lying on a table as a JPEG; `number` fills it and lays it down."""
    lots = Random(f"roster {number}")
    wide, high = lots.randint(330, 440), lots.randint(260, 340)
    paper = Image.new("RGB", (wide, high), (250, 247, 238))
    draw = ImageDraw.Draw(paper)
    draw.text(
        (wide // 2, 20), pictures.written(title), fill=pictures.INK, font=pictures.font(17), anchor="mm"
    )
    draw.text((14, 36), pictures.written(lines[0][:22]), fill=pictures.INK, font=pictures.font(13))
    step, columns = lots.randint(13, 26), sorted(lots.sample(range(40, wide - 20, 11), lots.randint(3, 7)))
    for top in range(60, high - 10, step):
        draw.line((12, top, wide - 12, top), fill=(150, 150, 150))
        for left in columns:
            reach = left + lots.randint(6, 48)
            points = [(place, top + step // 2 + lots.randint(-4, 4)) for place in range(left, reach, 5)]
            draw.line(points or [(left, top)], fill=(28, 52, 120), width=lots.randint(1, 3))
    centre, size = (lots.randint(60, wide - 60), lots.randint(90, high - 40)), lots.randint(30, 58)
    box = (centre[0] - size, centre[1] - size, centre[0] + size, centre[1] + size)
    draw.ellipse(box, outline=pictures.RED, width=4)
    draw.regular_polygon((*centre, size // 3), 5, rotation=lots.randrange(72), fill=pictures.RED)
    table = Image.new("RGB", (WIDE, HIGH), _colour(lots, 0.15, 0.6))
    lying = paper.rotate(
        lots.uniform(-20, 20), Image.Resampling.BILINEAR, expand=True, fillcolor=table.getpixel((0, 0))
    )
    table.paste(lying, (lots.randint(-40, 60), lots.randint(-50, 30)))
    return _jpeg(table)


def _colour(lots: Random, dark: float, light: float) -> Colour:
    red, green, blue = hls_to_rgb(lots.random(), lots.uniform(dark, light), lots.uniform(0.15, 0.6))
    return round(255 * red), round(255 * green), round(255 * blue)


def _board(draw: Any, lots: Random, title: str, lines: list[str]) -> None:
    """The board or banner, somewhere on the wall, with what the lesson is called."""
    wide, high = lots.randint(250, 380), lots.randint(92, 130)
    left, top = lots.randint(4, WIDE - wide - 4), lots.randint(4, 60)
    ground = lots.choice(((30, 70, 52), (172, 36, 42), (245, 245, 240), (36, 52, 92)))
    ink = (40, 44, 52) if sum(ground) > 600 else (250, 247, 238)
    draw.rectangle((left, top, left + wide, top + high), fill=ground, outline=(90, 70, 50), width=3)
    for number, line in enumerate([title, *lines][:3]):
        draw.text(
            (left + 12, top + 8 + 26 * number), pictures.written(line[:18]), fill=ink, font=pictures.font(17)
        )


def _somebody(draw: Any, lots: Random, floor: int) -> None:
    """A head and shoulders, larger the nearer."""
    bottom = lots.randint(floor + 10, HIGH + 20)
    size = 8 + (bottom - floor) // lots.randint(6, 9)
    left = lots.randrange(-10, WIDE)
    shirt, hair = _colour(lots, 0.2, 0.8), _colour(lots, 0.05, 0.25)
    draw.ellipse((left - size, bottom, left + 3 * size, bottom + 5 * size), fill=shirt)
    draw.ellipse((left, bottom - 2 * size, left + 2 * size, bottom + size // 2), fill=hair)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
