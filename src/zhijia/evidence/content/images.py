"""Pictures: measured before they are decoded, and drawn anew so that nothing but pixels is served."""

from __future__ import annotations

import contextlib
import hashlib
import io
import threading
import warnings
from dataclasses import dataclass
from datetime import date, datetime

from PIL import Image

from zhijia.evidence.content.likeness import fingerprint
from zhijia.evidence.content.refusals import LARGEST_PICTURE, BadFile
from zhijia.evidence.content.signs import Kind

PAGE_SIDE = 1600
THUMB_SIDE = 320
#: progressive pictures of many scans take minutes to decode; honest ones have about ten
MOST_SCANS = 200
EXIF_SHEET, TAKEN, CHANGED = 0x8769, 0x9003, 0x0132
#: one picture at a time in a process: bounds its memory, and the silence about warnings is the process's own
_alone = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """A picture that could be read: its size as stored, when it was taken, and the copies that are served.

    `digest` is the SHA-256 of the pixels of the page copy: equal for files that differ in metadata alone.
    `prints` is the fingerprint by which a recompressed or cropped copy is found (`likeness`).
    """

    width: int
    height: int
    taken_on: date | None
    page: bytes
    thumb: bytes
    digest: str
    prints: bytes


def readable(kind: Kind) -> bool:
    """Whether this machine can decode the kind; HEIC needs a plug-in that few have."""
    Image.init()
    return kind.image_format in Image.OPEN


def read(data: bytes, *, kind: Kind) -> Picture:
    """The picture in `data`; raises BadFile when it is too large, damaged or slow to open."""
    if kind.image_format == "JPEG" and data.count(b"\xff\xda") > MOST_SCANS:
        raise BadFile("scans")
    try:
        with _alone, warnings.catch_warnings():
            # Pillow warns of things the code below checks by itself
            warnings.simplefilter("ignore")
            return _decode(data, kind)
    except BadFile:
        raise
    except Image.DecompressionBombError as error:
        raise BadFile("too_many_pixels", limit=LARGEST_PICTURE // 1_000_000) from error
    except Exception as error:
        # no closed set of errors: Pillow answers damaged bytes with nearly every exception there is
        raise BadFile("damaged", kind=kind.label) from error


def _decode(data: bytes, kind: Kind) -> Picture:
    with Image.open(io.BytesIO(data), formats=[kind.image_format]) as image:
        width, height = image.size
        if width * height > LARGEST_PICTURE:
            raise BadFile("pixels", width=width, height=height, limit=LARGEST_PICTURE // 1_000_000)
        taken_on = _taken_on(image)
        image.seek(0)
        # JPEG decodes at a fraction of its size where the page copy needs no more
        image.draft("RGB", (PAGE_SIDE, PAGE_SIDE))
        page = _plain(image)
    digest = hashlib.sha256(f"{page.width}x{page.height}|".encode() + page.tobytes()).hexdigest()
    drawn, prints = _jpeg(page, quality=85), fingerprint(page)
    page.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Picture(width, height, taken_on, drawn, _jpeg(page, quality=78), digest, prints)


def _plain(image: Image.Image) -> Image.Image:
    """The first frame upright in RGB on white, at most the side of a page, without any metadata."""
    image.load()
    if image.mode.startswith("I") or image.mode == "F":
        # 16 bits a pixel do not scale by themselves
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        layer.thumbnail((PAGE_SIDE, PAGE_SIDE))
        ground = Image.new("RGBA", layer.size, "white")
        ground.alpha_composite(layer)
        plain = ground.convert("RGB")
    else:
        plain = image.convert("RGB")
        plain.thumbnail((PAGE_SIDE, PAGE_SIDE))
    return _upright(image, plain)


def _upright(source: Image.Image, plain: Image.Image) -> Image.Image:
    turn = _orientation(source)
    if turn is not None:
        plain = plain.transpose(turn)
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    return bare


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _orientation(image: Image.Image) -> Image.Transpose | None:
    # metadata may be damaged in a picture that is whole
    with contextlib.suppress(Exception):
        return TURNS.get(int(image.getexif().get(0x0112) or 0))
    return None


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _taken_on(image: Image.Image) -> date | None:
    """The day the camera wrote, or None; a camera's clock may be wrong, so it only informs."""
    with contextlib.suppress(Exception):
        exif = image.getexif()
        for written in (exif.get_ifd(EXIF_SHEET).get(TAKEN), exif.get(CHANGED)):
            with contextlib.suppress(ValueError, TypeError):
                # a camera's wall clock has no zone
                return datetime.strptime(str(written)[:10], "%Y:%m:%d").date()  # noqa: DTZ007
    return None
