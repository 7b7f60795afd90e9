"""The plan reader: text in, its items and promised numbers with their exact places out. Knows no Django."""

from .decode import TEXT_LIMIT, UPLOAD_LIMIT, decode
from .output import as_json, table
from .read import read_plan
from .shapes import (
    Activity,
    Document,
    Item,
    Measure,
    Period,
    Reading,
    ReadMilestone,
    Repair,
    Suggestion,
    Target,
    UnreadablePlan,
)

__all__ = [
    "TEXT_LIMIT",
    "UPLOAD_LIMIT",
    "Activity",
    "Document",
    "Item",
    "Measure",
    "Period",
    "ReadMilestone",
    "Reading",
    "Repair",
    "Suggestion",
    "Target",
    "UnreadablePlan",
    "as_json",
    "decode",
    "read_plan",
    "table",
]
