"""What a list would do, as its preview shows it: kept while it waits, so that a long list is looked at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from zhijia.registry.bulk import RowError
from zhijia.sheets.load import Reading

SAMPLE = 5


@dataclass
class Look:
    """Headings with the columns they are taken as, how many rows are right, every fault, the first rows."""

    headings: list[str] = field(default_factory=list)
    #: place → name of the column
    columns: dict[int, str] = field(default_factory=dict)
    good: int = 0
    known: int = 0
    bad: int = 0
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    sample: list[tuple[int, list[str]]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    #: the day on which the same list was taken in already
    before: str = ""

    @classmethod
    def of(cls, found: Reading) -> Look:
        """What a tried reading shows."""
        lines = [(line, cells) for line, cells in list(found.texts.items())[:SAMPLE]]
        return cls(
            headings=found.headings,
            columns={place: column.name for place, column in found.columns.items()},
            good=found.good,
            known=found.known,
            bad=len(found.bad),
            faults=[(one.row, one.column, str(one.reason)) for one in found.errors],
            sample=lines,
            notices=found.notices,
            before=timezone.localtime(found.before.at).date().isoformat() if found.before else "",
        )

    @classmethod
    def kept(cls, text: str) -> Look:
        """The look written by `text`."""
        values: dict[str, Any] = json.loads(text)
        columns = {int(place): name for place, name in values.pop("columns").items()}
        return cls(columns=columns, **values)

    @property
    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def errors(self) -> list[RowError]:
        return [RowError(row, column, reason) for row, column, reason in self.faults]

    def said(self, labels: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
        """The faults with the columns called as people call them."""
        for row, column, reason in self.faults:
            yield row, str(labels.get(column, column)), reason
