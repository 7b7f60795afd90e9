"""A plan read: from bytes or pasted text to documents, items, targets and dated activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .calendar_lines import activities
from .decode import decode
from .indicators import suggest
from .repair import Mended, repair
from .shapes import Activity, Document, Item, Measure, Reading, Target
from .structure import Frame, Node, frames, items
from .targets import Promise, PromiseReader


def read_plan(source: bytes | str, *, filename: str = "", catalogue: Sequence[Measure] = ()) -> Reading:
    """What a plan promises; raises `UnreadablePlan` when the source is no readable text.

    Offsets count characters of the decoded input; `catalogue` holds the measures to suggest from.
    """
    text = decode(source, filename=filename)
    mended = repair(text)
    documents: list[Document] = []
    targets: list[Target] = []
    dated: list[Activity] = []
    for place, frame in enumerate(frames(mended.text)):
        points = items(frame.nodes, mended.text)
        documents.append(_document(frame, points, mended))
        targets += _targets(place, frame, points, mended, catalogue)
        for start, end, activity in activities(mended.text, frame):
            first, last = mended.span(start, end)
            dated.append(replace(activity, document=place, start=first, end=last))
    return Reading(tuple(documents), tuple(targets), text, tuple(dated), mended.repairs)


def _document(frame: Frame, points: list[tuple[str, Node]], mended: Mended) -> Document:
    start, end = mended.span(frame.start, frame.end)
    found = tuple(_item(number, node, mended) for number, node in points)
    return Document(frame.title, frame.issuer, frame.year, frame.genre, found, start, end)


def _item(number: str, node: Node, mended: Mended) -> Item:
    end = node.start + len(mended.text[node.start : node.end].rstrip())
    section = node.parent.heading if node.parent else ""
    return Item(
        number, node.heading, mended.text[node.body : end].strip(), section, *mended.span(node.start, end)
    )


def _targets(
    place: int, frame: Frame, points: list[tuple[str, Node]], mended: Mended, catalogue: Sequence[Measure]
) -> list[Target]:
    found: list[Target] = []
    following = 0
    reader = PromiseReader(frame, mended.text)
    for promise in sorted((*reader.promises(), *reader.handed_down()), key=lambda each: each.start):
        while following < len(points) and points[following][1].end <= promise.start:
            following += 1
        inside = following < len(points) and points[following][1].start <= promise.start
        found.append(_target(place, points[following][0] if inside else None, promise, mended, catalogue))
    return found


def _target(
    place: int, item: str | None, promise: Promise, mended: Mended, catalogue: Sequence[Measure]
) -> Target:
    clause = mended.text[promise.start : promise.end]
    start, end = mended.span(promise.start, promise.end)
    suggestion = suggest(promise.label, clause, promise.unit, catalogue)
    return Target(
        place, item, clause, start, end, promise.label, promise.operator, promise.value, promise.unit,
        promise.per, promise.every, promise.scope, promise.period, suggestion,
    )  # fmt: skip
