"""Passing a notice on: one's own notice to one's own unions, begun with what the one from above says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.office.models import Reply
from zhijia.office.posts import WRITING
from zhijia.office.registers.notice.recipients import Reach, below
from zhijia.tree.actor import Actor

#: days between the reply of the base and one's own
BETWEEN = timedelta(days=3)


def may_pass(reply: Reply, by: Actor) -> bool:
    """Whether the actor writes for the union that got it, and that union leads others."""
    open_still = reply.state not in ("accepted", "void")
    return open_still and reply.org.path in by.paths(*WRITING) and below(reply.org).exists()


def start(reply: Reply) -> dict[str, Any]:
    """What the form begins with: the same words and questions, a day before one's own is due."""
    notice = reply.notice
    due_on = None
    if reply.reply_due_on is not None:
        due_on = max(reply.reply_due_on - BETWEEN, today() + timedelta(days=1))
    said = {"title": notice.title, "sender": notice.org.name, "number": notice.number}
    return {
        "org": reply.org,
        "kind": notice.kind,
        "title": (_("Passed on: %(title)s") % said)[:120],
        "text": (
            _("We pass on %(number)s of %(sender)s; please do as it says.") % said + "\n\n" + notice.text
        )[:20000],
        "questions": notice.questions,
        "reply_due_on": due_on,
        "reach": Reach.CHILDREN,
    }
