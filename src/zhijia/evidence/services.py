"""What other rooms ask of this one: attach, ask, confirm and what undoes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.evidence import trail
from zhijia.evidence.arrivals import Gathering, gather, number_on_the_wall
from zhijia.evidence.asking import ask, why_not_ask
from zhijia.evidence.asking_many import Asked, ask_many
from zhijia.evidence.attachments import accept, attach, explain, refuse, remove_attachment
from zhijia.evidence.callbacks import take_over
from zhijia.evidence.confirming import Said, after_change, confirm, confirm_many, confirm_move, confirm_own
from zhijia.evidence.forms import FilesField
from zhijia.evidence.models import Attachment, Request, Standing
from zhijia.evidence.slips import print_slips
from zhijia.tree.actor import Actor

__all__ = [
    "Asked",
    "FilesField",
    "Gathering",
    "Said",
    "accept",
    "after_change",
    "after_remove",
    "after_write",
    "ask",
    "ask_many",
    "attach",
    "confirm",
    "confirm_many",
    "confirm_move",
    "confirm_own",
    "explain",
    "gather",
    "number_on_the_wall",
    "print_slips",
    "refuse",
    "remove_attachment",
    "take_over",
    "why_not_ask",
]


def after_remove(entry: Any, *, by: Actor) -> None:
    """Closes what belonged to an entry that was removed; to be called in the removal's transaction."""
    reason = str(_("the entry was removed"))
    ended = {"removed_by": by.user_id, "removed_at": timezone.now(), "removal_reason": reason}
    with transaction.atomic():
        for row in Attachment.objects.filter(entry_uid=entry.uid).exclude(standing=Standing.REMOVED):
            trail.changed(row, {"standing": Standing.REMOVED, **ended}, by=by, verb="remove", reason=reason)
        for asked in Request.objects.filter(entry_uid=entry.uid, current=True):
            trail.changed(asked, {"current": False}, by=by, verb="void", reason=reason)


def after_write(entry: Any, *, before: Mapping[str, Any] | None, by: Actor, gone: bool = False) -> None:
    """The one hook for whoever writes entries: after an add nothing, after a change or removal the above."""
    if gone:
        after_remove(entry, by=by)
    elif before is not None:
        after_change(entry, before=before, by=by)
