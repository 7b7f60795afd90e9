"""What the registers ask of the rooms below once the house stands: search indexes and a line of `verify`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.journal import verify
from zhijia.journal.queries import newest_digests
from zhijia.registry import search
from zhijia.registry.register import registers
from zhijia.registry.writing import row_digest
from zhijia.tally import services as tally
from zhijia.tree.models import Org


def start() -> None:
    """Adds to `verify` the line of the registers and that of the figures counted from them."""
    verify.add_check("registers", changed_behind_the_journal)
    verify.add_check("cells", figures_changed)


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


def figures_changed() -> Iterator[tuple[str, str]]:
    """(where, what) of every kept figure that a count from nothing does not give.

    What waits to be counted is counted first and taken back after: a figure is not wrong because it is late.
    """
    with transaction.atomic():
        tally.refresh()
        found = tally.check()
        names = dict(Org.objects.values_list("pk", "name"))
        transaction.set_rollback(True)
    for one in found:
        where = f"node_tally {one.indicator} {one.period} {names.get(one.node_id, one.node_id)}"
        text = _("is kept as %(kept)s, counted from nothing it is %(true)s")
        yield where, text % {"kept": "/".join(map(str, one.kept)), "true": "/".join(map(str, one.true))}
