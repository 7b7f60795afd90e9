"""What a change would do: it is done and undone, and what was seen in between is told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhijia.directory.changes import cadres, employers, members, posts, sites
from zhijia.directory.changes.carrying import carry_out
from zhijia.directory.changes.shares import Share, notes, shares
from zhijia.directory.changes.wish import Kind, Wish
from zhijia.directory.models import Union
from zhijia.kernel.period import Period
from zhijia.registry.errors import Stale
from zhijia.tally import queries as tally
from zhijia.tally.sources import INDICATORS
from zhijia.tree import queries as tree
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.moves import one_at_a_time

Text = str | Promise
#: the figures a change of the tree can move, shown before and after
FIGURES = ("mem_count", "staff_covered", "units_covered")


@dataclass(frozen=True)
class Line:
    """One figure around the change, each with the union and day it is of."""

    label: Text
    unit: str
    cells: list[tuple[str, int]]


@dataclass(frozen=True)
class Preview:
    """Everything shown before it is done; `seen` is the digest of what it was worked out from.

    `is_same` says whether the figures of the last day of the year before are the same before and after.
    """

    shares: list[Share]
    headings: list[str]
    lines: list[Line]
    on: date
    last_on: date
    is_same: bool
    seen: str
    notes: list[str]


class Changed(Exception):
    """Something was recorded between the preview and the confirmation."""


def preview(wish: Wish, *, by: Actor) -> Preview:
    """What the change would do, worked out by doing and undoing it. Raises what `carry_out` raises.

    The figures compare one and the same day with and without the change: who joins on it is in both.
    """
    seen, moved, last = digest(wish), shares(wish), date(wish.on.year - 1, 12, 31)
    other = wish.into or wish.under
    places = [wish.union.org, *([other.org] if other is not None else [])]
    before = [_figures(org, wish.on) for org in places]
    then = [_figures(org, last) for org in places]
    with transaction.atomic():
        carry_out(wish, by=by)
        left = _left(wish, places)
        after = [_figures(org, wish.on) for org in left]
        same = [_figures(org, last) for org in places] == then
        transaction.set_rollback(True)
    headings = [_("%(union)s without the change") % {"union": org.name} for org in places]
    headings += [_("%(union)s with the change") % {"union": org.name} for org in left]
    lines = [_line(at, headings, [*before, *after]) for at in range(len(FIGURES))]
    return Preview(moved, headings, lines, wish.on, last, same, seen, notes(wish))


def confirm(wish: Wish, *, seen: str, by: Actor) -> Union:
    """The change as it was shown; raises Changed when what it rests on is no longer so, else as `carry_out`."""
    with one_at_a_time():
        if digest(wish) != seen:
            raise Changed
        try:
            return carry_out(wish, by=by)
        except Stale as stale:
            raise Changed from stale


def digest(wish: Wish) -> str:
    """SHA-256 over the entries the change concerns, as they stand."""
    org = Org.objects.get(pk=wish.union.org_id)
    held: list[Any] = [org.path, org.closed_on, org.kind]
    for rows in (members.members_of(org, wish.on), employers.coverages_of(org, wish.on)):
        held.append(sorted(rows.values_list("pk", "version")))
    held.append(sorted(employers.kept_by(org).values_list("pk", "version")))
    held.append(sorted(posts.posts_of(org, wish.on).values_list("pk", "role")))
    held.append(sorted(cadres.tenures_of(org, wish.on).values_list("pk", "version")))
    held.append(sorted(sites.open_at(org).values_list("pk", "version")))
    held.append(sorted(tree.children_on(org, day=wish.on).values_list("pk", "code")))
    for other in (wish.into, wish.under):
        held.append(
            other and (other.pk, other.version, Org.objects.values_list("path", "kind").get(pk=other.org_id))
        )
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _figures(org: Org, day: date) -> list[int]:
    """The figures of an organisation on a day, from the facts themselves."""
    return [_figure(key, org, day) for key in FIGURES]


def _figure(key: str, org: Org, day: date) -> int:
    facts = tally.facts(key, org.pk, Period.day(day), as_of=day, counted=True)
    if INDICATORS[key].amount:
        return sum(fact.quantity for fact in facts)
    return len({fact.subject_id for fact in facts})


def _left(wish: Wish, places: Sequence[Org]) -> list[Org]:
    """Whose figures are shown from the day on: a union that is gone has none of its own."""
    if wish.kind == Kind.SPLIT:
        made = [Org.objects.get(code=part.code) for part in wish.parts]
        return made if wish.closes else [places[0], *made]
    return list(places[1:] if wish.closes else places)


def _line(at: int, headings: Sequence[str], found: Sequence[list[int]]) -> Line:
    indicator = INDICATORS[FIGURES[at]]
    return Line(indicator.label, indicator.unit, list(zip(headings, [one[at] for one in found], strict=True)))
