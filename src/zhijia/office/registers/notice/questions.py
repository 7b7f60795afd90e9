"""The fields a notice asks: one a line, label and kind, for a choice also what there is to choose from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

MOST, LONGEST, ANSWER = 20, 60, 1000
BAR = re.compile(r"\s*[|｜]\s*")
COMMA = re.compile(r"\s*[,，、;；]\s*")


class Kind(models.TextChoices):
    TEXT = "text", pgettext_lazy("kind of question", "text")
    NUMBER = "number", pgettext_lazy("kind of question", "number")
    DATE = "date", pgettext_lazy("kind of question", "date")
    YES_NO = "yesno", pgettext_lazy("kind of question", "yes or no")
    CHOICE = "choice", pgettext_lazy("kind of question", "one of several")


#: kinds as people type them in either language
TYPED = {
    "text": Kind.TEXT,
    "文字": Kind.TEXT,
    "number": Kind.NUMBER,
    "数字": Kind.NUMBER,
    "date": Kind.DATE,
    "日期": Kind.DATE,
    "yesno": Kind.YES_NO,
    "yes or no": Kind.YES_NO,
    "是否": Kind.YES_NO,
    "choice": Kind.CHOICE,
    "one of several": Kind.CHOICE,
    "选择": Kind.CHOICE,
}
YES, NO = "yes", "no"
YES_NO_WORDS = {
    YES: pgettext_lazy("answer to a question", "yes"),
    NO: pgettext_lazy("answer to a question", "no"),
}


@dataclass(frozen=True)
class Question:
    """One field asked."""

    label: str
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        parts = [self.label, self.kind.value, *(["、".join(self.choices)] if self.choices else [])]
        return " | ".join(parts)

    @property
    def is_number(self) -> bool:
        return self.kind == Kind.NUMBER

    def read(self, typed: Any) -> str:
        """An answer as it is kept; raises ValidationError saying what is wrong."""
        text = str(typed if typed is not None else "").strip()
        if not text:
            raise ValidationError(_("Answer this; where there is nothing to report, write 0 or “none”."))
        if self.kind == Kind.NUMBER:
            return _number(text)
        if self.kind == Kind.DATE:
            return _day(text)
        known = (YES, NO) if self.kind == Kind.YES_NO else self.choices
        if known and text not in known:
            raise ValidationError(_("Choose one of the answers offered."))
        if len(text) > ANSWER:
            raise ValidationError(_("At most %(most)s characters.") % {"most": ANSWER})
        return text

    def shown(self, answer: str) -> str:
        """An answer in the reader's words."""
        return str(YES_NO_WORDS.get(answer, answer)) if self.kind == Kind.YES_NO else answer


def _number(text: str) -> str:
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise ValidationError(
            _("“%(text)s” is no number: digits only, the unit stands in the question.") % {"text": text[:40]}
        ) from None
    if not value.is_finite() or abs(value) >= 10**12:
        raise ValidationError(_("“%(text)s” is no number that could be.") % {"text": text[:40]})
    return format(value.normalize(), "f")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValidationError(
            _("“%(text)s” is no day: write it as 2025-03-31.") % {"text": text[:40]}
        ) from None


def parse(text: str) -> list[Question]:
    """The questions of a text of lines; raises ValidationError that names the line."""
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    if len(lines) > MOST:
        raise ValidationError(_("At most %(most)s questions in one notice.") % {"most": MOST})
    found: list[Question] = []
    for line in lines:
        found.append(_question(line))
        if found[-1].label in [one.label for one in found[:-1]]:
            raise ValidationError(_("“%(line)s” is asked twice.") % {"line": found[-1].label})
    return found


def _question(line: str) -> Question:
    label, kind, choices, *_more = [*BAR.split(line), "", ""]
    known = TYPED.get(kind.lower() or "text")
    if not label or len(label) > LONGEST:
        raise ValidationError(
            _("“%(line)s”: a question has 1 to %(most)s characters.") % {"line": line[:40], "most": LONGEST}
        )
    if known is None:
        raise ValidationError(
            _("“%(line)s”: the kind is text, number, date, yes or no, or one of several.")
            % {"line": line[:40]}
        )
    offered = tuple(dict.fromkeys(one for one in COMMA.split(choices) if one)) if known == Kind.CHOICE else ()
    if known == Kind.CHOICE and len(offered) < 2:
        raise ValidationError(
            _("“%(line)s”: name at least two answers to choose from.") % {"line": line[:40]}
        )
    return Question(label, known, offered)


HELP = gettext_lazy("Ask only what is counted nowhere. Left empty: the reply is free text.")
