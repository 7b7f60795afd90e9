"""The dated closure against a day-by-day reference, on random histories."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lanes import draws
from zhijia.kernel.day import frozen
from zhijia.kernel.period import FOREVER
from zhijia.tree import moves, services, spans
from zhijia.tree.errors import TreeError
from zhijia.tree.models import Org, OrgSpan

START = date(2011, 1, 1)
DAYS = 24
LAST = START + timedelta(days=DAYS)
PLANTED = 6


class Reference:
    """Leaders and lives by day: leader[day][org] for every day of the small calendar; heir[day][org] for the dead."""

    def __init__(self):
        self.leader = [{} for _ in range(DAYS + 1)]
        self.heir = [{} for _ in range(DAYS + 1)]
        self.changed = {}

    def copy(self):
        other = Reference()
        other.leader = [dict(day) for day in self.leader]
        other.heir = [dict(day) for day in self.heir]
        other.changed = dict(self.changed)
        return other

    def alive(self, node, day):
        return node in self.leader[day]

    def sound(self):
        """Every living organisation's line of leaders is alive and ends."""
        for day in self.leader:
            for node in day:
                seen = {node}
                while (node := day.get(node)) is not None:
                    if node in seen or node not in day:
                        return False
                    seen.add(node)
        return True

    def ancestors(self, node, day):
        found = []
        while node is not None:
            found.append(node)
            node = self.leader[day][node]
        return found

    def stands(self, node, day):
        """Under whom it stands, or what it left behind once it was taken up."""
        first = node
        while node is not None and not self.alive(node, day):
            node = self.heir[day].get(node)
        return [] if node is None else [*dict.fromkeys([first, *self.ancestors(node, day)])]

    def found(self, node, parent, day):
        if any(self.alive(node, d) for d in range(DAYS + 1)):
            return False
        self.changed[node] = day
        for later in range(day, DAYS + 1):
            self.leader[later][node] = parent
        return self.sound()

    def move(self, node, parent, day):
        if not self._changeable(node, day) or self.leader[day][node] == parent:
            return False
        self.changed[node] = day
        for later in range(day, DAYS + 1):
            self.leader[later][node] = parent
        return self.sound()

    def close(self, node, day):
        if not self._changeable(node, day) or self._born(node) == day:
            return False
        for later in range(day, DAYS + 1):
            del self.leader[later][node]
            for dead in [dead for dead, heir in self.heir[later].items() if heir == node]:
                del self.heir[later][dead]
        return self.sound()

    def merge(self, node, heir, day):
        if node == heir or not self._changeable(node, day) or self._born(node) == day:
            return False
        for later in range(day, DAYS + 1):
            if heir not in self.leader[later] or node in self.ancestors(heir, later):
                return False
            del self.leader[later][node]
            self.heir[later][node] = heir
            for child, leader in list(self.leader[later].items()):
                if leader == node:
                    self.leader[later][child] = heir
        for child, line in self._children_changed(node, day):
            self.changed[child] = line
        return self.sound()

    def _children_changed(self, node, day):
        """A child's newest line begins on the day of the merge unless it began later."""
        return [
            (child, day)
            for child in self.changed
            if self._led_before(child, node, day) and self.changed[child] < day
        ]

    def _led_before(self, child, node, day):
        return self.before_merge[DAYS].get(child) == node

    def _changeable(self, node, day):
        self.before_merge = [dict(d) for d in self.leader]
        lives_on = all(self.alive(node, later) for later in range(day, DAYS + 1))
        return self.alive(node, day) and lives_on and self.changed[node] <= day

    def _born(self, node):
        return next(d for d in range(DAYS + 1) if self.alive(node, d))


