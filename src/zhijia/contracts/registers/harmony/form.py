"""The form of an enrolment, without what assessment and commendation fill in."""

from __future__ import annotations

from typing import Any

from zhijia.kernel.day import today
from zhijia.registry.forms import EntryForm

#: what the steps fill in, and the states that have it
FILLED = {
    "assessed_on": ("assessed", "commended"),
    "score": ("assessed", "commended"),
    "commended_on": ("commended",),
}


class HarmonyForm(EntryForm):
    """Asks for results only where a step has recorded them and they may have to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.entry.state if self.entry is not None else ""
        for name, states in FILLED.items():
            if state not in states:
                del self.fields[name]
        if "year" in self.fields:
            self.fields["year"].initial = today().year
