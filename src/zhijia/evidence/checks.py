"""The lines this room adds to `verify`: bytes as they were, rows as journalled, gates only by proof."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from zhijia.evidence import queries, storing, trail
from zhijia.evidence.models import Attachment, Request, StoredFile
from zhijia.journal.queries import newest_digests
from zhijia.registry.register import registers

Found = Iterator[tuple[str, str]]
BLOCK = 1024 * 1024


def problems() -> Found:
    """(where, what) of everything that is not as it should be."""
    yield from files()
    yield from rows()
    yield from gates()


def files() -> Found:
    """Stored files that are gone or have other bytes than their name says."""
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        path = storing.original(file.sha256)
        if not path.exists():
            yield f"evidence_storedfile {file.sha256[:12]}", _("the file is gone")
        elif path.stat().st_size != file.size or _digest(path) != file.sha256:
            yield (
                f"evidence_storedfile {file.sha256[:12]}",
                _("the file has other bytes than when it was stored"),
            )


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def rows() -> Found:
    """Attachments and requests that are not as the journal knew them last."""
    for model in (Attachment, Request):
        known = newest_digests(model._meta.label_lower)
        for row in model._default_manager.order_by("pk").iterator(chunk_size=500):
            if known.get(row.uid, "") != trail.digest(row):
                yield f"{model._meta.db_table} {row.uid}", _("has other values than the journal knows")


def gates() -> Found:
    """Entries that stand as evidenced without proof, or as confirmed without a yes."""
    for register in registers():
        table = register.model._meta.db_table
        for uid in queries.without_proof(register.key).values_list("uid", flat=True):
            yield f"{table} {uid}", _("stands as evidenced, but has no valid file")
        for uid in queries.without_answer(register.key).values_list("uid", flat=True):
            yield f"{table} {uid}", _("stands as confirmed, but nobody said yes")
