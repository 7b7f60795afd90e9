"""One thing that happened, as a timeline shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhijia.ui.menu import Text


@dataclass(frozen=True)
class Moment:
    """A line of a timeline; `changes` are (label, before, after) in words."""

    at: datetime | date
    title: Text
    by: Text = ""
    detail: Text = ""
    changes: Sequence[tuple[Text, Text, Text]] = ()
    icon: str = "circle-dashed"
    tone: str = "plain"
    url: str = ""
