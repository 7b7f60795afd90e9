"""The form of a model worker, without what a later step fills in."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class ModelWorkerForm(EntryForm):
    """Asks for the day of the end only where there was one that may have to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None or self.entry.state == "listed":
            del self.fields["ended_on"]
