"""A reading as the JSON of `zhijia read-plan` and as a table for the terminal."""

from __future__ import annotations

import unicodedata
from typing import Any

from .shapes import Document, Period, Reading, Target

_COLUMNS = (
    ("no.", 4),
    ("item", 8),
    ("target", 40),
    ("value", 16),
    ("period", 24),
    ("per/every", 12),
    ("indicator", 20),
)
_GAP = "  "


def as_json(reading: Reading) -> dict[str, Any]:
    """The stable shape other programs read: documents with items, and one flat list of targets."""
    return {
        "documents": [_document(document) for document in reading.documents],
        "targets": [_target(target) for target in reading.targets],
    }


def _document(document: Document) -> dict[str, Any]:
    items = [{"number": item.number, "heading": item.heading, "text": item.text} for item in document.items]
    return {"title": document.title, "issuer": document.issuer, "year": document.year, "items": items}


def _target(target: Target) -> dict[str, Any]:
    return {
        "document": target.document,
        "item": target.item,
        "clause": target.clause,
        "start": target.start,
        "end": target.end,
        "label": target.label,
        "indicator": target.indicator,
        "operator": target.operator,
        "value": target.value,
        "unit": target.unit,
        "per": target.per,
        "every": target.every,
        "scope": dict(target.scope),
        "period": _period(target.period),
    }


def _period(period: Period) -> dict[str, str | None]:
    start = period.start.isoformat() if period.start else None
    end = period.end.isoformat() if period.end else None
    return {"start": start, "end": end, "text": period.text}


def table(reading: Reading) -> str:
    """Documents and targets in columns that stay straight with wide Chinese characters."""
    lines: list[str] = []
    for place, document in enumerate(reading.documents):
        head = " · ".join(
            str(part) for part in (document.title or "-", document.issuer, document.year) if part
        )
        lines += [head, _row([name for name, _ in _COLUMNS])]
        found = [target for target in reading.targets if target.document == place]
        lines += [_row(_cells(number, target)) for number, target in enumerate(found, start=1)]
        lines += [f"{len(document.items)} items, {len(found)} targets", ""]
    return "\n".join(lines)


def _cells(number: int, target: Target) -> list[str]:
    period = target.period
    days = f"{period.start or '…'}–{period.end or '…'}" if period.start or period.end else "-"
    repeated = "/".join(part for part in (target.per, target.every) if part)
    value = f"{target.operator} {target.value} {target.unit}"
    return [str(number), target.item or "-", target.label, value, days, repeated, target.indicator or "-"]


def _row(cells: list[str]) -> str:
    fitted = (_fitted(cell, width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True))
    return _GAP.join(fitted).rstrip()


def _fitted(words: str, width: int) -> str:
    """Words cut or filled to a number of terminal columns; a wide character takes two."""
    shown, used = "", 0
    for character in words.replace("\n", " ").replace("\t", " "):
        step = _columns(character)
        if used + step > width:
            break
        shown, used = shown + character, used + step
    return shown + " " * (width - used)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
