"""A plan read: from bytes or pasted text to documents, items, targets and dated activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .calendar_lines import activities
from .decode import decode
from .indicators import suggest
from .milestones import Planned, milestones
from .repair import Mended, repair
from .shapes import Activity, Document, Item, Measure, Reading, ReadMilestone, Target
from .slices import with_slices
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
    planned: list[ReadMilestone] = []
    for place, frame in enumerate(frames(mended.text)):
        points = items(frame.nodes, mended.text)
        documents.append(_document(frame, points, mended))
        reader = PromiseReader(frame, mended.text)
        promises = sorted((*reader.promises(), *reader.handed_down()), key=lambda each: each.start)
        promises = with_slices(mended.text, promises)
        targets += _targets(place, points, promises, mended, catalogue)
        lines = list(activities(mended.text, frame))
        for start, end, activity in lines:
            first, last = mended.span(start, end)
            dated.append(replace(activity, document=place, start=first, end=last))
        for found in milestones(mended.text, frame, points, promises, reader.outlook, lines):
            planned.append(_milestone(place, found, mended))
    return Reading(tuple(documents), tuple(targets), text, tuple(dated), mended.repairs, tuple(planned))


def _milestone(place: int, found: Planned, mended: Mended) -> ReadMilestone:
    start, end = mended.span(found.start, found.end)
    return ReadMilestone(
        place, found.item, mended.text[found.start : found.end], start, end, found.kind, found.title,
        found.starts_on, found.ends_on, found.owners, found.when,
    )  # fmt: skip


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
    place: int,
    points: list[tuple[str, Node]],
    promises: Sequence[Promise],
    mended: Mended,
    catalogue: Sequence[Measure],
) -> list[Target]:
    found: list[Target] = []
    following = 0
    for promise in promises:
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
        promise.is_universal, promise.slices, promise.is_slice,
    )  # fmt: skip
