"""The dated closure: under whom every organisation stood, from which day to before which.

What a merged organisation left behind stands where its successor stands, from the day of the merger on: entries
that still hold go on counting, one level above whoever recorded them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from zhijia.kernel.period import FOREVER
from zhijia.tree.kinds import RelationKind
from zhijia.tree.models import Org, OrgSpan, Relation

Stretch = tuple[date, date]
#: ancestor, organisation, from, to
Row = tuple[int, int, date, date]
CHUNK = 500
#: the lines by which an organisation, or what it left behind, stands under another
CLIMBED = (RelationKind.LEADS, RelationKind.SUCCEEDED)


class Lines:
    """The leading lines of some organisations and of everybody above them, successions included, in memory."""

    def __init__(self, lives: dict[int, Stretch], above: dict[int, list[tuple[int, date, date]]]):
        self.lives, self.above = lives, above

    @classmethod
    def load(cls, orgs: Iterable[int]) -> Lines:
        """Reads upwards, level by level, whatever the dates."""
        lives: dict[int, Stretch] = {}
        above: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
        waiting = set(orgs)
        while waiting:
            for chunk in _chunks(waiting):
                for pk, opened, closed in Org.objects.filter(pk__in=chunk).values_list(
                    "id", "opened_on", "closed_on"
                ):
                    lives[pk] = (opened, closed or FOREVER)
                lines = Relation.objects.filter(org__in=chunk, kind__in=CLIMBED)
                for org, leader, first, last in lines.values_list("org", "above", "valid_from", "valid_to"):
                    above[org].append((leader, first, last or FOREVER))
            waiting = {
                leader for org in waiting for leader, _first, _last in above.get(org, ())
            } - lives.keys()
        return cls(lives, above)

    def rows_of(self, org: int) -> list[Row]:
        """Every span of one organisation, itself included, touching ones joined."""
        held: dict[int, list[Stretch]] = defaultdict(list)
        self._climb(org, (self.lives[org][0], FOREVER), held)
        closed = self.lives[org][1]
        # what it left behind stands by itself, too, as long as it stands with anybody
        after = [span for spans in held.values() for span in spans if span[1] > closed]
        held[org] += [(max(first, closed), last) for first, last in after]
        return [
            (ancestor, org, first, last) for ancestor, spans in held.items() for first, last in _joined(spans)
        ]

    def _climb(self, org: int, window: Stretch, held: dict[int, list[Stretch]]) -> None:
        """The window shrinks at each step, so a circle spread over different years ends by itself.

        Nothing stands under an organisation after its life; only a succession leads on from there.
        """
        opened, closed = self.lives[org]
        alive = max(opened, window[0]), min(closed, window[1])
        if alive[0] < alive[1]:
            held[org].append(alive)
        for leader, first, last in self.above.get(org, ()):
            start, end = max(first, window[0]), min(last, window[1])
            if start < end:
                self._climb(leader, (start, end), held)


def _joined(spans: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _chunks(ids: Iterable[int]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)]


def branch(orgs: Iterable[int]) -> set[int]:
    """The organisations and everybody who was ever led or taken up by them, directly or not."""
    found, waiting = set(orgs), set(orgs)
    while waiting:
        below: set[int] = set()
        for chunk in _chunks(waiting):
            led = Relation.objects.filter(above__in=chunk, kind__in=CLIMBED)
            below.update(led.values_list("org", flat=True))
        waiting = below - found
        found |= waiting
    return found


def rebuild(orgs: Iterable[int]) -> int:
    """Brings the closure of the organisations and of all below them up to their lines; how many rows changed.

    Only differences are written, so whoever watches the table hears of nothing that stayed.
    """
    affected = branch(orgs)
    lines = Lines.load(affected)
    stored: dict[Row, int] = {}
    for chunk in _chunks(affected):
        held = OrgSpan.objects.filter(org__in=chunk)
        for pk, ancestor, org, first, last in held.values_list(
            "id", "ancestor", "org", "valid_from", "valid_to"
        ):
            stored[ancestor, org, first, last] = pk
    wanted = {row for org in affected if org in lines.lives for row in lines.rows_of(org)}
    return _write(stored, wanted)


def _write(stored: dict[Row, int], wanted: set[Row]) -> int:
    gone = [pk for row, pk in stored.items() if row not in wanted]
    new = sorted(wanted - stored.keys())
    for chunk in _chunks(gone):
        OrgSpan.objects.filter(pk__in=chunk).delete()
    OrgSpan.objects.bulk_create(
        [OrgSpan(ancestor_id=a, org_id=o, valid_from=first, valid_to=last) for a, o, first, last in new],
        batch_size=CHUNK,
    )
    return len(gone) + len(new)


def stands_under(org: int, ancestor: int, *, from_on: date, to_on: date = FOREVER) -> bool:
    """Whether an organisation stands at or under another on any day of the stretch."""
    touching = Q(valid_from__lt=to_on, valid_to__gt=from_on)
    return OrgSpan.objects.filter(touching, ancestor=ancestor, org=org).exists()


def wrong() -> list[Row]:
    """Rows of the closure that should not be there or are missing; empty when it is exact."""
    everybody = list(Org.objects.values_list("id", flat=True))
    lines = Lines.load(everybody)
    wanted = {row for org in everybody for row in lines.rows_of(org)}
    stored = set(OrgSpan.objects.values_list("ancestor", "org", "valid_from", "valid_to"))
    return sorted(wanted ^ stored)
