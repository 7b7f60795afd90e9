"""The form of a disclosure system: the employer beside the title, what comes later left out at first."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm

#: the employer of a system of its own, asked for with the system; named as on the list that offers it
UNIT = "unit"
LATER = ("checked_on", "check_result", "last_on")


class SystemForm(EntryForm):
    """Asks for check and end only where the system stands already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None:
            for name in LATER:
                del self.fields[name]
        self.order_fields(["org", "title", UNIT])
