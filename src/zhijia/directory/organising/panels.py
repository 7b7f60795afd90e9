"""What the pages of employers and invitations show of organising."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from zhijia.directory.models import Invitation, Unit, Visit
from zhijia.directory.organising import employers
from zhijia.directory.organising.pages import approaches, lines
from zhijia.directory.registers.approach.rules import own_coverage
from zhijia.directory.registers.invitation.rules import effect_key
from zhijia.kernel.day import today
from zhijia.reach import queries as reach
from zhijia.registry.extras import Panel
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request


def work(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """How far the work on an employer without a union has come, and the next thing to do."""
    if register.model is not Unit:
        return None
    row = employers.described(Unit.objects.filter(pk=entry.pk), today()).select_related("org").get()
    own = own_coverage(entry, today())
    (line,) = lines([row])
    context = {
        "line": line,
        "unit": entry,
        "own": own,
        "last": Visit.objects.filter(unit=entry).order_by("-happened_on", "-pk").first(),
        **_rights(request.actor, line),
    }
    return Panel("organising", "directory/organising_panel.html", context)


def _rights(actor: Actor, line: Any) -> dict[str, bool]:
    """What the actor may do at this employer."""
    held = line.approach
    mine = held is not None and held.officer_id in (None, actor.user_id)
    over = held is not None and not mine and bool(held.register.policy.change.test(actor, held))
    return {"may_work": approaches.ever(actor) and (held is None or mine), "may_take_over": over}


def letter(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """The letter of an invitation to take away, or where its message stands."""
    if register.model is not Invitation:
        return None
    status = (
        reach.statuses([effect_key(entry)]).get(effect_key(entry)) if entry.channel == "message" else None
    )
    context = {
        "is_message": entry.channel == "message",
        "status": status,
        "docx": reverse("directory:invitation_docx", args=[entry.uid]),
        "pdf": reverse("directory:invitation_pdf", args=[entry.uid]),
    }
    return Panel("invitation", "directory/invitation_panel.html", context)
