"""Who the staff and the members of a place are: sex, age, groups, levels, employer, never a single person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.holding.counts import counted
from zhijia.directory.holding.values import LABELS, VALUES, Slot
from zhijia.directory.models import Coverage, Industry, Membership, Ownership, Sex
from zhijia.directory.rules import INSIDE
from zhijia.directory.suppression import LEAST, shown, whole
from zhijia.kernel.period import add_months
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

Text = str | Promise
UNKNOWN, SEVERAL = "unknown", "several"
#: from how many years on, and the name of the band that begins there
BANDS = (
    (55, "55", pgettext_lazy("age", "55 and over")),
    (45, "45_54", pgettext_lazy("age", "45 to 54")),
    (35, "35_44", pgettext_lazy("age", "35 to 44")),
    (25, "25_34", pgettext_lazy("age", "25 to 34")),
    (0, "under_25", pgettext_lazy("age", "under 25")),
)
NOT_ON_RECORD = (UNKNOWN, pgettext_lazy("composition", "not on record"))
SEXES = (*((value, label) for value, label in Sex.choices), NOT_ON_RECORD)
AGES = (*((code, label) for _years, code, label in reversed(BANDS)), NOT_ON_RECORD)
MIGRANTS = (
    ("yes", pgettext_lazy("composition", "migrant workers")),
    ("no", pgettext_lazy("composition", "others")),
    NOT_ON_RECORD,
)
OTHERS = ("no", pgettext_lazy("composition", "others"))
EMPLOYERS = ((SEVERAL, pgettext_lazy("composition", "joint union of different employers")), NOT_ON_RECORD)
WORDS = (
    ("confirmed", pgettext_lazy("composition", "said so themselves")),
    ("listed", pgettext_lazy("composition", "only on the list")),
)
#: key, label, the groups in their order, those shown also when nobody is in them
CUTS: Mapping[str, tuple[Text, Sequence[tuple[str, Text]], frozenset[str]]] = {
    "sex": (pgettext_lazy("composition", "sex"), SEXES, frozenset(Sex.values)),
    "age": (pgettext_lazy("composition", "age"), AGES, frozenset()),
    "migrant": (pgettext_lazy("composition", "migrant work"), MIGRANTS, frozenset({"yes", "no"})),
    "platform": (
        Slot.PLATFORM.label,
        (*((value, LABELS[value]) for value in VALUES["platform"]), OTHERS),
        frozenset({"no"}),
    ),
    "hardship": (
        Slot.HARDSHIP.label,
        (*((value, LABELS[value]) for value in VALUES["hardship"]), OTHERS),
        frozenset({"no"}),
    ),
    **{
        slot.value: (
            slot.label,
            (*((value, LABELS[value]) for value in VALUES[slot.value]), NOT_ON_RECORD),
            frozenset(),
        )
        for slot in (Slot.SKILL, Slot.DEGREE, Slot.JOB)
    },
    "own_word": (pgettext_lazy("composition", "own word"), WORDS, frozenset({"confirmed", "listed"})),
    "ownership": (
        pgettext_lazy("composition", "ownership of the employer"),
        (*Ownership.choices, *EMPLOYERS),
        frozenset(),
    ),
    "industry": (
        pgettext_lazy("composition", "industry of the employer"),
        (*Industry.choices, *EMPLOYERS),
        frozenset(),
    ),
}


#: the breakdowns of the members
MEMBERS = tuple(CUTS)
#: place → what those are called of whom nothing is on file there
REST = {"migrant": "no", "platform": "no", "hardship": "no"}
#: groups that are no breakdown where nobody is on file as one of them
SELDOM = ("platform", "hardship")


@dataclass(frozen=True)
class Group:
    """One part of a breakdown; `count` is None where it is withheld, `percent` has one decimal."""

    code: str
    label: Text
    count: int | None
    percent: str | None


@dataclass(frozen=True)
class Cut:
    """One breakdown of a body of people."""

    key: str
    label: Text
    total: int | None
    groups: tuple[Group, ...]

    @property
    def withheld(self) -> bool:
        """Whether any group is not shown."""
        return any(group.count is None for group in self.groups)


@dataclass(frozen=True)
class Body:
    """The members, or the staff, with their breakdowns; `total` is None for one to four people."""

    key: str
    label: Text
    total: int | None
    cuts: tuple[Cut, ...]


@dataclass(frozen=True)
class Composition:
    """Members and staff of a node on a day."""

    on: date
    members: Body
    staff: Body

    @property
    def bodies(self) -> tuple[Body, Body]:
        return self.members, self.staff

    @property
    def note(self) -> Text:
        """What a page says beside groups that are withheld."""
        return gettext_lazy(
            "Groups of fewer than 5 people are never shown, nor a group from which such a one could be worked out."
        )


Counts = dict[str, Counter[str]]


def composition(node: Org, on: date) -> Composition:
    """Members (as `mem_count`) and staff of covered employers (as `staff_covered`) of a node on a day."""
    members = _members(node, on)
    staff = _staff(node, on)
    return Composition(
        on,
        _body("members", pgettext_lazy("composition", "members"), members),
        _body("staff", pgettext_lazy("composition", "staff of covered employers"), staff),
    )


def _body(key: str, label: Text, counts: Counts) -> Body:
    total = sum(next(iter(counts.values())).values())
    return Body(key, label, whole(total), tuple(_cut(name, found, total) for name, found in counts.items()))


def _cut(key: str, counts: Counter[str], total: int) -> Cut:
    """A breakdown with its small groups withheld; of fewer than five people every group is."""
    label, groups, always = CUTS[key]
    kept = [(code, name) for code, name in groups if counts[code] or code in always]
    seen = shown([counts[code] for code, _name in kept])
    if 0 < total < LEAST:
        seen = [None] * len(kept)
    made = [
        Group(code, name, count, _percent(count, total))
        for (code, name), count in zip(kept, seen, strict=True)
    ]
    return Cut(key, label, whole(total), tuple(made))


def _percent(count: int | None, total: int) -> str | None:
    return None if count is None or not total else f"{count * 100 / total:.1f}"


def _in_force(day: date, prefix: str = "") -> Q:
    """The spans that hold on a day."""
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return ends & Q(**{f"{prefix}valid_from__lte": day})


def _below(rows: QuerySet[Any], node: Org, day: date) -> QuerySet[Any]:
    """The rows that hold on a day at a union that stood under the node then."""
    stood = {
        "org__spans__ancestor": node,
        "org__spans__valid_from__lte": day,
        "org__spans__valid_to__gt": day,
    }
    return rows.filter(_in_force(day), **stood).order_by()


def _band(day: date) -> Case:
    """The age band of a person on a day; whoever turns an age that day has it."""
    steps = [
        When(person__birth_on__lte=add_months(day, -12 * years), then=Value(code))
        for years, code, _n in BANDS
    ]
    return Case(*steps, default=Value(UNKNOWN), output_field=CharField())


def _members(node: Org, day: date) -> Counts:
    held = _below(Membership.objects.all(), node, day)
    rows = held.annotate(band=_band(day), listed=Q(confirmed_at__isnull=True))
    rows = rows.values_list("org__path", "person__sex", "band", "listed")
    counts: Counts = {key: Counter() for key in MEMBERS}
    at: Counter[str] = Counter()
    for path, sex, band, listed, number in rows.annotate(number=Count("person", distinct=True)):
        counts["own_word"]["listed" if listed else "confirmed"] += number
        counts["sex"][sex or UNKNOWN] += number
        counts["age"][band] += number
        at[path] += number
    kinds = _kinds_of_employers(node, day)
    for path, number in at.items():
        owner, industry = _employer(path, kinds)
        counts["ownership"][owner] += number
        counts["industry"][industry] += number
    _add_facts(counts, held, day)
    return counts


def _add_facts(counts: Counts, held: QuerySet[Any], day: date) -> None:
    """Groups, levels and work on the day, and the rest of whom nothing is on file."""
    total = counts["sex"].total()
    found = counted(held, day)
    for slot in Slot.values:
        known = found.get(slot, Counter())
        if slot in SELDOM and not known.total():
            del counts[slot]
            continue
        counts[slot].update({"yes" if what == "migrant" else what: n for what, n in known.items()})
        counts[slot][REST.get(slot, UNKNOWN)] += total - known.total()


def _employer(path: str, kinds: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Ownership and industry of the employer of a union, for a branch that of the union it stands in."""
    places = (path[:end] for end in range(len(path), 0, -STEP))
    return next((kinds[place] for place in places if place in kinds), (UNKNOWN, UNKNOWN))


