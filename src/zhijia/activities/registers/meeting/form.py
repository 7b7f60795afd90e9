"""The form of a meeting: the minutes are asked for once it was held, not while it is planned."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm

MINUTES = ("led_by", "minuted_by", "minutes")


class MeetingForm(EntryForm):
    """Leaves the minutes to the step that writes them, and to the change of written ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = self.entry is not None and self.entry.state == "minuted"
        for name in () if written else MINUTES:
            del self.fields[name]
