"""What the registers ask of the rooms below once the house stands: search indexes and a line of `verify`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from zhijia.journal import verify
from zhijia.journal.queries import newest_digests
from zhijia.registry import search
from zhijia.registry.register import registers
from zhijia.registry.writing import row_digest


def start() -> None:
    """Adds the registers' own line to `verify`."""
    verify.add_check("registers", changed_behind_the_journal)


def after_migrate(**_kwargs: Any) -> None:
    search.install([register.model._meta.db_table for register in registers()])


def changed_behind_the_journal() -> Iterator[tuple[str, str]]:
    """(where, what) of every entry whose columns are not the ones its newest journal row knew."""
    for register in registers():
        known = newest_digests(register.key)
        for entry in register.model._default_manager.order_by("pk").iterator(chunk_size=2000):
            digest = known.get(entry.uid)
            where = f"{register.model._meta.db_table} {entry.uid}"
            if digest is None:
                yield where, _("stands in its register, but the journal has never heard of it")
            elif digest and digest != row_digest(register, entry):
                yield where, _("has other values than the journal knows: changed by hand")
