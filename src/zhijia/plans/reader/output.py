"""A reading as the JSON of `zhijia read-plan` and as a table for the terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from .shapes import Document, Period, Reading, ReadMilestone, Repair, Target

_COLUMNS = (
    ("no.", 4),
    ("item", 8),
    ("target", 40),
    ("value", 16),
    ("period", 24),
    ("per/every", 12),
    ("indicator", 20),
)
_PLANNED = (
    ("no.", 4),
    ("item", 8),
    ("kind", 12),
    ("what", 44),
    ("period", 24),
    ("responsible", 30),
)
_MENDED = (("kind", 12), ("count", 8), ("before → after", 50), ("first at", 20))
_GAP = "  "
_SHOWN_REPAIRS = 60


def as_json(reading: Reading) -> dict[str, Any]:
    """The stable shape other programs read: documents with items, and one flat list of targets."""
    return {
        "documents": [_document(document) for document in reading.documents],
        "targets": [_target(target) for target in reading.targets],
        "milestones": [_milestone(each) for each in reading.milestones],
        "repairs": [asdict(each) for each in reading.repairs],
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


def _milestone(milestone: ReadMilestone) -> dict[str, Any]:
    days = {"starts_on": milestone.starts_on, "ends_on": milestone.ends_on}
    written = {name: day.isoformat() if day else None for name, day in days.items()}
    return {**asdict(milestone), **written, "owners": list(milestone.owners)}


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
        planned = [each for each in reading.milestones if each.document == place]
        lines += _planned(planned)
        lines += [f"{len(document.items)} items, {len(found)} targets, {len(planned)} milestones", ""]
    return "\n".join([*lines, *_repairs(reading.repairs)])


def _planned(milestones: Sequence[ReadMilestone]) -> list[str]:
    """Dated activities, papers, meetings and tasks below the targets."""
    lines = [_row([name for name, _ in _PLANNED], _PLANNED)] if milestones else []
    for number, each in enumerate(milestones, start=1):
        days = f"{each.starts_on or '…'}–{each.ends_on or '…'}" if each.starts_on or each.ends_on else "-"
        owners = "、".join(each.owners) or "-"
        lines.append(_row([str(number), each.item or "-", each.kind, each.title, days, owners], _PLANNED))
    return lines


def _repairs(repairs: Sequence[Repair]) -> list[str]:
    """What was mended before reading, alike ones once: how often, before → after, where first."""
    if not repairs:
        return []
    counts = Counter((each.kind, each.before, each.after) for each in repairs)
    first = {(each.kind, each.before, each.after): each for each in reversed(repairs)}
    lines = [f"{len(repairs)} repairs of damaged text (offsets count characters of the input):"]
    for (kind, before, after), count in counts.most_common(_SHOWN_REPAIRS):
        each = first[kind, before, after]
        shown = f"{before!r} → {after!r}"
        lines.append(_row([kind, f"{count} ×", shown, f"{each.start}–{each.end}"], _MENDED))
    if len(counts) > _SHOWN_REPAIRS:
        lines.append(f"… and {len(counts) - _SHOWN_REPAIRS} more kinds; --format json lists every one")
    return lines


def _cells(number: int, target: Target) -> list[str]:
    period = target.period
    days = f"{period.start or '…'}–{period.end or '…'}" if period.start or period.end else "-"
    repeated = "/".join(part for part in (target.per, target.every) if part)
    value = f"{target.operator} {target.value} {target.unit}"
    return [str(number), target.item or "-", target.label, value, days, repeated, target.indicator or "-"]


def _row(cells: list[str], columns: tuple[tuple[str, int], ...] = _COLUMNS) -> str:
    fitted = (_fitted(cell, width) for cell, (_, width) in zip(cells, columns, strict=True))
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
