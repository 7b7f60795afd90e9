"""What a notice must not be, and who reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.office.posts import WORKING
from zhijia.office.registers.notice.recipients import Reach, recipients, unknown
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule, holds
from zhijia.tree.actor import Actor

#: what an issued notice said stays said
SAID = (
    "title",
    "text",
    "kind",
    "number",
    "happened_on",
    "reply_due_on",
    "questions",
    "reach",
    "to_kind",
    "chosen",
)


def _addressed(actor: Actor) -> Q | None:
    """Notices sent to the actor's unions or to those below, and the ones these pass on."""
    mine = holds(*WORKING).q(actor)
    if mine is None:
        return None
    got = apps.get_model("office", "Reply")._default_manager.filter(mine)
    passed = apps.get_model("office", "Notice")._default_manager.filter(
        pk__in=got.values("notice"), passes__isnull=False
    )
    return Q(pk__in=got.values("notice")) | Q(pk__in=passed.values("passes"))


addressed = Rule(gettext_lazy("somebody who works for a union the notice was sent to"), _addressed)
unissued = Rule(
    gettext_lazy("a notice that was not issued yet"),
    lambda actor: None if actor.is_anonymous else Q(state="draft"),
)


def last_serial(notice: Any) -> int:
    """The highest number of its union, word and year among the others."""
    rows = type(notice)._default_manager.filter(org_id=notice.org_id, word=notice.word, year=notice.year)
    found = rows.exclude(pk=notice.pk).aggregate(last=Max("serial"))["last"]
    return int(found or 0)


def refuse_gap(notice: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Numbers follow each other; a gap is explained."""
    if before is not None and before["serial"] == notice.serial:
        return
    following = last_serial(notice) + 1
    if notice.serial > following and not notice.gap.strip():
        raise Refused(
            "serial",
            _("The next number is %(next)s. Take it, or write below why numbers are left out.")
            % {"next": following},
        )


def refuse_due_early(notice: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if notice.reply_due_on is not None and notice.reply_due_on <= notice.happened_on:
        said = {"due": notice.reply_due_on.isoformat(), "day": notice.happened_on.isoformat()}
        raise Refused(
            "reply_due_on",
            _("A reply by %(due)s to a notice of %(day)s leaves no day to answer: choose a later one.")
            % said,
        )


def refuse_no_reply_asked(notice: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if notice.questions and notice.reply_due_on is None:
        raise Refused("reply_due_on", _("Questions are asked, but no day is named by which to answer them."))


def refuse_nobody(notice: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A notice goes to somebody, and every line of a list names a union below."""
    if before is not None and before["state"] != "draft":
        return
    if notice.reach == Reach.KIND and not notice.to_kind:
        raise Refused("to_kind", _("Choose the kind of union it goes to."))
    if notice.reach == Reach.CHOSEN and (missing := unknown(notice)):
        said = {"lines": "、".join(missing[:5]), "org": notice.org}
        raise Refused("chosen", _("No open union below %(org)s has this name or code: %(lines)s.") % said)
    if not recipients(notice).exists():
        raise Refused(
            "reach",
            _("Nobody stands below %(org)s in this way; the notice would reach no one.")
            % {"org": notice.org},
        )


def refuse_issued_changed(notice: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What went out is corrected by a following notice, never changed."""
    if before is None or before["state"] == "draft":
        return
    changed = [name for name in SAID if before[name] != _plain(notice, name)]
    if changed:
        text = _(
            "This notice was issued and stays as it went out: write a following one that corrects it, or withdraw it."
        )
        raise Refused(changed[0] if changed[0] != "number" else "serial", text)


def _plain(notice: Any, name: str) -> Any:
    value = getattr(notice, name)
    return value.isoformat() if name.endswith("_on") and value is not None else value
