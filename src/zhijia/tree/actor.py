"""Who acts: an account with the posts that are live today, a purpose and a request."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import Q

from zhijia.kernel.day import today
from zhijia.tree.models import Post, User

#: how the room that keeps people finds the person of an account; it adds itself when the house is set up
PERSON_OF: list[Callable[[int], int | None]] = []


@dataclass(frozen=True)
class Seat:
    """A live post: a role and the place in the tree it reaches down from."""

    role: str
    org_id: int
    path: str
    org_name: str = ""


@dataclass(frozen=True)
class Actor:
    """The one who asks for or does something; every service takes it as `by`."""

    user_id: int | None
    name: str = ""
    seats: tuple[Seat, ...] = ()
    purpose: str = ""
    channel: str = "page"
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex[:16])
    system: bool = False

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.system

    @cached_property
    def person_id(self) -> int | None:
        """The person on file whose account this is, asked for once."""
        found = (person_of(self.user_id) for person_of in PERSON_OF) if self.user_id is not None else ()
        return next((person for person in found if person is not None), None)

    def paths(self, *roles: str) -> tuple[str, ...]:
        """The places at which one of the roles is held."""
        return tuple(seat.path for seat in self.seats if seat.role in roles)

    def holds(self, *roles: str) -> bool:
        return any(seat.role in roles for seat in self.seats)

    def with_purpose(self, purpose: str) -> Actor:
        return replace(self, purpose=purpose)


ANONYMOUS = Actor(user_id=None)
SYSTEM = Actor(user_id=None, name="system", system=True, channel="system")


def actor_of(user: User, *, channel: str = "page", request_id: str = "", on: date | None = None) -> Actor:
    """The actor an account is today; posts that ended or have not begun give nothing."""
    day = on or today()
    live = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), user=user, valid_from__lte=day)
    seats = tuple(
        Seat(role, org_id, path, name)
        for role, org_id, path, name in live.order_by("org__path", "role").values_list(
            "role", "org_id", "org__path", "org__name"
        )
    )
    made = Actor(user_id=user.pk, name=user.name, seats=seats, channel=channel)
    return replace(made, request_id=request_id) if request_id else made
