"""What a plan turns into when it is read: documents, items, targets, dated activities and repairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


class UnreadablePlan(ValueError):
    """A source the reader refuses.

    `code` is stable and meant for translation, `parameters` fill the translated sentence,
    and the message itself says in English what is wrong and what to do about it.
    """

    def __init__(self, code: str, detail: str, parameters: Mapping[str, str | int] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.parameters: dict[str, str | int] = dict(parameters or {})


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator of the catalogue as far as wording can point to it.

    `kind` is "flow", "stock" or "ratio"; `unit` is the word of the plan ("人", "家", "%").
    Where several measures share a name, the earlier one in the catalogue is suggested.
    """

    key: str
    names: tuple[str, ...]
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which indicator a target seems to mean, and why, as data.

    `code` is "named" (the wording holds a name of the indicator), "several" (more than one indicator
    has that name; the first is suggested), "similar" (most of one name stands there; where several
    fit equally none is suggested), "no_name" (nothing fits) or "other_unit" (the named indicator counts
    in another unit). `others` are the keys of the rivals.
    """

    key: str | None
    code: str
    matched: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The days a target runs, both inclusive, with the words that say so ("" when taken from the year)."""

    start: date | None
    end: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One mending of damaged text: what stood at `start`..`end` of the input and what is read instead."""

    kind: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered point of a plan; `start` and `end` are offsets into the decoded input."""

    number: str
    heading: str
    text: str
    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the text with its numbered items."""

    title: str
    issuer: str | None
    year: int | None
    genre: str
    items: tuple[Item, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """A promise with a number; offsets count characters of the decoded input, `clause` is the mended text.

    `value` is a plain decimal number as a string ("30000", "51.3"); money is in yuan. `is_universal`: the plan
    says "everywhere", 100 % is implied. `slices` are (year, value) pairs the plan writes for a promise of several
    years; the promises they were read from stand in the list too, with `is_slice`.
    """

    document: int
    item: str | None
    clause: str
    start: int
    end: int
    label: str
    operator: str
    value: str
    unit: str
    per: str | None
    every: str | None
    scope: Mapping[str, str | int]
    period: Period
    suggestion: Suggestion = field(default_factory=lambda: Suggestion(None, "no_name"))
    is_universal: bool = False
    slices: tuple[tuple[int, str], ...] = ()
    is_slice: bool = False

    @property
    def indicator(self) -> str | None:
        """The key of the suggested indicator, or None."""
        return self.suggestion.key


@dataclass(frozen=True, slots=True)
class Activity:
    """A line of a calendar: what is planned in which third of which month, and who answers for it."""

    document: int
    start_on: date | None
    end_on: date | None
    when: str
    what: str
    responsible: str | None
    start: int
    end: int


MilestoneKind = Literal["activity", "deliverable", "meeting", "task"]


@dataclass(frozen=True, slots=True)
class ReadMilestone:
    """Something to be held, issued or done by a day, without a number; offsets count characters of the input.

    `starts_on` and `ends_on` are None where the plan names no time; `text` are the words that say when;
    `owners` are the unions, departments or offices answering for it, as written.
    """

    document: int
    item: str
    clause: str
    start: int
    end: int
    kind: MilestoneKind
    title: str
    starts_on: date | None
    ends_on: date | None
    owners: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one source; `text` is the decoded input that all offsets count in."""

    documents: tuple[Document, ...]
    targets: tuple[Target, ...]
    text: str
    activities: tuple[Activity, ...] = ()
    repairs: tuple[Repair, ...] = ()
    milestones: tuple[ReadMilestone, ...] = ()
