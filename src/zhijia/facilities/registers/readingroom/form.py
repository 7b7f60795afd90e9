"""The form of a reading room, short enough for a telephone: what a later step fills in is left out."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class ReadingRoomForm(EntryForm):
    """Asks for no grade, and for the closing day only where the room has closed and it may have to be corrected."""

    #: given by the union above in a step of its own
    GRADING = ("grade", "graded_on", "graded_by", "grade_document")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.GRADING:
            del self.fields[name]
        if self.entry is None or self.entry.state != "closed":
            del self.fields["closed_on"]
