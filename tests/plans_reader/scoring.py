"""How a reading is measured against labelled targets."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from zhijia.plans.reader import Reading, Target, read_plan

_EVERY = {"季度": "quarter", "季": "quarter", "月": "month", "年": "year", "周": "week", "半年": "half_year"}


@dataclass(frozen=True)
class Labelled:
    """One target as a person marked it; `start` and `end` count characters of the decoded text."""

    start: int
    end: int
    clause: str
    operator: str
    value: Decimal
    unit: str
    every: str | None
    item: str | None


@dataclass(frozen=True)
class Score:
    """Right, missed and invented targets of one document."""

    name: str
    right: int
    missed: tuple[Labelled, ...]
    invented: tuple[Target, ...]

    @property
    def precision(self) -> float:
        found = self.right + len(self.invented)
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        labelled = self.right + len(self.missed)
        return self.right / labelled if labelled else 1.0


def labels(path: Path, text: str) -> list[Labelled]:
    """The rows of a label file, each found in its text; a clause that is not in the text is an error."""
    found = []
    with path.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
            clause = row["clause"].replace("␉", "\t")  # a tab parts the columns of the label file itself
            start = text.index(clause)
            unit, _, every = row["unit"].partition("/")
            item = None if row["item"] in ("", "-") else row["item"]
            found.append(
                Labelled(
                    start,
                    start + len(clause),
                    row["clause"],
                    row["operator"],
                    Decimal(row["value"]),
                    unit,
                    _EVERY.get(every),
                    item,
                )
            )
    return found


def score(path: Path) -> tuple[Score, Reading]:
    """The reading of a document beside its labels (`name.txt` beside `name.targets.tsv`)."""
    reading = read_plan(path.read_bytes(), filename=path.name)
    open_labels = labels(path.with_suffix("").with_suffix(".targets.tsv"), reading.text)
    invented = []
    right = 0
    for target in reading.targets:
        match = next((label for label in open_labels if agrees(target, label)), None)
        if match is None:
            invented.append(target)
        else:
            open_labels.remove(match)
            right += 1
    return Score(path.name, right, tuple(open_labels), tuple(invented)), reading


def agrees(target: Target, label: Labelled) -> bool:
    """Clauses overlap, and value, unit and comparison are right; `=` and `>=` are alike for counts."""
    if target.start >= label.end or label.start >= target.end:
        return False
    if Decimal(target.value) != label.value or target.unit != label.unit:
        return False
    if label.every and target.every != label.every:
        return False
    alike = {"=", ">="}
    counts = label.unit != "%" and {target.operator, label.operator} <= alike
    return target.operator == label.operator or counts


def line(result: Score) -> str:
    """One line to print: the document, its precision and recall, and what went wrong."""
    words = (
        f"{result.name}: precision {result.precision:.3f} recall {result.recall:.3f} ({result.right} right)"
    )
    for missed in result.missed:
        words += f"\n    missed   {missed.operator} {missed.value} {missed.unit}: {missed.clause}"
    for invented in result.invented:
        words += f"\n    invented {invented.operator} {invented.value} {invented.unit}: {invented.clause}"
    return words
