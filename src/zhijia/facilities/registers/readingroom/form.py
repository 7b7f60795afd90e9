"""The form of a reading room, short enough for a telephone: what a later step fills in is left out."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class ReadingRoomForm(EntryForm):
    """Asks for the closing day only where the room has closed and the day may have to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None or self.entry.state != "closed":
            del self.fields["closed_on"]
