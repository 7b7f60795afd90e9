"""What a drive has brought at each union below the one that leads it, counted from the entries of its days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from zhijia.directory.models import Drive, Invitation, Membership, Result, Union, UnitFact, Visit
from zhijia.directory.rules import AT_THE_BASE
from zhijia.kernel.day import today
from zhijia.registry.distinct import chunks
from zhijia.tree import queries as tree
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org
from zhijia.tree.paths import under

#: who recorded nothing for so many days of the drive is silent
SILENT_DAYS = 14
BASE = (OrgKind.GRASSROOTS.value, OrgKind.JOINT_GRASSROOTS.value)


@dataclass
class Tally:
    """The figures of one union below; sets, because an employer visited twice is one employer."""

    org: Org
    quota: int | None = None
    founded: set[int] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    invited: set[int] = field(default_factory=set)
    visited: set[int] = field(default_factory=set)
    evidenced: set[int] = field(default_factory=set)
    agreed: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    workers: int = 0
    members: int = 0
    confirmed: int = 0
    last_on: date | None = None
    is_silent: bool = False

    @property
    def percent(self) -> float | None:
        return len(self.founded) * 100 / self.quota if self.quota else None

    def seen(self, day: date) -> None:
        self.last_on = day if self.last_on is None else max(self.last_on, day)


@dataclass(frozen=True)
class Stretch:
    """The days of a drive as far as they have come; `end` is the first day that is not counted."""

    first: date
    end: date

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        return max((self.end - self.first).days, 0)


def stretch(drive: Drive) -> Stretch:
    """From its first day to today, or to its last."""
    tomorrow = today() + timedelta(days=1)
    end = min(drive.valid_to, tomorrow) if drive.valid_to else tomorrow
    return Stretch(drive.valid_from, max(end, drive.valid_from))


def tallies(drive: Drive) -> list[Tally]:
    """The unions directly below with what each brought, in the order of the tree; the leading one's own last.

    With quotas given, a union without one stands there once it has done something, and is never called silent.
    """
    span = stretch(drive)
    below = sorted(tree.children_on(drive.org), key=lambda org: org.path)
    rows = [Tally(org, drive.quotas.get(org.code)) for org in below if org.kind not in AT_THE_BASE]
    own = Tally(drive.org, drive.quotas.get(drive.org.code))
    places = _Places([*rows, own])
    _founded(places, drive, span)
    _deeds(places, drive, span)
    _workers(places.rows, span.last)
    asked = [row for row in places.rows if row.quota is not None or not drive.quotas]
    for row in asked:
        quiet = span.last - timedelta(days=SILENT_DAYS)
        row.is_silent = span.days > SILENT_DAYS and (row.last_on is None or row.last_on <= quiet)
    own.is_silent = False
    return [
        row
        for row in places.rows
        if row.quota is not None or row.last_on or (row in asked and row is not own)
    ]


class _Places:
    """Which union below an entry belongs to; what stands at none of them is the leading one's own."""

    def __init__(self, rows: Sequence[Tally]):
        self.rows = list(rows)

    def of(self, path: str) -> Tally:
        return next((row for row in self.rows[:-1] if path.startswith(row.org.path)), self.rows[-1])


def founded_in(drive: Drive, span: Stretch) -> Any:
    """The unions founded in the days of a drive; one split from another is not new."""
    rows = Union.objects.filter(under(drive.org.path), kind__in=BASE, split_from=None)
    return rows.filter(founded_on__gte=span.first, founded_on__lt=span.end)


def _founded(places: _Places, drive: Drive, span: Stretch) -> None:
    of: dict[int, Tally] = {}
    rows = founded_in(drive, span).values_list("org_id", "path", "founded_on", "kind")
    for org, path, day, kind in rows:
        row = of[org] = places.of(path)
        row.founded.add(org)
        row.kinds.add(kind)
        row.seen(day)
    now = Q(valid_to__isnull=True) | Q(valid_to__gte=span.end)
    members = Membership.objects.filter(now, org_id__in=list(of), valid_from__lt=span.end)
    for org, confirmed_at in members.values_list("org_id", "confirmed_at"):
        of[org].members += 1
        of[org].confirmed += confirmed_at is not None


def _deeds(places: _Places, drive: Drive, span: Stretch) -> None:
    during = {"happened_on__gte": span.first, "happened_on__lt": span.end}
    visits = Visit.objects.filter(under(drive.org.path), **during)
    for path, unit, day, result, proof in visits.values_list(
        "path", "unit_id", "happened_on", "result", "evidenced_at"
    ):
        row = places.of(path)
        row.visited.add(unit)
        row.seen(day)
        for ours, named in ((row.agreed, Result.AGREED), (row.refused, Result.REFUSED)):
            ours.update({unit} if result == named else ())
        row.evidenced.update({unit} if proof is not None else ())
    invitations = Invitation.objects.filter(under(drive.org.path), **during)
    for path, unit, day in invitations.values_list("path", "unit_id", "happened_on"):
        row = places.of(path)
        row.invited.add(unit)
        row.seen(day)


def _workers(rows: Iterable[Tally], day: date) -> None:
    """The staff of the employers visited."""
    units = {unit for row in rows for unit in row.visited}
    staff: dict[int, int] = defaultdict(int)
    held = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    for some in chunks(sorted(units)):
        facts = UnitFact.objects.filter(held, unit_id__in=some, valid_from__lte=day)
        staff |= dict(facts.values_list("unit_id", "staff"))
    for row in rows:
        row.workers = sum(staff[unit] for unit in row.visited)


def whole(drive: Drive, rows: Sequence[Tally]) -> Tally:
    """All of them together."""
    found = Tally(drive.org, sum(row.quota or 0 for row in rows) or None)
    for row in rows:
        for name in ("founded", "invited", "visited", "evidenced", "agreed", "refused"):
            getattr(found, name).update(getattr(row, name))
        for name in ("workers", "members", "confirmed"):
            setattr(found, name, getattr(found, name) + getattr(row, name))
    return found
