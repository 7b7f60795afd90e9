"""The form of an inspection, without the day on which what was found was put right."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class InspectionForm(EntryForm):
    """Asks for the day of the correction only where it was recorded and may have to be mended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.entry.state if self.entry is not None else ""
        if state != "corrected":
            del self.fields["corrected_on"]
        if state == "in_order":
            for name in ("problems", "correct_by"):
                del self.fields[name]
