"""What the pages of notices and replies need between a request and a template."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import replace
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.evidence.queries import attachments
from zhijia.office import collecting, passing
from zhijia.office.counted import counted
from zhijia.office.forms import PassForm, ReplyForm
from zhijia.office.models import Notice, NoticeRegister, Reply, ReplyRegister
from zhijia.office.posts import writers
from zhijia.office.registers.notice.recipients import recipients
from zhijia.office.registers.notice.repeats import nearest
from zhijia.office.registers.reply.rules import receivers
from zhijia.registry import extras, services
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.moments import timeline
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request
from zhijia.ui.moments import Moment

#: as many recipients of a draft as are named
NAMED = 60


def found(request: Request, register: type[Register], uid: uuid.UUID) -> Any:
    """An entry within the actor's sight; beyond it the answer is the same as for none."""
    entry = register.visible(request.actor).filter(uid=uid).first()
    if entry is None:
        raise Http404
    return entry


def notice_page(request: Request, notice: Notice) -> dict[str, Any]:
    """A notice: as a draft what issuing would do, afterwards how far everybody is."""
    actor = request.actor
    moves = {move.key: move for move in NoticeRegister.moves_for(notice, actor)}
    context = {
        "notice": notice,
        "asks": notice.asks,
        "state_label": NoticeRegister.flow.states[notice.state],
        "moves": moves,
        "may_change": bool(NoticeRegister.policy.change.test(actor, notice)),
        "may_remove": bool(NoticeRegister.policy.remove.test(actor, notice)),
        "follow_to": f"{reverse('registry:new', args=['office', 'notice'])}?follows={notice.uid}",
        "writes": bool(writers.test(actor, notice)),
        "panels": extras.panels(request, NoticeRegister, notice),
        "moments": timeline(NoticeRegister, notice, actor),
        "followed_by": notice.followed_by.filter(state="issued"),
        "passed_on": NoticeRegister.visible(actor).filter(passes=notice, state="issued"),
    }
    if notice.state == "draft":
        return context | _before(notice)
    return context | _after(request, notice)


def _before(notice: Notice) -> dict[str, Any]:
    """What the issuer is shown before issuing: who gets it, what it repeats, what is counted already."""
    orgs = recipients(notice)
    return {
        "orgs": orgs[:NAMED],
        "count": orgs.count(),
        "more": max(0, orgs.count() - NAMED),
        "like": nearest(notice),
        "counted": counted(notice.asks, notice.org_id),
    }


def _after(request: Request, notice: Notice) -> dict[str, Any]:
    rows = collecting.replies(notice, request.actor)
    show = request.GET.get("show", "")
    counts = collecting.counts(rows)
    mine = [one for one in rows if one.org.path in {seat.path for seat in request.actor.seats}]
    return {
        "rows": collecting.narrowed(rows, show),
        "counts": [(label, number, key, key == show) for label, number, key in counts.shown],
        "late": counts.late,
        "replied": counts.replied - counts.accepted,
        "table": collecting.table(notice, rows) if notice.reply_due_on else None,
        "mine": mine[0] if mine else None,
    }


def opened(reply: Reply, by: Actor) -> Reply:
    """The reply, marked as read when somebody of its own union opens it for the first time."""
    if reply.state != "sent" or not receivers.test(by, reply):
        return reply
    key = "note" if reply.reply_due_on is None else "see"
    # two who open it at once: one of them marks it
    with contextlib.suppress(Stale, Refused, Forbidden):
        services.move(reply, key, by=by, version=reply.version)
    seen: Reply = ReplyRegister.rows().get(pk=reply.pk)
    return seen


def reply_form(reply: Reply, actor: Actor, data: Any = None) -> ReplyForm | None:
    """The form to answer with, filled in from what was said before or what one's own unions said."""
    moves = [move.key for move in ReplyRegister.moves_for(reply, actor)]
    if "reply" not in moves or reply.reply_due_on is None:
        return None
    start, text = dict(reply.answers), reply.text
    ready = collecting.prefilled(reply)
    if ready is not None and not reply.replied_at:
        start, text = ready.answers, ready.text
    return ReplyForm(reply, data, start=start, text=text)


def reply_page(request: Request, reply: Reply, form: ReplyForm | None) -> dict[str, Any]:
    """One notice received: what it says, what was answered, and the form."""
    actor = request.actor
    moves = {move.key: move for move in ReplyRegister.moves_for(reply, actor)}
    said = [(one.label, one.shown(reply.answers.get(one.label, ""))) for one in reply.notice.asks]
    return {
        "reply": reply,
        "notice": reply.notice,
        "form": form,
        "moves": moves,
        "said": said if reply.replied_at else [],
        "prefilled": collecting.prefilled(reply),
        "may_pass": passing.may_pass(reply, actor),
        "seen": bool(NoticeRegister.policy.view.test(actor, reply.notice)),
        "files": extras.panels(request, NoticeRegister, reply.notice) if attachments(reply.notice) else [],
        "panels": extras.panels(request, ReplyRegister, reply),
        "moments": _moments(reply, actor),
    }


def _moments(reply: Reply, actor: Actor) -> list[Moment]:
    """What happened; the answers stand in words beside it, not as they are kept."""
    kept = capfirst(str(Reply._meta.get_field("answers").verbose_name))  # type: ignore[union-attr]
    return [
        replace(one, changes=[change for change in one.changes if capfirst(str(change[0])) != kept])
        for one in timeline(ReplyRegister, reply, actor)
    ]


def accept_all(notice: Notice, by: Actor) -> int:
    """How many replies were accepted; one somebody else moved meanwhile is left as it is."""
    done = 0
    for reply in ReplyRegister.visible(by).filter(notice=notice, state="replied"):
        with contextlib.suppress(Stale, Refused):
            services.move(reply, "accept", by=by, version=reply.version)
            done += 1
    return done


def pass_form(reply: Reply, request: Request) -> Any:
    """The form of a notice that passes one on."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PassForm(NoticeRegister, request.actor, *data, initial=passing.start(reply))
    form.passes = reply.notice
    return form


def chased_words(done: Any) -> list[str]:
    """What chasing did, in sentences."""
    said = [_("%(n)s unions chased, %(m)s messages written.") % {"n": done.unions, "m": done.messages}]
    if done.before:
        said.append(_("%(n)s were chased today already.") % {"n": done.before})
    if done.unreached:
        names = "、".join(done.unreached[:5])
        said.append(_("No address of anybody there: %(names)s; call them.") % {"names": names})
    return said
