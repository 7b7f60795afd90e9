"""Files made on the spot: pictures with and without metadata, Office files, bombs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (640, 480), *, seed: int = 1, mode: str = "RGB", **extra: Any
) -> bytes:
    """A picture of its own for every seed."""
    lots = Random(seed)
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _number in range(60):
        left, top = lots.randrange(size[0]), lots.randrange(size[1])
        right, bottom = left + lots.randrange(8, 160), top + lots.randrange(8, 160)
        draw.rectangle((left, top, right, bottom), fill=tuple(lots.randrange(256) for _part in "RGB"))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **extra)
    return out.getvalue()


def plain(kind: str, size: tuple[int, int]) -> bytes:
    """A white picture: many pixels in few bytes."""
    out = io.BytesIO()
    Image.new("1", size, 1).save(out, kind)
    return out.getvalue()


def blank_png(width: int, height: int, *, depth: int) -> bytes:
    """A see-through PNG written by hand: no picture of that size is ever in memory here."""
    row = bytes(1 + width * 4 * depth // 8)
    squeeze = zlib.compressobj(1)
    body = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def photo(
    seed: int = 1, *, taken: str = "2026:03:04 09:30:00", size: tuple[int, int] = (2400, 1800)
) -> bytes:
    """A photo as a phone writes it: upright by a mark, with the day and the place it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Zhijia phone"
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = taken
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (30.0, 55.0, 12.34), "E", (113.0, 55.0, 1.0)
    return picture(seed=seed, size=size, exif=exif, quality=70)


def packed(files: dict[str, Any], *, secret: bool = False) -> bytes:
    """A ZIP of files; with `secret` its members are marked as encrypted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    data = bytearray(out.getvalue())
    if secret:
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.find(mark)
            while at >= 0:
                data[at + offset] |= 1
                at = data.find(mark, at + 4)
    return bytes(data)


OFFICE = {"[Content_Types].xml": "<Types/>"}


def docx(text: str = "x") -> bytes:
    return packed(OFFICE | {"word/document.xml": f"<w>{text}</w>"})


def xlsx() -> bytes:
    return packed(OFFICE | {"xl/workbook.xml": "<x/>"})


def pdf(extra: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + extra + b"\ntrailer\n<< >>\n%%EOF\n"


def pdf_packed(objects: bytes) -> bytes:
    """A PDF whose objects lie packed in a stream."""
    stream = zlib.compress(objects)
    head = b"2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n"
    return pdf(head % len(stream) + stream + b"\nendstream\nendobj")


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    """A file as a form hands it over."""
    return SimpleUploadedFile(name, data)
