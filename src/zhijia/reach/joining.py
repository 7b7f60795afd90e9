"""Two records of one person become one: WeChat, opting out and messages go with it, and come back with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhijia.reach import binding
from zhijia.reach.leaving import of_person
from zhijia.reach.models import OptOut, Sending

LOT = 500


def join(gone: UUID, kept: UUID) -> dict[str, Any]:
    """What went over to the record that goes on, as JSON, for taking it back."""
    left, known = (set(_left(uid)) for uid in (gone, kept))
    new = sorted(left - known)
    rows = OptOut.objects.filter(who=of_person(gone), category__in=new)
    OptOut.objects.bulk_create(
        [
            OptOut(who=of_person(kept), category=row.category, through=row.through, since_at=row.since_at)
            for row in rows
        ],
        ignore_conflicts=True,
    )
    sent = Sending.objects.filter(person_uid=gone)
    numbers = list(sent.values_list("pk", flat=True))
    sent.update(person_uid=kept)
    return {"bound": binding.carry(gone, kept), "left": new, "sent": numbers}


def _left(uid: UUID) -> list[str]:
    return list(OptOut.objects.filter(who=of_person(uid)).values_list("category", flat=True))


def part(gone: UUID, kept: UUID, told: dict[str, Any]) -> None:
    """Takes back what `join` told of; what the person chose since stays."""
    if told.get("bound"):
        binding.carry(kept, gone)
    OptOut.objects.filter(who=of_person(kept), category__in=told.get("left", [])).delete()
    numbers = told.get("sent", [])
    for start in range(0, len(numbers), LOT):
        Sending.objects.filter(pk__in=numbers[start : start + LOT]).update(person_uid=gone)
