"""Which unions an actor may look at on the scoreboard, and where each stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from zhijia.kernel.day import today
from zhijia.plans.models import STAFF
from zhijia.tally.queries import children
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP, under


def within_sight(actor: Actor) -> Q | None:
    """The unions at and below the actor's posts, or None without any post."""
    paths = actor.paths(*STAFF)
    return Q(*(under(path) for path in paths), _connector=Q.OR) if paths else None


def node(actor: Actor, code: str) -> Org | None:
    """The union of a code within sight; without a code the highest place held."""
    sight = within_sight(actor)
    if sight is None:
        return None
    orgs = Org.objects.filter(sight).order_by("path")
    return orgs.filter(code=code.replace("\0", "")).first() if code else orgs.first()


def way(actor: Actor, org: Org) -> list[Org]:
    """The unions from the highest in sight down to this one."""
    paths = [org.path[:end] for end in range(STEP, len(org.path) + 1, STEP)]
    sight = within_sight(actor)
    return list(Org.objects.filter(sight, path__in=paths).order_by("path")) if sight is not None else []


def below(org: Org, day: date) -> list[Org]:
    """The unions led directly by this one on a day, by name."""
    numbers = children([org.pk], day)[org.pk]
    return sorted(Org.objects.filter(pk__in=numbers), key=lambda child: child.path)


def place(actor: Actor, org: Org, as_of: date) -> dict[str, Any]:
    """What every page of the scoreboard says of where and when it stands."""
    return {"node": org, "way": way(actor, org), "as_of": as_of, "is_today": as_of == today()}
