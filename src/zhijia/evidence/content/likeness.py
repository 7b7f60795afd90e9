"""Whether two pictures show the same photograph: recompressed, resized, cropped, stamped, turned or mirrored.

Two steps. A fingerprint of a picture is the difference hash (128 bits: is each of 8 × 8 fields brighter than its
neighbour to the right, and below) of the whole and of windows that a crop may leave; near hashes only propose. Then
the two pictures are laid over each other, the frame is moved until they fit best, and the fields that show anything
are compared one by one: the same photograph agrees nearly everywhere, two receipts of one form only where the form
is printed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Box = tuple[float, float, float, float]
Grey = NDArray[np.float32]
#: side at which windows are hashed, at which frames are fitted, and at which fields are compared
HASHED, FITTED, COMPARED = 256, 40, 192
FIELD = 12
#: what a crop leaves of a side, and how far its windows lie apart
SCALES, STEP = (0.94, 0.88, 0.82, 0.76, 0.7), 0.08
WORDS = 2
#: frames that differ more before they are fitted (0.0 alike, 1.1 strangers) are not worth fitting
FAR = 0.8
#: bits of 128 in which two hashes of one photograph may differ; strangers differ in 64 ± 6
NEAR = 30
#: a field shows something when its grey values (0 to 255) spread as much
SHOWS = 5.0
#: two fields agree from this correlation on, two pictures when as many of their showing fields do; photographs
#: with a date stamped in agree in 0.94, the same room with other people in 0.66, two receipts of one form in 0.91
AGREE, SAME = 0.6, 0.93
#: fewer showing fields than this are no photograph: a blank page is like every other
LEAST = 24

TURNS = (
    None,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
)


def _windows() -> tuple[Box, ...]:
    """The whole, then every window as parts of the sides (left, top, right, bottom)."""
    found: list[Box] = [(0.0, 0.0, 1.0, 1.0)]
    for scale in SCALES:
        steps = max(2, round((1 - scale) / STEP) + 1)
        starts = [(1 - scale) * number / (steps - 1) for number in range(steps)]
        found += [(left, top, left + scale, top + scale) for top in starts for left in starts]
    return tuple(found)


WINDOWS = _windows()


def grey(image: Image.Image, side: int) -> Image.Image:
    """The picture in greys, squeezed into a square."""
    return image.convert("L").resize((side, side), Image.Resampling.BOX, reducing_gap=3.0)


def fingerprint(image: Image.Image) -> bytes:
    """16 bytes for the whole and for each window of `WINDOWS`, in their order."""
    small = grey(image, HASHED)
    return b"".join(_hash(small, box) for box in WINDOWS)


def turned(image: Image.Image) -> bytes:
    """16 bytes for the whole picture in each of the turns and mirrorings of `TURNS`."""
    small = grey(image, HASHED)
    whole = WINDOWS[0]
    return b"".join(_hash(small if turn is None else small.transpose(turn), whole) for turn in TURNS)


def _hash(small: Image.Image, box: Box) -> bytes:
    edges = (box[0] * small.width, box[1] * small.width, box[2] * small.width, box[3] * small.width)
    fields = np.asarray(small.resize((9, 9), Image.Resampling.BOX, box=edges), dtype=np.int16)
    across, down = fields[:8, 1:] > fields[:8, :8], fields[1:, :8] > fields[:8, :8]
    return np.packbits(np.concatenate([across.ravel(), down.ravel()])).tobytes()


def hashes(prints: bytes) -> NDArray[np.uint64]:
    """Fingerprints as rows of two words."""
    return np.frombuffer(prints, dtype=np.uint64).reshape(-1, WORDS)


def distances(one: NDArray[np.uint64], many: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """The bits in which each row of `many` differs from one hash."""
    bits: NDArray[np.uint8] = np.bitwise_count(many ^ one).sum(axis=-1, dtype=np.uint8)
    return bits


def same_photograph(whole: Image.Image, part: Image.Image, *, box: Box) -> float:
    """How much of what `part` shows agrees with the window `box` of `whole`, fitted: 0.0 to 1.0."""
    frame = _fitted(whole, part, box)
    return 0.0 if frame is None else _agreement(_cut(whole, frame, COMPARED), _greys(part, COMPARED))


def _greys(image: Image.Image, side: int) -> Grey:
    return np.asarray(grey(image, side), dtype=np.float32)


def _cut(image: Image.Image, box: Box, side: int) -> Grey:
    edges = (box[0] * image.width, box[1] * image.height, box[2] * image.width, box[3] * image.height)
    cut = image.resize((side, side), Image.Resampling.BOX, box=edges)
    return np.asarray(cut, dtype=np.float32)


def _fitted(whole: Image.Image, part: Image.Image, box: Box) -> Box | None:
    """The frame near `box` in which the two fit best: its sides are moved by ever smaller steps; None for strangers."""
    plain = grey(whole, 4 * FITTED)
    wanted = _even(_greys(part, FITTED))
    best, least = box, _apart(plain, box, wanted)
    if least > FAR:
        return None
    step = 0.04
    while step > 0.002:
        moved = min(
            ((_apart(plain, near, wanted), near) for near in _near(best, step)), default=(least, best)
        )
        if moved[0] < least:
            least, best = moved
        else:
            step /= 2
    return best


def _near(box: Box, step: float) -> Iterator[Box]:
    """Frames with one side moved, or moved as a whole, that stay within the picture."""
    left, top, right, bottom = box
    for change in (-step, step):
        yield from (
            frame
            for frame in (
                (left + change, top, right, bottom),
                (left, top + change, right, bottom),
                (left, top, right + change, bottom),
                (left, top, right, bottom + change),
                (left + change, top, right + change, bottom),
                (left, top + change, right, bottom + change),
            )
            if frame[0] >= 0
            and frame[1] >= 0
            and frame[2] <= 1
            and frame[3] <= 1
            and frame[2] - frame[0] > 0.4
            and frame[3] - frame[1] > 0.4
        )


def _even(greys: Grey) -> Grey:
    """Greys without brightness and contrast."""
    spread = float(greys.std()) or 1.0
    return np.asarray((greys - greys.mean()) / spread, dtype=np.float32)


def _apart(plain: Image.Image, box: Box, wanted: Grey) -> float:
    return float(np.abs(_even(_cut(plain, box, FITTED)) - wanted).mean())


def _agreement(one: Grey, other: Grey) -> float:
    """The share of showing fields whose greys rise and fall alike; 0.0 where too little is shown."""
    first, second = _fields(one), _fields(other)
    spreads = np.maximum(first.std(axis=1), second.std(axis=1))
    shown = spreads >= SHOWS
    if int(shown.sum()) < LEAST:
        return 0.0
    first, second = first[shown], second[shown]
    first = first - first.mean(axis=1, keepdims=True)
    second = second - second.mean(axis=1, keepdims=True)
    norm = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    alike = (first * second).sum(axis=1) / np.maximum(norm, 1e-6)
    return float((alike >= AGREE).mean())


def _fields(greys: Grey) -> Grey:
    """The fields of a square as rows of their greys."""
    count = COMPARED // FIELD
    return greys.reshape(count, FIELD, count, FIELD).swapaxes(1, 2).reshape(count * count, FIELD * FIELD)
