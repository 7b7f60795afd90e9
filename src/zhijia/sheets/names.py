"""One entry for each person of a pasted name list: who is meant, what is clear, what somebody must choose."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.registry import cells
from zhijia.registry.fields import MoneyField, amount_from
from zhijia.registry.register import Register
from zhijia.sheets.columns import own_sheet
from zhijia.sheets.load import Reading, Result, load
from zhijia.sheets.related import SHORTEST_HINT, Named, uids
from zhijia.tree.actor import Actor

#: a chat parts a list by whatever is at hand
PARTS = re.compile(r"[\t,;|，；、:：]+|\s+")
#: 1,200.50 is one number; its commas part nothing
THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:[,，]\d{3})+(?![\d])")
LEADING = re.compile(r"^\s*[(（]?\d{1,3}\s*(?:[.、)）．]|(?=[^\d\s]))\s*")
NUMBER = re.compile(r"[0-9]{3,17}[0-9Xx]")
AMOUNT = re.compile(r"[¥￥]?[0-9][0-9,，.]*元?")
MOST = 1000


@dataclass
class Line:
    """One line of the list: what was typed, whom it fits, who is meant, and what is wrong."""

    number: int
    typed: str
    name: str = ""
    hint: str = ""
    amount: str = ""
    fitting: list[Any] = field(default_factory=list)
    chosen: Any = None
    value: int | None = None
    fault: str = ""
    hints: list[tuple[str, str]] = field(default_factory=list)


def money_field(register: type[Register]) -> str:
    """The amount that may differ from line to line, or ""."""
    return next((name for name in register.fields if isinstance(register.field(name), MoneyField)), "")


def names_people(register: type[Register]) -> bool:
    """Whether the lines of a list name people: entries with protected values; else employers and other things."""
    return bool(register.related()[register.subject()].levels)


def read(text: str, *, with_amount: bool) -> list[Line]:
    """The lines of a list, each with a name and perhaps the end of a number and an amount."""
    typed = [line.strip() for line in text.replace("\0", "").splitlines()]
    return [_line(number, line, with_amount) for number, line in enumerate(typed[:MOST], 1) if line]


def _line(number: int, typed: str, with_amount: bool) -> Line:
    plain = THOUSANDS.sub(lambda found: re.sub("[,，]", "", found[0]), LEADING.sub("", typed))
    parts = [part for part in PARTS.split(plain) if part]
    words = [part for part in parts if not NUMBER.fullmatch(part) and not AMOUNT.fullmatch(part)]
    figures = [part for part in parts if part not in words]
    line = Line(number, typed, name="".join(words) if _han(words) else " ".join(words))
    if with_amount and figures and not (len(figures) == 1 and len(figures[0]) > 9):
        line.amount = figures.pop()
    line.hint = next((part.upper() for part in figures if len(part) >= SHORTEST_HINT), "")
    return line


def _han(words: Sequence[str]) -> bool:
    return all(ord(character) > 0x2E7F for word in words for character in word)


def match(
    register: type[Register], lines: list[Line], by: Actor, picks: Mapping[int, str] | None = None
) -> None:
    """Finds whom each line means: the only one that fits, or the one picked; other lines say why not."""
    other = register.related()[register.subject()]
    named = Named(other, by, [line.name for line in lines if line.name])
    seen: dict[int, int] = {}
    for line in lines:
        pick = (picks or {}).get(line.number, "")
        try:
            if not line.name:
                raise ValidationError(_("There is no name in this line."))
            line.fitting = named.fitting(line.name, line.hint) or named.fitting(line.name)
            told = [one for one in line.fitting if uids([pick]) == [one.uid]]
            line.chosen = told[0] if told else named.only(line.name, line.hint)
            if (first := seen.setdefault(line.chosen.pk, line.number)) != line.number:
                raise ValidationError(_("The same person as in line %(row)s.") % {"row": first})
            line.value = amount_from(re.sub(r"[¥￥元]", "", line.amount)) if line.amount else None
        except ValidationError as error:
            line.fault = " ".join(error.messages)
        if line.fault and len(line.fitting) > 1:
            line.hints = [(str(one.uid), _told_apart(other, one, by)) for one in line.fitting]


def _told_apart(other: type[Register], entry: Any, by: Actor) -> str:
    masked = [cells.cell(other, entry, name, by).text for name in other.levels if name in other.fields]
    return " · ".join(text for text in [str(entry), str(entry.org), *masked] if text)


def record(register: type[Register], lines: Sequence[Line], shared: Mapping[str, Any], by: Actor) -> Result:
    """One entry for each clear line, all or nothing; the same list again adds nothing. Raises RowErrors."""
    found = Reading(own_sheet(register), by)
    person, money = register.subject(), money_field(register)
    for line in lines:
        if line.chosen is None or line.fault:
            continue
        row = {**shared, person: line.chosen}
        if line.value is not None:
            row[money] = line.value
        found.numbers.append(line.number)
        found.rows.append(row)
    told = [{name: str(getattr(value, "pk", value)) for name, value in row.items()} for row in found.rows]
    found.digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return load(found, source=_("pasted name list"))
