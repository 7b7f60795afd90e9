"""The form of an employer under a contract, which begins with its contract unless somebody says otherwise."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class CoveredForm(EntryForm):
    """Leaves the first day of a new line empty: today would be the wrong guess."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None:
            self.fields["valid_from"].initial = None
