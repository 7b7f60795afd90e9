"""How messages are worded at a union: its own wording, else the nearest above's, else the usual one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhijia.journal import services as journal
from zhijia.journal import words
from zhijia.reach import wording
from zhijia.reach.kinds import Kind
from zhijia.reach.models import Form, Wording
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.policy import holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind, Role
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

#: unions that word messages for themselves and those below
FEDERATIONS = (
    OrgKind.MUNICIPAL,
    OrgKind.COUNTY,
    OrgKind.INDUSTRIAL_MUNICIPAL,
    OrgKind.INDUSTRIAL_COUNTY,
    OrgKind.PARK,
)
WRITERS = (Role.OFFICER, Role.LEADER)
writers = holds(*WRITERS, here=True)

words.describe(
    "reach.wording",
    verbs={"word": pgettext_lazy("act", "worded a message")},
    fields={"text": pgettext_lazy("wording", "wording")},
)
words.describe("reach.sending", verbs={"again": pgettext_lazy("act", "sent once more")})
words.describe(
    "reach.limits",
    fields={
        "quiet_from": pgettext_lazy("limits", "quiet from"),
        "quiet_to": pgettext_lazy("limits", "quiet until"),
        "person_daily": pgettext_lazy("limits", "messages a day to one person"),
        "union_daily": pgettext_lazy("limits", "messages a day from one union"),
        "month_parts": pgettext_lazy("limits", "text messages a month for messages to lists"),
    },
)


def writes(actor: Actor) -> bool:
    """Whether the actor words messages anywhere; for the menu."""
    return bool(actor.holds(*WRITERS)) and bool(federations_of(actor))


def federations_of(actor: Actor) -> list[Org]:
    """The federations whose wordings an actor may change."""
    return list(Org.objects.filter(path__in=actor.paths(*WRITERS), kind__in=FEDERATIONS).order_by("path"))


class Book:
    """Every wording that holds at some unions, read once."""

    def __init__(self, orgs: Iterable[Org]):
        places = {org.path[:end] for org in orgs for end in range(STEP, len(org.path) + 1, STEP)}
        rows = Wording.objects.filter(org__path__in=places).select_related("org").order_by("number")
        self._rows = {(row.org.path, row.key, row.form): row for row in rows}

    def row(self, org: Org, kind: Kind, form: str) -> Wording | None:
        """The edition that holds, where somebody changed the usual one and did not take it back."""
        for end in range(len(org.path), 0, -STEP):
            row = self._rows.get((org.path[:end], kind.key, form))
            if row is not None and row.text:
                return row
        return None

    def text(self, org: Org, kind: Kind, form: str) -> str:
        """The wording that holds; empty for a WeChat template nobody mapped."""
        row = self.row(org, kind, form)
        if row is not None:
            return row.text
        return "" if form == Form.WECHAT else kind.usual(form)


@dataclass(frozen=True)
class Editions:
    """A wording at one federation: what holds, since when, and every edition of its own, newest first."""

    text: str
    inherited: Wording | None
    own: list[Wording]

    @property
    def version(self) -> int:
        """The number of the newest edition of its own."""
        return self.own[0].number if self.own else 0

    @property
    def changed(self) -> bool:
        return bool(self.own and self.own[0].text)


def editions(org: Org, kind: Kind, form: str) -> Editions:
    rows = Wording.objects.filter(org=org, key=kind.key, form=form).select_related("changed_by")
    book = Book([org])
    return Editions(book.text(org, kind, form), book.row(org, kind, form), list(rows.order_by("-number")))


def change(org: Org, kind: Kind, form: str, text: str, *, number: int, by: Actor) -> Wording:
    """A new edition after edition `number`; an empty text takes the usual one back.

    Raises Forbidden, Refused with every fault, Stale when somebody wrote an edition meanwhile.
    """
    if org not in federations_of(by) and not by.system:
        raise Forbidden(writers.reason)
    text = text.replace("\r\n", "\n").strip()
    if text and (found := wording.faults(kind, form, text)):
        raise Refused(messages={"text": found})
    with transaction.atomic():
        rows = Wording.objects.filter(org=org, key=kind.key, form=form)
        if (rows.aggregate(last=Max("number"))["last"] or 0) != number:
            raise Stale(editions(org, kind, form))
        before = rows.filter(number=number).first()
        return _written(org, kind, form, text, before, by)


def _written(org: Org, kind: Kind, form: str, text: str, before: Wording | None, by: Actor) -> Wording:
    row = Wording(
        org=org,
        key=kind.key,
        form=form,
        number=before.number + 1 if before else 1,
        text=text,
        changed_at=timezone.now(),
        changed_by_id=by.user_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as other:
        raise Stale(editions(org, kind, form)) from other
    place = {"kind": "reach.wording", "uid": row.uid, "org_id": org.pk, "path": org.path}
    told = {"text": before.text} if before else None
    journal.record(by, verb="word", **place, before=told, after={"text": text}, reason=f"{kind.key} {form}")
    return row
