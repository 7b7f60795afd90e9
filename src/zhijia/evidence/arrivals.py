"""People at a lesson or meeting who ask for the question themselves: it goes to their own telephone, nowhere else.

The number on the wall is no secret and proves nothing: officers see it too and know the endings of people's
numbers. So it confirms nothing; it only lets everybody on the list send the usual link to themselves.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from zhijia.evidence import asking, entries, keys, throttle, trail
from zhijia.evidence.models import Channel
from zhijia.evidence.public import Unusable, stop_guessing
from zhijia.evidence.telling import person_of
from zhijia.kernel.day import today
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.errors import Refused
from zhijia.registry.register import Register, register
from zhijia.tree.actor import ANONYMOUS, Actor

DIGITS = 8


@dataclass(frozen=True)
class Gathering:
    """Where people of a list come together: entries of `kind`, whose people are the entries of `people`.

    `field` is how they point to it, `held_on` gives those that take place on a day.
    """

    kind: str
    people: str
    field: str
    held_on: Callable[[date], QuerySet[Any]]

    @property
    def register(self) -> type[Register]:
        return register(self.people)


_gatherings: dict[str, Gathering] = {}


def gather(gathering: Gathering) -> None:
    """Makes known a kind of gathering, once however often its room starts."""
    _gatherings[gathering.kind] = gathering


def gathering_of(kind: str) -> Gathering | None:
    """What is known of gatherings of a register."""
    return _gatherings.get(kind)


def number_of(entry: Any, day: date) -> str:
    """The number on the wall for one day: eight digits that nobody has to keep."""
    digest = keyed_hash(f"arrival|{entry.uid}|{day.isoformat()}")
    return f"{int(digest, 16) % 10**DIGITS:0{DIGITS}d}"


def number_on_the_wall(entry: Any, day: date) -> tuple[str, str, str]:
    """The number as it is read, the address behind its QR code, and the page where it is typed."""
    number = number_of(entry, day)
    address = keys.public_address(reverse("evidence:arrive_at", args=[number]))
    return f"{number[:4]} {number[4:]}", address, keys.public_address(reverse("evidence:arrive"))


def held(entry: Any, kind: str, day: date) -> bool:
    """Whether a gathering takes place on a day."""
    found = gathering_of(kind)
    return found is not None and found.held_on(day).filter(pk=entry.pk).exists()


@dataclass(frozen=True)
class Place:
    """A gathering that takes place today."""

    gathering: Gathering
    entry: Any


def place_of(number: str, *, address: str) -> Place:
    """The gathering of today with this number; wrong ones are counted. Raises public.Unusable."""
    stop_guessing(address)
    for place in _today():
        if secrets.compare_digest(number_of(place.entry, today()).encode(), number.encode()):
            return place
    throttle.count(f"address|{address}")
    raise Unusable


def _today() -> Iterator[Place]:
    for gathering in _gatherings.values():
        for entry in gathering.held_on(today()).select_related("org"):
            yield Place(gathering, entry)


def arrived(place: Place, last: str, *, address: str, by: Actor = ANONYMOUS) -> int:
    """Sends the usual question to everybody on the list with this ending who has not confirmed; their number.

    Whoever calls tells nobody how many: an ending that fits none looks the same. Raises public.Unusable when the
    address has tried too often.
    """
    stop_guessing(address)
    with transaction.atomic():
        found = _fitting(place, last)
        sent = _ask(found, by) if found else 0
    if not found:
        throttle.count(f"address|{address}")
    return sent


def _fitting(place: Place, last: str) -> list[Any]:
    rows = place.gathering.register.model._default_manager.filter(
        **{place.gathering.field: place.entry, "confirmed_at": None}
    )
    people = entries.locked_many(place.gathering.people, set(rows.values_list("uid", flat=True)))
    named = [(entry, person_of(entry)) for entry in people.values()]
    return [entry for entry, person in named if person is not None and keys.ends_with(person, last)]


def _ask(found: Sequence[Any], by: Actor) -> int:
    known = asking.Known.about(found, by)
    requests = []
    for entry in found:
        try:
            person = asking.askable(entry, by, known)
            asking.check_way(person, Channel.LINK)
        except Refused:
            # whoever stands there is told to ask for a slip; which reason it is would tell of somebody else
            continue
        requests.append(asking.request_for(entry, Channel.LINK, by=None))
    asking.write(requests, by=by)
    trail.told_many(requests, by=by, verb="arrive")
    return len(requests)
