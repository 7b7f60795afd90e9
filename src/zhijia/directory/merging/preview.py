"""What a merging would do: it is done and undone, and what was seen in between is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.directory.merging import choices, pointers
from zhijia.directory.merging.carrying import merge
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import Membership
from zhijia.kernel.day import today
from zhijia.registry.models import Entry
from zhijia.registry.register import register_of
from zhijia.tally.indicator import Indicator
from zhijia.tally.sources import INDICATORS, model_of
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import under

NAMED = 5


@dataclass
class Share:
    """So many entries of a kind that name one of the two: those that stay, those that come over, the first of them."""

    label: str
    stay: int = 0
    come: int = 0
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Effect:
    """A figure of a union that the merging moves, by how much."""

    label: str | Promise
    unit: str
    place: str
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Preview:
    """Everything shown before it is done; `seen` is the digest of what it was worked out from."""

    shares: list[Share]
    effects: list[Effect]
    notes: list[str]
    seen: str


def preview(wish: Wish, *, by: Actor) -> Preview:
    """What the merging would do, worked out by doing and undoing it. Raises what `merge` raises."""
    seen, found, told = wish.digest, shares(wish, by), notes(wish)
    places = _places(wish, by)
    before = _figures(wish, places)
    with transaction.atomic():
        merge(wish, by=by)
        after = _figures(wish, places)
        transaction.set_rollback(True)
    effects = [
        Effect(INDICATORS[key].label, INDICATORS[key].unit, org.name, count, after[key, org])
        for (key, org), count in before.items()
        if count != after[key, org]
    ]
    return Preview(found, effects, told, seen)


def shares(wish: Wish, by: Actor) -> list[Share]:
    """Entries that name either, by kind; what is out of sight is counted and not told."""
    found: dict[str, Share] = {}
    hidden = Share(_("outside of your sight"))
    for person in (wish.kept, wish.gone):
        for pointer, row in pointers.naming(person):
            seen = issubclass(pointer.model, Entry) and register_of(pointer.model).policy.view.test(by, row)
            label = capfirst(str(pointer.model._meta.verbose_name))
            share = found.setdefault(label, Share(label)) if seen else hidden
            if person is wish.kept:
                share.stay += 1
            else:
                share.come += 1
            if seen and len(share.names) < NAMED:
                share.names.append(str(row) if str(row) != label else row.org.name)
    return [*found.values(), *([hidden] if hidden.stay or hidden.come else [])]


def notes(wish: Wish) -> list[str]:
    """What to know beforehand, in sentences."""
    told = []
    if wish.first.user_id and wish.second.user_id:
        told.append(_("Both have an account. The one not chosen no longer leads to any record."))
    for overlap in choices.overlaps(wish.first, wish.second):
        stays = overlap.second if wish.stays.get(overlap.name) == choices.SECOND else overlap.first
        said = {"union": stays.org.name, "day": stays.valid_from.isoformat()}
        told.append(
            _(
                "Two memberships share days: the one in %(union)s since %(day)s stays; of the other only the days "
                "outside of it."
            )
            % said
        )
    told.append(
        _("It can be taken back as long as nothing that rests on it is changed. Both stand in the journal.")
    )
    return told


def _places(wish: Wish, by: Actor) -> list[Org]:
    """The unions whose figures are looked at: the actor's own above both, and those of the records and memberships."""
    first, second = wish.first.path, wish.second.path
    above = sorted(
        seat.path for seat in by.seats if first.startswith(seat.path) and second.startswith(seat.path)
    )
    rows = Membership.objects.filter(person__in=[wish.first, wish.second], valid_to=None)
    own = Q(pk__in=[wish.first.org_id, wish.second.org_id, *rows.values_list("org_id", flat=True)])
    sight = Q(*(under(seat.path) for seat in by.seats), _connector=Q.OR) if by.seats else Q()
    return list(Org.objects.filter((own & sight) | Q(path__in=above[:1])).order_by("path"))


def _figures(wish: Wish, places: list[Org]) -> dict[tuple[str, Org], int]:
    """How many of the two each figure counts: the rest of the figure is moved by nothing."""
    fields: dict[Any, set[str]] = defaultdict(set)
    for pointer in pointers.pointers():
        fields[pointer.model].add(pointer.field)
    wanted = [key for key, one in INDICATORS.items() if one.distinct in fields.get(model_of(key), ())]
    both = [wish.first.pk, wish.second.pk]
    return {(key, org): _count(INDICATORS[key], key, org, both) for key in wanted for org in places}


def _count(indicator: Indicator, key: str, org: Org, people: list[int]) -> int:
    """Different persons of the two in a figure of today, or of this year where it counts what happened."""
    rows = model_of(key)._default_manager.filter(indicator.when, **{f"{indicator.distinct}__in": people})
    rows = rows.filter(under(org.path, f"{indicator.org}__"), *(gate.met for gate in indicator.gates))
    day = today()
    if indicator.on:
        rows = rows.filter(**{f"{indicator.on}__gte": date(day.year, 1, 1), f"{indicator.on}__lte": day})
    for first, last in indicator.spans:
        rows = rows.filter(
            Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gt": day}), **{f"{first}__lte": day}
        )
    return int(rows.order_by().values(indicator.distinct).distinct().count())
