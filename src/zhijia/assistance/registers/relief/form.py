"""The form of a relief, without what a later step fills in."""

from __future__ import annotations

from typing import Any

from zhijia.registry.forms import EntryForm

PAYMENT = ("paid_on", "pay_way")


class ReliefForm(EntryForm):
    """Asks for the payment only where one was recorded and may have to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None or self.entry.paid_on is None:
            for name in PAYMENT:
                del self.fields[name]
