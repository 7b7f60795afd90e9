"""Who may vouch for what a union records: one of its own workers, never whoever recorded it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.queries import works_at
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_outsider(entry: Any, name: str, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The person in the field `name`, where one is given, works at the union of the entry or below it and has not
    recorded it."""
    person = getattr(entry, name)
    if person is None:
        return
    recorder = by.user_id if before is None else before.get("recorded_by")
    if person.user_id is not None and person.user_id in (recorder, by.user_id):
        raise Refused(name, _("Choose a worker who did not record this: nobody vouches for their own entry."))
    if before is not None and before.get(name) == person.pk:
        return
    if not works_at(person, entry.org):
        raise Refused(
            name,
            _("%(name)s is on file elsewhere; choose a worker of %(org)s or of a union below it.")
            % {"name": person, "org": entry.org},
        )