#: leaders of the organisations there are from the first day, then steps whose days mostly go forward
planted = st.tuples(*[st.integers(0, node - 1) for node in range(1, PLANTED)])
step = st.tuples(
    st.sampled_from(["move", "move", "move", "merge", "merge", "found", "found", "close"]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(-4, 2),
)
histories = st.tuples(planted, st.lists(step, min_size=10, max_size=25))


def _apply(kind, orgs, node, other, day):
    """The step by the services; TreeError when refused."""
    on = START + timedelta(days=day)
    if kind == "found":
        orgs[node] = services.found(
            code=f"10{node:02}", name=f"N{node}", kind="grassroots", parent=orgs[other], opened_on=on
        )
    elif kind == "close":
        services.close(orgs[node], on=on)
    else:
        target = {"under" if kind == "move" else "into": orgs[other]}
        getattr(services, kind)(orgs[node], on=on, **target)


def _expect(reference, kind, node, other, day):
    if kind == "close":
        return reference.close(node, day)
    return getattr(reference, kind)(node, other, day)


def _play(history):
    leaders, steps = history
    reference, orgs = Reference(), {}
    orgs[0] = services.found(code="1000", name="N0", kind="municipal", parent=None, opened_on=START)
    reference.found(0, None, 0)
    for node, leader in enumerate(leaders, start=1):
        assert reference.found(node, leader, 0)
        _apply("found", orgs, node, leader, 0)
    outcomes = []
    for at, (kind, one, two, shift) in enumerate(steps):
        node = len(orgs) if kind == "found" else one % len(orgs)
        day = min(max(0, (at + 1) * DAYS // len(steps) + shift), DAYS)
        reference, done = _step(reference, orgs, kind, node, two % len(orgs), day)
        outcomes.append((kind, done))
        _compare(reference, orgs)
    return outcomes


def _step(reference, orgs, kind, node, other, day):
    """One step on both sides: refused by both or done by both."""
    trial = reference.copy()
    expected = _expect(trial, kind, node, other, day)
    try:
        _apply(kind, orgs, node, other, day)
    except TreeError as error:
        assert not expected, (kind, node, other, day, str(error))
        return reference, False
    assert expected, (kind, node, other, day)
    return trial, True


def _compare(reference, orgs):
    stored = {}
    for ancestor, org, first, last in OrgSpan.objects.values_list(
        "ancestor", "org", "valid_from", "valid_to"
    ):
        assert first < last
        for day in range(DAYS + 1):
            if first <= START + timedelta(days=day) < last:
                assert (ancestor, day) not in stored.setdefault(org, set()), "one span a day"
                stored[org].add((ancestor, day))
        assert last == FOREVER or last <= LAST
    for node, org in orgs.items():
        days = range(DAYS + 1)
        wanted = {(orgs[a].pk, d) for d in days for a in reference.stands(node, d)}
        assert stored.get(org.pk, set()) == wanted, node
    assert spans.wrong() == []
    for one in Org.objects.select_related("parent"):
        assert one.path[:-4] == (one.parent.path if one.parent else "")
        if one.closed_on is None and one.parent:
            assert one.parent.pk == orgs[reference.leader[DAYS][_number(orgs, one)]].pk


def _number(orgs, one):
    return next(node for node, org in orgs.items() if org.pk == one.pk)


def _touching_spans():
    rows = sorted(OrgSpan.objects.values_list("ancestor", "org", "valid_from", "valid_to"))
    return [(a, b) for a, b in pairwise(rows) if a[:2] == b[:2] and a[3] >= b[2]]


def _check(history):
    with frozen(LAST), transaction.atomic():
        outcomes = _play(history)
        assert _touching_spans() == [] and moves.astray() == []
        transaction.set_rollback(True)
    return outcomes


@pytest.mark.drawn
@pytest.mark.django_db
def test_the_closure_is_what_a_walk_day_by_day_finds():
    seen = Counter()

    @settings(max_examples=draws(16))
    @given(history=histories)
    def check(history):
        seen.update(_check(history))

    check()
    for kind in ("found", "move", "merge", "close"):
        assert seen[kind, True] > 3 and seen[kind, False] > 3, seen


@pytest.mark.django_db
@pytest.mark.parametrize("days", [(20, 20, 20), (3, 3, 10), (3, 5, 10)])
def test_what_was_taken_up_stands_nowhere_once_the_last_heir_is_closed(days):
    root = services.found(code="1000", name="N0", kind="municipal", parent=None, opened_on=START)
    below = {"kind": "grassroots", "parent": root, "opened_on": START}
    one, two, three = (services.found(code=f"100{n}", name=f"N{n}", **below) for n in (1, 2, 3))
    first, second, last = (START + timedelta(days=day) for day in days)
    with frozen(LAST):
        services.merge(one, into=two, on=first)
        services.merge(two, into=three, on=second)
        services.close(three, on=last)
    assert spans.wrong() == []
    assert not OrgSpan.objects.filter(valid_to__gt=last).exclude(org=root).exists()
