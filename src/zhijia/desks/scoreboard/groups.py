"""The lines of a scoreboard sorted into the items of the plan, filtered and counted."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhijia.desks.scoreboard.asked import DUE, KINDS, STATES, Asked, Filters
from zhijia.desks.scoreboard.lines import RANKS, TONES, Line, room_label
from zhijia.registry.listing import BadQuery

#: with more targets than these, groups without trouble stand folded
FEW = 12
TROUBLE = ("failed", "at_risk", "behind", "exceeded", "no_base")


@dataclass(frozen=True)
class Count:
    """How many targets are in a state, with the address that shows only them."""

    state: str
    label: str
    number: int
    query: str = ""
    active: bool = False

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass
class Group:
    """The targets and milestones of one item of the plan."""

    number: str
    heading: str
    lines: list[Line] = field(default_factory=list)
    milestones: list[Any] = field(default_factory=list)
    is_open: bool = True

    @property
    def counts(self) -> list[Count]:
        return counts(self.lines)

    @property
    def late(self) -> int:
        """How many dated activities were not held in time."""
        return sum(1 for one in self.milestones if one.is_late)

    @property
    def rank(self) -> int:
        """The worst state of the group, as a place in the order; milestones that are late count as behind."""
        late = RANKS["behind"] if self.late else len(RANKS)
        return min([RANKS[line.state] for line in self.lines] + [late])


def counts(lines: Iterable[Line], asked: Asked | None = None) -> list[Count]:
    """The states there are, in the order of their weight."""
    numbers = Counter(line.state for line in lines)
    active = asked.filters.state if asked is not None else ""
    return [
        Count(
            state,
            str(label),
            numbers[state],
            asked.query(state="" if state == active else state) if asked is not None else "",
            state == active,
        )
        for state, label in STATES.items()
        if numbers[state]
    ]


def kept(lines: Sequence[Line], asked: Asked) -> list[Line]:
    """The lines the filters let through."""
    wanted = asked.filters
    words = plain(wanted.text).split()
    return [
        line
        for line in lines
        if wanted.state in ("", line.state)
        and wanted.kind in ("", line.kind)
        and line.is_due(wanted.due, asked.as_of)
        and (not wanted.room or wanted.room in line.rooms)
        and all(word in _words(line) for word in words)
    ]


def plain(text: str) -> str:
    """A text for finding: width and case put aside."""
    return unicodedata.normalize("NFKC", text).casefold()


def _words(line: Line) -> str:
    item = line.target.item
    texts = [line.target.label, line.target.clause, str(line.progress.measure.label)]
    return plain(" ".join([*texts, f"{item.number} {item.heading}" if item else ""]))


def grouped(lines: Sequence[Line], milestones: Sequence[Any], order: str, *, fold: bool) -> list[Group]:
    """The lines by the items of the plan; "risk" puts the groups and lines in need first."""
    found: dict[int, Group] = {}
    places: dict[int, int] = {}
    for entry in [*lines, *milestones]:
        item = entry.target.item if isinstance(entry, Line) else entry.item
        key = item.pk if item is not None else 0
        if key not in found:
            number, heading = (
                (item.number, item.heading or item.section) if item else ("", _("Without an item"))
            )
            found[key] = Group(number, heading)
            places[key] = item.start if item is not None and item.start is not None else 10**9
        (found[key].lines if isinstance(entry, Line) else found[key].milestones).append(entry)
    keys = sorted(found, key=lambda key: places[key])
    if order == "risk":
        keys.sort(key=lambda key: found[key].rank)
        for group in found.values():
            group.lines.sort(key=lambda line: RANKS[line.state])
    for group in found.values():
        group.is_open = not fold or bool(group.late) or any(one.state in TROUBLE for one in group.lines)
    return [found[key] for key in keys]


def rooms(lines: Iterable[Line], filters: Filters) -> list[tuple[str, str]]:
    """The rooms whose entries the targets count; one that feeds none of them is refused."""
    labels = {room for line in lines for room in line.rooms}
    if filters.room and filters.room not in labels:
        said = {"value": filters.room, "choices": ", ".join(sorted(labels))}
        raise BadQuery(_("No target here is counted in “%(value)s”; there are: %(choices)s.") % said)
    return sorted(((room, room_label(room)) for room in labels), key=lambda pair: pair[1])


def words_of(filters: Filters) -> str:
    """The filters as a sentence, for paper and files; empty when everything is shown."""
    parts = [
        str(choices[value])
        for choices, value in ((STATES, filters.state), (KINDS, filters.kind), (DUE, filters.due))
        if value
    ]
    if filters.room:
        parts.append(room_label(filters.room))
    if filters.text:
        parts.append(f"“{filters.text}”")
    return _("Shown: %(what)s") % {"what": ", ".join(parts)} if parts else ""