def _kinds_of_employers(node: Org, day: date) -> dict[str, tuple[str, str]]:
    """Path of a union → ownership and industry of what it covers on a day, where these are one."""
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    above = [node.path[:end] for end in range(STEP, len(node.path), STEP)] if node.kind in INSIDE else []
    own = Coverage.objects.filter(_in_force(day), _in_force(day, "unit__facts__"), org__path__in=above)
    asked = ("org__path", "unit__facts__ownership", "unit__industry")
    rows = [*_covered(node, day).values_list(*asked).distinct(), *own.values_list(*asked)]
    for path, owner, industry in rows:
        found[path][0].add(owner)
        found[path][1].add(industry or UNKNOWN)
    return {path: (_one(owners), _one(industries)) for path, (owners, industries) in found.items()}


def _one(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else SEVERAL


def _covered(node: Org, day: date) -> QuerySet[Any]:
    """The employers covered on a day with the facts of that day."""
    return _below(Coverage.objects.all(), node, day).filter(_in_force(day, "unit__facts__"))


def _staff(node: Org, day: date) -> Counts:
    facts = "unit__facts__"
    rows = _covered(node, day).values_list(f"{facts}ownership", "unit__industry")
    summed = rows.annotate(
        staff=Sum(f"{facts}staff"),
        women=Sum(f"{facts}women"),
        of_women=Sum(f"{facts}staff", filter=Q(**{f"{facts}women__isnull": False})),
        migrant=Sum(f"{facts}migrant"),
        of_migrant=Sum(f"{facts}staff", filter=Q(**{f"{facts}migrant__isnull": False})),
    )
    counts: Counts = {key: Counter() for key in ("sex", "migrant", "ownership", "industry")}
    for owner, industry, staff, women, of_women, migrant, of_migrant in summed:
        counts["ownership"][owner] += staff
        counts["industry"][industry or UNKNOWN] += staff
        _add(counts["sex"], (Sex.FEMALE.value, Sex.MALE.value), women or 0, of_women or 0, staff)
        _add(counts["migrant"], ("yes", "no"), migrant or 0, of_migrant or 0, staff)
    return counts


def _add(counter: Counter[str], codes: tuple[str, str], part: int, known: int, staff: int) -> None:
    """A part of the staff, the rest of those of whom it is known, and those of whom it is not."""
    counter[codes[0]] += part
    counter[codes[1]] += known - part
    counter[UNKNOWN] += staff - known
