"""The form of a duty: who answers for the line; what steps fill in is asked only where it stands already."""

from __future__ import annotations

from typing import Any

from django.forms import HiddenInput

from zhijia.registry.forms import EntryForm

HELD = ("happened_on", "note")


class DutyForm(EntryForm):
    """Asks for the day held once it was held, for the later day once it was put off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.entry.state if self.entry is not None else ""
        if state != "held":
            for name in HELD:
                self.fields.pop(name, None)
            # named by the step that says it was held: nobody confirms what is still to come
            self.fields["witness"].widget = HiddenInput()
        if state != "put_off":
            self.fields.pop("put_off_to", None)
