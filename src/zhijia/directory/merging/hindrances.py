"""What stands in the way: an entry that could not name the other person beside what that person has already."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.merging.pointers import Pointer
from zhijia.directory.models import Person
from zhijia.registry.errors import Refused
from zhijia.registry.models import Entry
from zhijia.registry.register import register_of
from zhijia.registry.writing import check, values_of
from zhijia.tree.actor import Actor


def refuse(pointer: Pointer, row: Any, to: Person, by: Actor) -> None:
    """Asks the rules of the entry's own register; what they hold against it as it stands is no matter here."""
    if not issubclass(pointer.model, Entry):
        return
    against = _faults(row, pointer.field, to, by) - _faults(
        row, pointer.field, getattr(row, pointer.field), by
    )
    if against:
        register = register_of(pointer.model)
        seen = bool(register.policy.view.test(by, row))
        what = f"{row.org} · {row}" if seen else _("an entry outside of your sight")
        said = {
            "noun": capfirst(str(pointer.model._meta.verbose_name)),
            "what": what,
            "why": " ".join(sorted(against)) if seen else _("It would stand twice."),
        }
        raise Refused("", _("%(noun)s, %(what)s: %(why)s Settle this first.") % said)


def _faults(row: Any, field: str, person: Person, by: Actor) -> set[str]:
    """What the register's rules say of the entry if it named this person; nothing they do stays."""
    register = register_of(type(row))
    entry = type(row)._default_manager.get(pk=row.pk)
    before = {**values_of(register, entry), field: None}
    setattr(entry, field, person)
    found: set[str] = set()
    with transaction.atomic():
        try:
            check(register, entry, granted(by), before)
        except Refused as refused:
            found = {str(text) for texts in refused.messages.values() for text in texts}
        transaction.set_rollback(True)
    return found
