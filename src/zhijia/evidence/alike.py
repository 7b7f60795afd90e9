"""Pictures that show the same photograph as another: recompressed, cropped, stamped, turned or mirrored."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray
from PIL import Image

from zhijia.evidence import storing
from zhijia.evidence.content import likeness
from zhijia.evidence.models import StoredFile

logger = logging.getLogger(__name__)

#: proposals looked at closely; the nearest hashes come first
LOOKED_AT = 5
#: rows older than this are surely committed, their fingerprints are kept in memory (1 kB a picture)
SETTLED = timedelta(minutes=10)
Proposal = tuple[int, int, int, int]


class Shelf:
    """The settled fingerprints of one database, read once and added to."""

    def __init__(self) -> None:
        self.last = 0
        self.files: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.prints = _none()

    def fill(self) -> None:
        """Reads what has settled since the last time."""
        rows = StoredFile.objects.filter(pk__gt=self.last, stored_at__lt=timezone.now() - SETTLED)
        files, prints = _read(rows)
        if len(files):
            self.last = int(files.max())
            self.files = np.concatenate([self.files, files])
            self.prints = np.concatenate([self.prints, prints])


@cache
def shelf(database: str) -> Shelf:
    """The shelf of a database by its name."""
    return Shelf()


def photographs(file: StoredFile) -> list[int]:
    """The keys of the other stored files that show the photograph of `file`; none for what is no picture."""
    if not file.prints:
        return []
    try:
        with Image.open(storing.copy(file.sha256, storing.PAGE)) as image:
            page = image.convert("L")
        return [one[0] for one in _near(file, page) if _same(page, one)]
    except OSError:
        # the copy is missing: the exact comparison stands, and `verify` names the file
        logger.exception("a picture could not be compared with others")
        return []


def _none() -> NDArray[np.uint64]:
    return np.zeros((0, len(likeness.WINDOWS), likeness.WORDS), dtype=np.uint64)


def _read(rows: Any) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    found = list(rows.exclude(prints=b"").order_by("pk").values_list("pk", "prints"))
    whole = [(key, bytes(prints)) for key, prints in found]
    whole = [(key, prints) for key, prints in whole if len(prints) == 16 * len(likeness.WINDOWS)]
    if not whole:
        return np.zeros(0, dtype=np.int64), _none()
    prints = likeness.hashes(b"".join(prints for _key, prints in whole))
    return np.array([key for key, _prints in whole]), prints.reshape(len(whole), -1, likeness.WORDS)


def _shelves() -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """The settled pictures, then those of the last minutes."""
    kept = shelf(str(connection.settings_dict["NAME"]))
    kept.fill()
    yield kept.files, kept.prints
    yield _read(StoredFile.objects.filter(pk__gt=kept.last))


def _near(file: StoredFile, page: Image.Image) -> list[Proposal]:
    """The nearest other pictures: key, turn, window, and whether the window is one of the newer picture."""
    turns, own = likeness.hashes(likeness.turned(page)), likeness.hashes(bytes(file.prints))
    found: dict[int, tuple[int, Proposal]] = {}
    for files, prints in _shelves():
        if not len(files):
            continue
        for turn, one in enumerate(turns):
            _propose(found, files, likeness.distances(one, prints), turn, newer=0)
        for window, one in enumerate(own):
            apart = likeness.distances(one, prints[:, :1])
            _propose(found, files, apart, 0, newer=1, window=window)
    found.pop(file.pk, None)
    nearest = sorted(found.values())[:LOOKED_AT]
    return [proposal for _bits, proposal in nearest]


def _propose(
    found: dict[int, tuple[int, Proposal]],
    files: NDArray[np.int64],
    apart: NDArray[np.uint8],
    turn: int,
    *,
    newer: int,
    window: int = 0,
) -> None:
    """Keeps for each file the window that is nearest so far."""
    best = apart.argmin(axis=1)
    bits = apart[np.arange(len(files)), best]
    for place in np.flatnonzero(bits <= likeness.NEAR):
        key, count = int(files[place]), int(bits[place])
        proposal = (key, turn, window if newer else int(best[place]), newer)
        if key not in found or (count, proposal) < found[key]:
            found[key] = (count, proposal)


def _same(page: Image.Image, proposal: Proposal) -> bool:
    key, turn, window, newer = proposal
    other = StoredFile.objects.filter(pk=key).first()
    if other is None:
        return False
    with Image.open(storing.copy(other.sha256, storing.PAGE)) as image:
        older = image.convert("L")
    turning = likeness.TURNS[turn]
    shown = page if turning is None else page.transpose(turning)
    whole, part = (shown, older) if newer else (older, shown)
    return likeness.same_photograph(whole, part, box=likeness.WINDOWS[window]) >= likeness.SAME
