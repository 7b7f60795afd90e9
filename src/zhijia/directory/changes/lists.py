"""Lists by which a split gives members, employers and unions below to the new unions: one a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.directory.models import Membership
from zhijia.kernel.text import clean, fold_name
from zhijia.sheets import names
from zhijia.tree.actor import Actor

#: as many faults of a list as one field shows
TOLD = 8


def members(text: str, rows: Sequence[Membership], by: Actor) -> tuple[Membership, ...]:
    """The memberships a pasted list names: a name a line, with the end of a number where two share it.

    Raises ValidationError naming each line that fits nobody, or several.
    """
    here = {row.person_id: row for row in rows}  # type: ignore[attr-defined]
    lines = names.read(text, with_amount=False)
    names.match(Membership.register, lines, by)  # type: ignore[attr-defined]
    found, wrong = [], []
    for line in lines:
        ours = [person for person in line.fitting if person.pk in here]
        chosen = line.chosen if line.chosen is not None and line.chosen.pk in here else None
        if chosen is None and len(ours) == 1:
            chosen = ours[0]
        if chosen is None:
            why = (
                _("several members fit, add the end of the number") if ours else _("no member of this union")
            )
            wrong.append(_told(line.number, line.typed, why))
        elif here[chosen.pk] not in found:
            found.append(here[chosen.pk])
    _refuse(wrong)
    return tuple(found)


def things(text: str, rows: Sequence[Any], words: Callable[[Any], Sequence[str]]) -> tuple[Any, ...]:
    """The rows a pasted list names by code or name, a line each; part of a name will do where it fits one only.

    Raises ValidationError naming each line that fits none, or several.
    """
    found, wrong = [], []
    for number, typed in enumerate(text.splitlines(), 1):
        wanted = fold_name(clean(typed).text.strip())
        if not wanted:
            continue
        fitting = _fitting(wanted, rows, words)
        if len(fitting) != 1:
            why = _("several fit, use the code") if fitting else _("nothing of this union fits")
            wrong.append(_told(number, typed, why))
        elif fitting[0] not in found:
            found.append(fitting[0])
    _refuse(wrong)
    return tuple(found)


def _fitting(wanted: str, rows: Sequence[Any], words: Callable[[Any], Sequence[str]]) -> list[Any]:
    exact = [row for row in rows if wanted in [fold_name(word) for word in words(row)]]
    return exact or [row for row in rows if any(wanted in fold_name(word) for word in words(row))]


def _told(number: int, typed: str, why: str) -> str:
    return _("Line %(number)s, %(typed)s: %(why)s.") % {"number": number, "typed": typed[:40], "why": why}


def _refuse(wrong: list[str]) -> None:
    if wrong:
        more = [_("and %(count)s lines more") % {"count": len(wrong) - TOLD}] if len(wrong) > TOLD else []
        raise ValidationError([*wrong[:TOLD], *more])
