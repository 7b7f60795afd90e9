"""Whom a notice is sent to, who answers it, and what a reply must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.office.posts import WORKING, WRITING
from zhijia.registry.errors import Refused
from zhijia.registry.policy import holds
from zhijia.tree.actor import Actor

#: the union a notice went to, and nobody in its place
receivers = holds(*WORKING, here=True)
#: the union that sent it, or one above that steps in
askers = holds(*WRITING, prefix="notice__")
OPEN = ("sent", "read", "returned")


def overdue() -> Q:
    """Replies that are past their day and not sent."""
    return Q(state__in=OPEN, reply_due_on__lt=today())


def to_answer() -> Q:
    """Notices that wait for a reply."""
    return Q(reply_due_on__isnull=False)


def to_read() -> Q:
    """Notices that wait for being read only."""
    return Q(reply_due_on__isnull=True)


def refuse_not_issued(reply: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Only what was issued goes out."""
    if before is None and reply.notice.state != "issued":
        raise Refused("notice", _("This notice is not issued; issue it first."))


def refuse_not_below(reply: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A notice goes down."""
    sender = reply.notice.org
    if before is None and (reply.org_id == sender.pk or not reply.org.path.startswith(sender.path)):
        raise Refused(
            "org", _("%(org)s does not stand below %(sender)s.") % {"org": reply.org, "sender": sender}
        )


def refuse_unasked(reply: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Nobody replies where no reply is asked."""
    if before is not None and reply.state == "replied" and reply.reply_due_on is None:
        raise Refused("text", _("This notice asks for no reply; it is enough to read it."))


def refuse_said_silently(reply: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What a union replies is said by replying, by that union itself."""
    known = {"text": "", "answers": {}, "replied_at": None} if before is None else before
    if (known["text"], known["answers"]) == (reply.text, reply.answers):
        return
    again = before is not None and known["replied_at"] != _moment(reply.replied_at)
    if not (again and (by.system or receivers.test(by, reply))):
        raise Refused("text", _("A reply is written by %(org)s, with the step “Reply”.") % {"org": reply.org})


def _moment(at: Any) -> str | None:
    return at.isoformat() if at is not None else None
