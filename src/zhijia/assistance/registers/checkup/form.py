"""The form of a check-up, without what is known only once it was held."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm


class CheckUpForm(EntryForm):
    """Asks for the hospital's number only where there is one that may have to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None or self.entry.state != "held":
            del self.fields["examined"]
