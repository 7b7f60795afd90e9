"""What an issuer's list must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_too_few(certification: Any, by: Actor, before: Before) -> None:
    """The issuer's list names at least those entered from it."""
    entered = certification.advancements.count() if certification.pk else 0
    if entered > certification.people:
        raise Refused(
            "people",
            _("%(count)s people have been entered from this list already; it cannot name fewer.")
            % {"count": entered},
        )


def refuse_other_kind(certification: Any, by: Actor, before: Before) -> None:
    """What was entered from a list agrees with it: kind, issuer and day stay then."""
    if before is None:
        return
    now = {"kind": certification.kind, "issuer": certification.issuer}
    now["happened_on"] = certification.happened_on.isoformat()
    changed = [name for name, value in now.items() if before[name] != value]
    if changed and certification.advancements.exists():
        raise Refused(
            changed[0], _("People have been entered from this list as it stands; record another list.")
        )
