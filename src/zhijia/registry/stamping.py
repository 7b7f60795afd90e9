"""Gate moments and states of many entries at once, as `services.stamp` writes those of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from zhijia.journal import services as journal
from zhijia.registry import distinct, writing
from zhijia.registry.errors import Stale
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


def stamp_many(
    register: type[Register], entries: Sequence[Any], values: Mapping[str, Any], *, by: Actor, verb: str
) -> None:
    """The same gate moments and states written to many entries, as `services.stamp` writes them to one.

    The entries are read and locked by the caller and show the new values afterwards; raises Stale when one is
    not as it stands.
    """
    manager = register.model._default_manager
    acts = []
    with transaction.atomic():
        for version in sorted({entry.version for entry in entries}):
            some = [entry for entry in entries if entry.version == version]
            for lot in distinct.chunks(some):
                rows = manager.filter(pk__in=[entry.pk for entry in lot], version=version)
                if rows.update(version=version + 1, **values) != len(lot):
                    raise Stale(lot[0])
        for entry in entries:
            before = writing.values_of(register, entry)
            entry.version += 1
            for name, value in values.items():
                setattr(entry, name, value)
            acts.append(writing.act_of(register, entry, verb=verb, before=before))
        journal.record_many(by, acts)
