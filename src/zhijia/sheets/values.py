"""Cells as values: dates in the ways people write them, money in yuan, choices by label or code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from zhijia.kernel.text import clean
from zhijia.registry.fields import amount_from
from zhijia.sheets.columns import SheetColumn, plain

WIDE = str.maketrans("０１２３４５６７８９．／－（），：　", "0123456789./-(),: ")
DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
#: the day Excel counts from, and the numbers that lie between 1918 and 2118
EXCEL_ZERO, SERIALS = date(1899, 12, 30), range(6600, 80000)
#: where workbooks of old Macintoshes count from
EXCEL_1904 = date(1904, 1, 1)
#: day and month in either order, or a year of two digits
AMBIGUOUS = re.compile(r"\d{1,2}[-./年]\d{1,2}[-./月]\d{2,4}日?")
YES = {"1", "yes", "y", "true", "是", "有", "√", "✓", "✔", "对"}
NO = {"", "0", "no", "n", "false", "否", "无", "×", "✗", "x", "-", "不是"}
HIDDEN = re.compile(r"\*{2,}|•{2,}|●{2,}")


class Values:
    """Reads the cells of one list; `base_1904` when its bare numbers count days from 1904."""

    def __init__(self, *, base_1904: bool = False):
        self.zero = EXCEL_1904 if base_1904 else EXCEL_ZERO
        self.labels: dict[SheetColumn, dict[str, Any]] = {}

    def read(self, column: SheetColumn, cell: str, *, formula: bool = False) -> Any:
        """The value of a cell, None for an empty one; raises ValidationError with what is wrong."""
        text = clean(cell).text.strip()
        if formula and (column.kind == "money" or column.level):
            raise ValidationError(_("This is the result of a formula: paste it as a value."))
        if column.level and HIDDEN.search(text):
            raise ValidationError(_("This value is masked: it cannot be read in again."))
        if not text and column.kind != "truth":
            if column.required:
                raise ValidationError(_("This must be filled in."))
            return None
        if column.kind == "day":
            return day_of(text, self.zero)
        if column.kind == "choice":
            return self._choice(column, text)
        return READERS[column.kind](column, text) if column.kind in READERS else text

    def _choice(self, column: SheetColumn, text: str) -> Any:
        if column not in self.labels:
            called = labels_of(column)
            self.labels[column] = {
                label: code for code, labels in reversed(called.items()) for label in labels
            }
        labels = self.labels[column]
        if (wanted := plain(text) or text) in labels:
            return labels[wanted]
        allowed = ", ".join(str(label) for _code, label in column.choices)
        said = {"text": text[:40], "allowed": allowed}
        raise ValidationError(_("“%(text)s” is not one of: %(allowed)s.") % said)


def value_of(column: SheetColumn, cell: str, *, formula: bool = False) -> Any:
    """The value of a single cell, None for an empty one; raises ValidationError with what is wrong."""
    return Values().read(column, cell, formula=formula)


def day_of(text: str, zero: date = EXCEL_ZERO) -> date:
    """The day a text names, or the number of a day from the one Excel counts from; raises ValidationError."""
    narrow = text.translate(WIDE).strip()
    match = DAY.fullmatch(narrow) or re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", narrow)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise ValidationError(_("There is no such day: %(text)s.") % {"text": text}) from None
    if re.fullmatch(r"\d{4,5}(\.\d+)?", narrow) and int(float(narrow)) in SERIALS:
        return zero + timedelta(days=int(float(narrow)))
    said = {"text": text[:40]}
    if AMBIGUOUS.fullmatch(narrow):
        raise ValidationError(
            _("“%(text)s” can mean several days; write it as 2026-03-08, 2026.3.8 or 2026年3月8日.") % said
        )
    raise ValidationError(
        _("“%(text)s” is not a day; write it as 2026-03-08, 2026.3.8 or 2026年3月8日.") % said
    )


def _whole(column: SheetColumn, text: str) -> int:
    narrow = text.translate(WIDE).replace(",", "").strip()
    if not re.fullmatch(r"-?[0-9]{1,15}", narrow):
        raise ValidationError(_("“%(text)s” is not a whole number.") % {"text": text[:40]})
    return int(narrow)


def _number(column: SheetColumn, text: str) -> Decimal:
    narrow = text.translate(WIDE).replace(",", "").strip()
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", narrow):
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text[:40]})
    return Decimal(narrow)


def _money(column: SheetColumn, text: str) -> int:
    return amount_from(re.sub(r"^[¥￥]\s*|\s*元$", "", text.strip()))


def _truth(column: SheetColumn, text: str) -> bool:
    said = text.casefold()
    if said in YES or said in NO:
        return said in YES
    raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})


def labels_of(column: SheetColumn) -> dict[Any, set[str]]:
    """Code → everything it is called, in all languages of the house."""
    found: dict[Any, set[str]] = {code: {plain(str(code))} for code, _label in column.choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in column.choices:
                found[code] |= {plain(str(label)), str(label)}
    return found


READERS: dict[str, Callable[[SheetColumn, str], Any]] = {
    "whole": _whole,
    "number": _number,
    "money": _money,
    "truth": _truth,
}
