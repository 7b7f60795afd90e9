"""Taking in a whole list of organisations at once: all of it or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zhijia.tree import checks, spans
from zhijia.tree.actor import SYSTEM, Actor
from zhijia.tree.announcing import Change, announce, facts
from zhijia.tree.errors import RowErrors, TreeError
from zhijia.tree.models import Org, Relation
from zhijia.tree.moves import next_path, one_at_a_time
from zhijia.tree.paths import DEEPEST, STEP, number, step

BATCH = 500


@dataclass(frozen=True)
class Newcomer:
    """One row of a list: `parent` is the code of the leading union, in the list or known already."""

    code: str
    name: str
    kind: str
    parent: str | None
    opened_on: date


def found_many(rows: Iterable[Newcomer], *, by: Actor = SYSTEM, reason: str = "") -> list[Org]:
    """The organisations of a list in its order; leaders may come after the led. Raises RowErrors."""
    listed = list(rows)
    with one_at_a_time():
        intake = _Intake(listed)
        intake.check()
        _store(intake)
        spans.rebuild(org.pk for org in intake.orgs)
        announce(*(Change(by, "found", org, None, facts(org), reason) for org in intake.orgs))
    return intake.orgs


class _Intake:
    """The rows, the organisations they become and what is wrong with them."""

    def __init__(self, rows: list[Newcomer]):
        self.rows = [
            Newcomer(row.code.strip().upper(), row.name, row.kind, _code(row.parent), row.opened_on)
            for row in rows
        ]
        self.wrong: dict[int, TreeError] = {}
        self.orgs: list[Org] = []
        self.known = self._known()

    def _known(self) -> dict[str, Org]:
        codes = sorted({row.code for row in self.rows} | {row.parent for row in self.rows if row.parent})
        found: dict[str, Org] = {}
        for at in range(0, len(codes), BATCH):
            found |= {org.code: org for org in Org.objects.filter(code__in=codes[at : at + BATCH])}
        return found

    def check(self) -> None:
        """Fills `orgs`; raises RowErrors."""
        for at, row in enumerate(self.rows):
            self._try(at, lambda row=row: self.orgs.append(_newcomer(row)))
        listed = self._by_code()
        for at, row in enumerate(self.rows):
            self._try(at, lambda row=row: self._check_leader(row, listed))
        self._check_circles(listed)
        if self.wrong:
            raise RowErrors([(at + 1, error) for at, error in sorted(self.wrong.items())])

    def _try(self, at: int, check: Callable[[], None]) -> None:
        try:
            check()
        except TreeError as error:
            self.wrong.setdefault(at, error)

    def _by_code(self) -> dict[str, Newcomer]:
        listed: dict[str, Newcomer] = {}
        for at, row in enumerate(self.rows):
            if holder := self.known.get(row.code):
                self.wrong.setdefault(at, TreeError("code_taken", code=row.code, name=holder.name))
            elif row.code in listed:
                self.wrong.setdefault(at, TreeError("code_twice", code=row.code))
            listed.setdefault(row.code, row)
        return listed

    def _check_leader(self, row: Newcomer, listed: dict[str, Newcomer]) -> None:
        if row.parent is None:
            return
        if leader := self.known.get(row.parent):
            checks.open_from(leader, row.opened_on)
        elif (ahead := listed.get(row.parent)) is None:
            raise TreeError("unknown_parent", code=row.parent)
        elif row.opened_on < ahead.opened_on:
            raise TreeError("before_founding", name=ahead.name, day=ahead.opened_on.isoformat())

    def _check_circles(self, listed: dict[str, Newcomer]) -> None:
        """Walks every row up to a known leader or the top, each step once."""
        settled: set[str] = set()
        for at, row in enumerate(self.rows):
            walked: list[str] = []
            code: str | None = row.code
            while code in listed and code not in settled and code not in walked:
                walked.append(code)
                code = listed[code].parent
            if code is not None and code in walked:
                circle = " → ".join([*walked[walked.index(code) :], code])
                self.wrong.setdefault(at, TreeError("circle_in_list", codes=circle))
            settled.update(walked)

    def levels(self) -> Iterator[list[Org]]:
        """The organisations with the leaders always before the led."""
        leads = {row.code: row.parent for row in self.rows}
        waiting = {org.code: org for org in self.orgs}
        while waiting:
            level = [org for org in waiting.values() if leads[org.code] not in waiting]
            for org in level:
                parent = leads[org.code]
                org.parent = self.known[parent] if parent else None
                del waiting[org.code]
            yield level
            self.known |= {org.code: org for org in level}


def _code(text: str | None) -> str | None:
    return (text or "").strip().upper() or None


def _newcomer(row: Newcomer) -> Org:
    return checks.newcomer(code=row.code, name=row.name, kind=row.kind, opened_on=row.opened_on)


def _store(intake: _Intake) -> None:
    """Level by level: an organisation needs its leader's path and number."""
    for level in intake.levels():
        below: dict[str, list[Org]] = defaultdict(list)
        for org in level:
            below[org.parent.path if org.parent else ""].append(org)
        for siblings in below.values():
            _number(siblings)
        Org.objects.bulk_create(level, batch_size=BATCH)
    lines = [
        Relation(org=org, above=org.parent, valid_from=org.opened_on) for org in intake.orgs if org.parent
    ]
    Relation.objects.bulk_create(lines, batch_size=BATCH)


def _number(siblings: list[Org]) -> None:
    """Gives organisations of one leader the next free paths below it."""
    leader = siblings[0].parent
    first = next_path(leader)
    above, taken = first[:-STEP], number(first)
    if taken + len(siblings) > 36**STEP:
        raise TreeError("full", name=leader.name if leader else "—")
    if len(first) > STEP * DEEPEST:
        raise TreeError("too_deep", most=DEEPEST, name=siblings[0].name)
    for place, org in enumerate(siblings):
        org.path = above + step(taken + place)
