"""A number of the law: what it limits, from when, and the article that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast, get_args

from django.utils.translation import get_language

from zhijia.kernel.deadline import Limit, Unit

Sense = Literal["at_most", "at_least"]
Duty = Literal["must", "may"]
COUNTED = ("member", "worker", "percent")
UNITS = (*get_args(Unit), *COUNTED)


@dataclass(frozen=True)
class Words:
    """The same words in Chinese and English; as text, those of the active language."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if (get_language() or "zh").startswith("zh") else self.en


@dataclass(frozen=True)
class Rule:
    """One rule of one jurisdiction while it is in force.

    `number` counts `unit`; None when the law asks for the act and names no number. `choices` are the numbers
    the law allows instead of one. `before` counts back from the event `starts`. A rule that is not `verified`
    was not read in a source and must not be shown as law.
    """

    key: str
    jurisdiction: str
    name: Words
    starts: Words
    number: int | None
    unit: str
    valid_from: date
    valid_to: date | None = None
    extension: int = 0
    choices: tuple[int, ...] = ()
    before: bool = False
    sense: Sense = "at_most"
    duty: Duty = "must"
    law: Words | None = None
    article: str = ""
    verified: bool = False

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    @property
    def limit(self) -> Limit:
        """The rule as a limit of the kernel; raises ValueError for a threshold or a rule without a number."""
        if self.number is None or self.unit not in get_args(Unit):
            raise ValueError(f"{self.key} is no time limit")
        return Limit(self.number, cast(Unit, self.unit), extension=self.extension, before=self.before)

    @property
    def citation(self) -> str:
        """The law and article in the active language; empty when the rule names none."""
        if self.law is None:
            return ""
        return str(Words(f"《{self.law.zh}》第{self.article}条", f"{self.law.en}, art. {self.article}"))
