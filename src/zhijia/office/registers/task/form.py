"""The form of a task: what was done is told when it is reported, not when it is given."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class TaskForm(EntryForm):
    """Leaves out the result, which the step asks for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["result"]
