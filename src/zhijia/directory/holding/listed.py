"""What a list of members says of people beside name and number: groups, levels and work, as facts of that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import pgettext_lazy

from zhijia.directory.holding.held import in_force
from zhijia.directory.holding.values import LABELS, VALUES, Slot, Source
from zhijia.directory.models import Person, PersonFact
from zhijia.kernel.day import today
from zhijia.registry.bulk import Intake
from zhijia.registry.distinct import among
from zhijia.sheets.columns import SheetColumn

#: column of the list → the place it fills, and other headings it is known by
COLUMNS: dict[str, tuple[Slot, tuple[str, ...]]] = {
    "migrant_worker": (Slot.MIGRANT, ("是否农民工", "农民工", "是否农民工会员")),
    "platform": (Slot.PLATFORM, ("新就业形态", "新就业形态类别", "新就业形态劳动者类别")),
    "skill": (Slot.SKILL, ("技能等级", "技术等级", "职业技能等级")),
    "degree": (Slot.DEGREE, ("学历", "文化程度", "最高学历")),
    "job": (Slot.JOB, ("岗位", "岗位类别", "工种类别")),
}


def fact_columns() -> tuple[SheetColumn, ...]:
    """The columns of these facts in the list of members."""
    found = []
    for name, (slot, synonyms) in COLUMNS.items():
        if slot == Slot.MIGRANT:
            label = pgettext_lazy("person", "migrant worker")
            found.append(SheetColumn(name, label, "truth", synonyms=synonyms))
            continue
        choices = tuple((value, LABELS[value]) for value in VALUES[slot])
        found.append(SheetColumn(name, slot.label, "choice", choices=choices, synonyms=synonyms))
    return tuple(found)


class Facts:
    """The facts of the lines, in force from the day of joining; what holds already stays as it is."""

    def __init__(self, about: dict[str, Any]):
        self.about = about
        self.made: dict[str, Intake] = {}

    def intakes(self) -> list[Intake]:
        """The lists that came of the columns in use."""
        return list(self.made.values())

    def take(
        self, rows: Sequence[Mapping[str, Any]], people: Sequence[Person], numbers: Sequence[int]
    ) -> None:
        """What the lines of one lot say beside name and number; raises RowErrors."""
        for name, (slot, _synonyms) in COLUMNS.items():
            said = [
                (number, row, person, "migrant" if slot == Slot.MIGRANT else row[name])
                for number, row, person in zip(numbers, rows, people, strict=True)
                if row.get(name)
            ]
            held = _held([person.pk for _number, _row, person, _what in said], slot)
            facts = [
                (number, _fact(row, person, what))
                for number, row, person, what in said
                if held.get(person.pk) != what
            ]
            if facts:
                if name not in self.made:
                    self.made[name] = Intake(register_of(PersonFact), **self.about)
                self.made[name].take([fact for _number, fact in facts], [number for number, _fact in facts])


def _fact(row: Mapping[str, Any], person: Person, what: str) -> dict[str, Any]:
    return {"person": person, "what": what, "valid_from": row["valid_from"], "source": Source.MEMBERS}


def _held(people: Sequence[int], slot: str) -> dict[int, str]:
    """Person → what is on file today in a place."""
    wanted = set(people)
    if not wanted:
        return {}
    facts = PersonFact.objects.filter(person__in=among(Person, "id", wanted), slot=slot)
    return dict(in_force(facts, today()).values_list("person", "what"))


def register_of(model: Any) -> Any:
    """The register of a model of this room."""
    return model.register
