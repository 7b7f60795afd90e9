"""Who may vouch for what a union records about an enterprise: one of its workers, never the recorder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.queries import works_at
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


def refuse_outsider(
    entry: Any, name: str, by: Actor, before: Mapping[str, Any] | None, *, of: Org | None = None
) -> None:
    """The person in the field `name` works at the union of the entry, or at `of`, and has not recorded it."""
    person = getattr(entry, name)
    if person is None:
        return
    recorder = by.user_id if before is None else before.get("recorded_by")
    if person.user_id is not None and person.user_id in (recorder, by.user_id):
        raise Refused(name, _("Choose a worker who did not record this: nobody vouches for their own entry."))
    if before is not None and before.get(name) == person.pk:
        return
    place = of or entry.org
    if not works_at(person, place):
        raise Refused(
            name,
            _("%(name)s is on file elsewhere; choose a worker of %(org)s or of a union below it.")
            % {"name": person, "org": place},
        )
