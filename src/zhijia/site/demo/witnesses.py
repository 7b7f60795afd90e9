"""Who can be asked about what a union records: one of its own workers, the same whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhijia.site.demo.answers import Answers, Upload
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.crowds import everybody_says
from zhijia.site.demo.people import PersonRow
from zhijia.site.demo.world import World


def witnesses(world: World) -> dict[str, PersonRow]:
    """A worker by the code of the union, for a federation one of a union below it."""
    found: dict[str, PersonRow] = {}
    above = {one.code: one.above for one in world.unions}
    for row in world.people:
        place = row.union
        while row.is_plain and place and place not in found:
            found[place] = row
            place = above.get(place, "")
    return found


def paper(title: str, lines: Sequence[str]) -> Upload:
    """A document of plain text: many of them cost next to nothing."""
    return Upload("\n".join((title, *lines)).encode(), f"{title}.txt")


def say_yes(entries: Sequence[tuple[PersonRow, Any]], *, branch: str, answers: Answers) -> None:
    """These workers are asked by link or, without a telephone, by slip, and confirm."""
    by = answers.actor(officer_of(branch))
    for channel, wanted in (("link", True), ("slip", False)):
        some = [entry for person, entry in entries if bool(person.phone) == wanted]
        if some:
            everybody_says(some, answers=answers, by=by, channel=channel)
