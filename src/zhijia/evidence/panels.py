"""What the detail page of any register shows of evidence and confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.template.defaultfilters import filesizeformat
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.evidence import arrivals, asking, attachments, confirming, entries, everybody, queries, serving
from zhijia.evidence.forms import AnswerForm, AskForm, AttachForm
from zhijia.evidence.models import Attachment, Channel, Request, Standing
from zhijia.evidence.telling import person_of, told
from zhijia.kernel.day import today
from zhijia.registry.extras import Panel
from zhijia.registry.register import Register
from zhijia.tree import requests
from zhijia.tree.actor import Actor

TONES = {
    Standing.VALID: "good",
    Standing.ACCEPTED: "good",
    Standing.EXPLAINED: "info",
    Standing.FLAGGED: "warn",
    Standing.REFUSED: "bad",
}


@dataclass(frozen=True)
class Shown:
    """One attachment as a page shows it, with what this actor may do to it."""

    row: Attachment
    tone: str
    size: str
    has_thumb: bool
    first_use: str
    first_url: str
    may_remove: bool
    may_explain: bool
    may_judge: bool


def evidence(request: requests.Request, register: type[Register], entry: Any) -> Panel | None:
    """The files of an entry, with the form to add more; None where the register asks for none."""
    actor = request.actor
    rows = queries.attachments(entry)
    if not register.evidence and not rows:
        return None
    may_add = bool(entries.may_change(actor, entry))
    context = {
        "entry": entry,
        "files": _shown(register, entry, rows, actor, may_change=may_add),
        "hint": register.evidence,
        "may_add": may_add,
        "form": AttachForm(auto_id="evidence_%s"),
        "attach_url": reverse("evidence:attach", args=[register.key, entry.uid]),
        "sensitive": serving.is_sensitive(register),
        "officer": not _is_person(entry, actor),
    }
    return Panel("evidence", "evidence/panel.html", context)


def _shown(
    register: type[Register], entry: Any, rows: Sequence[Attachment], actor: Actor, *, may_change: bool
) -> list[Shown]:
    hidden = serving.is_sensitive(register)
    found = []
    for row in rows:
        use, url = _first_use(row, actor)
        judge = row.standing == Standing.EXPLAINED and attachments.why_not_judge(row, entry, actor) is None
        found.append(
            Shown(
                row,
                TONES[Standing(row.standing)],
                filesizeformat(row.file.size),
                row.file.is_picture and not hidden,
                use,
                url,
                may_remove=may_change,
                may_explain=may_change and row.standing in (Standing.FLAGGED, Standing.REFUSED),
                may_judge=judge,
            )
        )
    return found


def _first_use(row: Attachment, actor: Actor) -> tuple[str, str]:
    """Where a file was used before; another union's entry is not named to whoever may not see it."""
    first = row.reused_from
    if first is None:
        return "", ""
    register = entries.register_called(first.kind)
    if not register.visible(actor).filter(uid=first.entry_uid).exists():
        return _("an entry outside of what you may see"), ""
    noun = register.model._meta.verbose_name
    words = _("%(noun)s of %(union)s, attached on %(day)s")
    day = first.added_at.date().isoformat()
    return words % {"noun": noun, "union": first.org.name, "day": day}, entry_url(first.kind, first.entry_uid)


def entry_url(kind: str, uid: Any) -> str:
    """The page of an entry, empty where the pages of registers are not installed."""
    room, _dot, noun = kind.partition(".")
    return _address("registry:detail", room, noun, uid)


def _address(name: str, *args: Any) -> str:
    """The address of a page, empty where the pages of its room are not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _is_person(entry: Any, actor: Actor) -> bool:
    person = person_of(entry)
    return actor.user_id is not None and person is not None and person.user_id == actor.user_id


@dataclass(frozen=True)
class Line:
    """One question as a page shows it."""

    row: Request
    tone: str
    state: str


def confirmation(request: requests.Request, register: type[Register], entry: Any) -> Panel | None:
    """What the person concerned was asked and said; None where nobody confirms."""
    if not register.confirmed_by:
        return None
    actor = request.actor
    may_ask = bool(entries.may_change(actor, entry))
    rows = queries.requests(entry)
    is_own = confirming.why_not_self(entry, actor) is None
    answerable = is_own and entry.confirmed_at is None and asking.is_ripe(entry)
    answered = is_own and any(row.current and row.answered_at for row in rows)
    context = {
        "entry": entry,
        "lines": [Line(row, *_state(row)) for row in rows],
        "may_ask": may_ask,
        "why_not": asking.why_not_ask(entry, actor) if may_ask else None,
        "form": AskForm(initial={"channel": _usual(entry)}, auto_id="ask_%s") if may_ask else None,
        "ask_url": reverse("evidence:ask", args=[register.key, entry.uid]),
        "answer": _answer_form(entry) if answerable and not answered else None,
        "answer_url": reverse("evidence:own", args=[register.key, entry.uid]),
        "told": told(entry) if answerable else None,
    }
    return Panel("confirmation", "evidence/confirmation_panel.html", context, wide=False)


def _usual(entry: Any) -> str:
    person = person_of(entry)
    return Channel.LINK if person is not None and asking.mobile_of(person) else Channel.SLIP


def _answer_form(entry: Any) -> AnswerForm:
    return AnswerForm(initial={"told": told(entry).digest}, auto_id="answer_%s")


def _state(row: Request) -> tuple[str, str]:
    """Tone and words for how a question stands."""
    if row.answered_at is not None:
        return ("good" if row.answer == "yes" else "bad"), str(row.get_answer_display())
    if not row.current:
        return "plain", _("replaced")
    if not row.is_open:
        return "warn", _("expired without an answer")
    return "info", _("waiting for the answer")


@dataclass(frozen=True)
class People:
    """One list of people of an entry as a page shows it."""

    crowd: everybody.Crowd
    many: str
    ask_url: str
    names_url: str
    sheet_url: str


def crowds(request: requests.Request, register: type[Register], entry: Any) -> Panel | None:
    """How far the people on an entry's lists have answered; None where it has no such list."""
    lines = [
        _people(register, one, request.actor) for one in everybody.crowds(register, entry, request.actor)
    ]
    if not lines:
        return None
    context: dict[str, Any] = {"lines": lines}
    if any(one.ask_url for one in lines) and arrivals.held(entry, register.key, today()):
        number, address, shown = arrivals.number_on_the_wall(entry, today())
        picture = segno.make(address, error="m", micro=False).png_data_uri(scale=5, border=3)
        context |= {"number": number, "address": shown, "picture": picture}
    return Panel("crowds", "evidence/crowds_panel.html", context, wide=False)


def _people(parent: type[Register], crowd: everybody.Crowd, actor: Actor) -> People:
    kind = crowd.register
    ask_url = names_url = sheet_url = ""
    if crowd.total and kind.policy.change.ever(actor):
        sheet_url = reverse("evidence:sheet", args=[kind.key, parent.key, crowd.parent.uid])
    if crowd.silent and kind.policy.change.ever(actor):
        ask_url = reverse("evidence:ask_people", args=[kind.key, parent.key, crowd.parent.uid])
    if everybody.may_begin(kind, crowd.field, crowd.parent, actor):
        names_url = _address("sheets:names", kind.room, kind.noun)
        names_url = names_url and f"{names_url}?{crowd.field}={crowd.parent.uid}"
    many = str(capfirst(kind.model._meta.verbose_name_plural or ""))
    return People(crowd, many, ask_url, names_url, sheet_url)
