"""Which value is kept of each field two records differ in, and which membership stays where two overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import IdKind, Membership, Person
from zhijia.journal.queries import last_written

FIRST, SECOND = "first", "second"
#: question → the columns its answer decides together
QUESTIONS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "number": ("id_kind", "id_number", "no_id_reason"),
    "birth_on": ("birth_on",),
    "sex": ("sex",),
    "phone": ("phone",),
    "user": ("user",),
    "org": ("org",),
}
LABELS: dict[str, Promise] = {
    "number": pgettext_lazy("person", "number of the document"),
    "user": pgettext_lazy("person", "account"),
    "org": gettext_lazy("union that keeps the record"),
}
#: what an identity card says of its holder
OF_CARD = ("birth_on", "sex")


@dataclass(frozen=True)
class Overlap:
    """Two memberships that share days: one of each record."""

    first: Membership
    second: Membership

    @property
    def name(self) -> str:
        return f"stays_{self.first.pk}_{self.second.pk}"


def value(person: Person, question: str) -> tuple[Any, ...]:
    """What a record answers to a question; empty when it says nothing."""
    if question == "number":
        return (person.id_kind, person.id_number) if person.id_number else ()
    found = getattr(person, QUESTIONS[question][0])
    return () if found in (None, "") else (found,)


def holder(first: Person, second: Person) -> Person | None:
    """The record with an identity card, where just one has it: birth and sex come with the card."""
    cards = [one for one in (first, second) if one.id_kind == IdKind.RESIDENT and one.id_number]
    return cards[0] if len(cards) == 1 else None


def asked(first: Person, second: Person) -> list[str]:
    """The questions on which both records say something, and not the same."""
    found = []
    for question in QUESTIONS:
        left, right = value(first, question), value(second, question)
        if left and right and left != right:
            found.append(question)
    return [one for one in found if not (one in OF_CARD and holder(first, second))]


def preset(first: Person, second: Person) -> dict[str, str]:
    """The answers offered: the card before other papers, what was written later, the union of the membership."""
    kept = survivor(first, second)
    wrote = last_written([Person.register.key], [first.uid, second.uid])  # type: ignore[attr-defined]
    newer = SECOND if wrote.get(second.uid, 0) > wrote.get(first.uid, 0) else FIRST  # type: ignore[operator]
    card = holder(first, second)
    with_card = kept if card is None else FIRST if card is first else SECOND
    member = _where_member(first, second) or kept
    by_rule = {"name": with_card, "number": with_card, "phone": newer, "org": member}
    return {question: by_rule.get(question, kept) for question in QUESTIONS}


def survivor(first: Person, second: Person) -> str:
    """Which record goes on: that with an account, then that with a confirmed membership, then the older one."""
    held = Membership.objects.filter(person__in=[first, second], confirmed_at__isnull=False)
    sure = set(held.values_list("person_id", flat=True))

    def rank(person: Person) -> tuple[bool, bool, int]:
        return (person.user_id is None, person.pk not in sure, person.pk)

    return FIRST if rank(first) <= rank(second) else SECOND


def _where_member(first: Person, second: Person) -> str:
    held = Membership.objects.filter(person__in=[first, second], valid_to=None)
    places = {row.person_id: row.org_id for row in held}
    for name, one in ((FIRST, first), (SECOND, second)):
        if places.get(one.pk) == one.org_id:
            return name
    return ""


def decided(first: Person, second: Person, answers: dict[str, str]) -> dict[str, Any]:
    """The columns of the record that goes on: what only one says is taken, else what was answered."""
    found: dict[str, Any] = {}
    card = holder(first, second)
    for question, columns in QUESTIONS.items():
        chosen = second if answers.get(question) == SECOND else first
        if not value(chosen, question):
            chosen = second if chosen is first else first
        if question in OF_CARD and card is not None:
            chosen = card
        found |= {name: getattr(chosen, name) for name in columns}
    return found


def overlaps(first: Person, second: Person) -> list[Overlap]:
    """Memberships of the one that share a day with one of the other."""
    found = []
    for one in Membership.objects.filter(person=first).select_related("org", "person").order_by("valid_from"):
        rows = Membership.objects.filter(person=second).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=one.valid_from)
        )
        if one.valid_to is not None:
            rows = rows.filter(valid_from__lt=one.valid_to)
        found += [Overlap(one, row) for row in rows.select_related("org", "person").order_by("valid_from")]
    return found


def stays(overlap: Overlap) -> str:
    """Which of two memberships is offered to stay: the one that holds the other, the confirmed, the open, the older."""

    def rank(one: Membership, other: Membership) -> tuple[bool, bool, bool, date]:
        return (
            not _holds(one, other),
            one.confirmed_at is None,
            one.valid_to is not None,
            one.valid_from,
        )

    first, second = overlap.first, overlap.second
    return FIRST if rank(first, second) <= rank(second, first) else SECOND


def _holds(one: Membership, other: Membership) -> bool:
    """Whether one lasts from before to after the other."""
    ends_later = one.valid_to is None or (other.valid_to is not None and other.valid_to <= one.valid_to)
    return one.valid_from <= other.valid_from and ends_later
