"""What a notice asks although it is counted here already, each with the number and where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.office.registers.notice.questions import Question
from zhijia.registry.register import register_of
from zhijia.tally.queries import figure
from zhijia.tally.sources import INDICATORS, model_of

#: from this likeness of their pairs of characters on two names mean the same, and the shortest name compared
ALIKE, SHORTEST = 0.6, 4
_NOISE = re.compile(
    r"[\W_]+|(?:本|上|下|今|去)(?:年度?|季度|月)|(?:19|20)\d\d年?|截至|累计|共计|总数|人数|家数|个数|数量"
)


@dataclass(frozen=True)
class Counted:
    """A question with the indicator that answers it: its figure at the union asking, and the entries beneath."""

    question: str
    label: str
    figure: Any
    unit: str
    url: str


def counted(questions: list[Question], org_id: int) -> list[Counted]:
    """The numbers a notice asks for which are counted already; at most one indicator for a question."""
    found = []
    for question in questions:
        if question.is_number and (key := _meant(question.label)):
            one = INDICATORS[key]
            year = Period.year(today().year)
            found.append(
                Counted(question.label, str(one.label), figure(key, org_id, year), one.unit, _list_of(key))
            )
    return found


def _meant(label: str) -> str:
    """The indicator most like what a question asks, "" where none is."""
    asked = _plain(label)
    best, likeness = "", 0.0
    for key, one in INDICATORS.items():
        for name in (*one.names, str(one.label)):
            if (found := _likeness(asked, _plain(name))) > likeness:
                best, likeness = key, found
    return best if likeness >= ALIKE else ""


def _plain(text: str) -> str:
    return _NOISE.sub("", text).lower()


def _likeness(one: str, other: str) -> float:
    """Of two names the share of pairs of characters they have in common (Dice)."""
    if min(len(one), len(other)) < SHORTEST:
        return 1.0 if one == other and one else 0.0
    if one in other or other in one:
        return 1.0
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _list_of(key: str) -> str:
    """The list of the register whose entries an indicator counts."""
    register = register_of(model_of(key))
    return reverse("registry:list", args=[register.room, register.noun])
