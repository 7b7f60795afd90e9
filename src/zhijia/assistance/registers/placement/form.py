"""The form of a placement, without what is seen only half a year later."""

from __future__ import annotations

from typing import Any

from zhijia.assistance.registers.placement.rules import LOOKED_UP
from zhijia.registry.forms import EntryForm


class PlacementForm(EntryForm):
    """Asks for the later look only where there was one and its day may have to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None or self.entry.state not in LOOKED_UP:
            del self.fields["checked_on"]
