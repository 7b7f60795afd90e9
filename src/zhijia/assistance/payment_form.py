"""The form of money for a worker, without what a later step fills in."""

from __future__ import annotations

from typing import Any

from zhijia.assistance.paying import PAYMENT
from zhijia.registry.forms import EntryForm


class PaymentForm(EntryForm):
    """Asks for the payment only where one was recorded and may have to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None or self.entry.paid_on is None:
            for name in PAYMENT:
                del self.fields[name]
