"""Who is at a project site, who was, since when each has been away from home, how many there were each month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zhijia.directory.models import Posting, PostingRegister, Reunion, Site
from zhijia.directory.sites.limits import due_on
from zhijia.kernel.period import Period, add_months
from zhijia.registry.distinct import chunks
from zhijia.tree.actor import Actor

#: months the head count goes back
MONTHS = 12


@dataclass(frozen=True)
class Stay:
    """Somebody posted today: the last home leave or visit, and since when there was none."""

    posting: Any
    last: Reunion | None
    since: date
    day: date

    @property
    def due_on(self) -> date:
        return due_on(self.since)

    @property
    def is_due(self) -> bool:
        """Whether home leave is overdue by the setting of the house."""
        return self.due_on <= self.day and not self.is_away

    @property
    def is_away(self) -> bool:
        """Whether the person is on home leave on this very day."""
        last = self.last
        return last is not None and last.kind == "home_leave" and last.ends_on >= self.day


def on(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The postings that hold on a day."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def of(site: Site, by: Actor) -> QuerySet[Any]:
    """The postings of a site within the actor's sight, by name."""
    return PostingRegister.visible(by).filter(site=site).order_by("person__name_key", "pk")


def stays(postings: Sequence[Posting], day: date) -> list[Stay]:
    """What is known of each, read for all at once."""
    people = sorted({one.person_id for one in postings})  # type: ignore[attr-defined]
    began, latest = _begun(people), _latest(people, day)
    found = []
    for one in postings:
        last = latest.get(one.person_id)  # type: ignore[attr-defined]
        since = _unbroken(one, began[one.person_id])  # type: ignore[attr-defined]
        if last is not None:
            since = max(since, min(last.ends_on, day))
        found.append(Stay(one, last, since, day))
    return found


def _begun(people: list[int]) -> dict[int, dict[date, date]]:
    """Person → last day to first day of every posting that ended."""
    found: dict[int, dict[date, date]] = defaultdict(dict)
    for some in chunks(people):
        rows = Posting.objects.filter(person_id__in=some, valid_to__isnull=False)
        for row in rows.only("person_id", "valid_from", "valid_to"):
            if row.valid_to is not None:
                found[row.person_id][row.valid_to] = row.valid_from  # type: ignore[attr-defined]
    return found


def _unbroken(posting: Posting, ended: dict[date, date]) -> date:
    """Since when the person has gone from site to site without a day between."""
    since: date = posting.valid_from
    while since in ended:
        since = ended[since]
    return since


def _latest(people: list[int], day: date) -> dict[int, Reunion]:
    """Person → the newest home leave or visit begun by the day."""
    found: dict[int, Reunion] = {}
    for some in chunks(people):
        rows = Reunion.objects.filter(person_id__in=some, happened_on__lte=day)
        for row in rows.order_by("ends_on", "pk"):
            found[row.person_id] = row  # type: ignore[attr-defined]
    return found


def heads(site: Site, by: Actor, day: date) -> list[tuple[Period, int]]:
    """How many were there on the last day of each month, the running month by today; nothing before the opening."""
    first = max(site.happened_on, add_months(day.replace(day=1), 1 - MONTHS))
    last = day if site.closed_on is None else min(day, site.closed_on - timedelta(days=1))
    if last < first:
        return []
    spans = list(of(site, by).values_list("person_id", "valid_from", "valid_to"))
    found = []
    for month in Period.through(first, last).months():
        then = min(month.last, last)
        there = {one for one, begins, ends in spans if begins <= then and (ends is None or ends > then)}
        found.append((month, len(there)))
    return found
