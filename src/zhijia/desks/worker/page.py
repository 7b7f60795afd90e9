"""A worker's own page: what waits for an answer, what the union recorded for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from zhijia.directory import queries as directory
from zhijia.directory.models import Membership, Person, PersonFact, Posting
from zhijia.directory.sites import roll
from zhijia.evidence import queries as evidence
from zhijia.kernel.day import today
from zhijia.registry.cells import Cell, facts, text_of
from zhijia.registry.register import Register, register_of, registers
from zhijia.tree.actor import Actor


@dataclass(frozen=True)
class Mine:
    """An entry about the worker, with its facts in clear."""

    title: str
    state: str
    state_label: str
    url: str
    facts: list[Cell]
    confirmed: bool


def person_of(actor: Actor) -> Person | None:
    """The person who is logged in, as far as the directory knows them."""
    found: Person | None = Person.objects.filter(user_id=actor.user_id).select_related("org").first()
    return found if actor.user_id is not None else None


@dataclass(frozen=True)
class Asked:
    """A question to the worker, and where its entry is shown."""

    request: Any
    entry: Any
    told: Any
    room: str
    noun: str


def asked_of(person: Person) -> list[Asked]:
    """What waits for the worker's answer."""
    found = []
    for waiting in evidence.waiting_for(person):
        room, _dot, noun = waiting.request.kind.partition(".")
        found.append(Asked(waiting.request, waiting.entry, waiting.told, room, noun))
    return found


def membership_of(person: Person) -> Membership | None:
    """The open membership of a person."""
    found: Membership | None = (
        Membership.objects.filter(person=person, valid_to=None).select_related("org").first()
    )
    return found


def posting_of(person: Person) -> roll.Stay | None:
    """Where a person is posted today, since when away from home."""
    rows = Posting.objects.filter(person=person).select_related("site", "org", "person")
    return next(iter(roll.stays(list(roll.on(rows, today())), today())), None)


@dataclass(frozen=True)
class Wish:
    """Something the worker asked of a union about the own membership."""

    entry: Any
    what: str
    url: str
    state_label: str
    answer_by: str
    on_behalf: bool


def wishes_of(person: Person) -> list[Wish]:
    """What the worker asked to join, to go over, to leave; decided ones too, newest first."""
    return [_wish(entry) for entry in directory.asked_by(person)]


def _wish(entry: Any) -> Wish:
    register = register_of(type(entry))
    url = reverse("registry:detail", args=[register.room, register.noun, entry.uid])
    due = str(directory.answer_by(entry.happened_on)) if directory.is_undecided(entry) else ""
    what, state = capfirst(str(entry._meta.verbose_name)), text_of(register, entry, "state")
    return Wish(entry, what, url, state, due, bool(due) and directory.is_on_behalf(entry))


def entries_about(person: Person, actor: Actor) -> list[Mine]:
    """Everything recorded for this person that a worker confirms, newest first."""
    found: list[tuple[Any, Mine]] = []
    for register in registers():
        # the membership and the dated facts have places of their own on the page
        if register.confirmed_by and register.model not in (Membership, PersonFact):
            rows = register.visible(actor).filter(**{register.confirmed_by: person})
            found += [(entry.recorded_at, _mine(register, entry, actor)) for entry in rows[:50]]
    return [mine for _at, mine in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _mine(register: type[Register], entry: Any, actor: Actor) -> Mine:
    return Mine(
        str(register.model._meta.verbose_name),
        entry.state,
        text_of(register, entry, "state"),
        reverse("registry:detail", args=[register.room, register.noun, entry.uid]),
        facts(register, entry, actor),
        entry.confirmed_at is not None,
    )
