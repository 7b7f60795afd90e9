"""The form of a contract: one that exists already in one go, later only what its steps have filled in."""

from __future__ import annotations

from typing import Any

from zhijia.contracts.registers.contract.flow import REACHED
from zhijia.registry.forms import EntryForm

#: the employer of an enterprise's own contract, asked for beside its level; named as on the list that offers it
UNIT, WORKERS = "unit", "workers"
#: what each step fills in, in their order
FILLED = (
    ("passed_on", "delegates_all", "delegates_for"),
    ("signed_on", "chief_workers", "chief_employer"),
    ("number", "filed_on", "reviewed_on"),
)


class ContractForm(EntryForm):
    """Asks of a contract that stands only for what it has come to; the steps ask for the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.entry.state if self.entry is not None else ""
        hidden = [] if state == "terminated" else ["terminated_on"]
        if state:
            hidden += [name for names in FILLED[REACHED[state] :] for name in names]
        for name in hidden:
            del self.fields[name]
        self.order_fields(["org", "kind", "level", "industry", UNIT, WORKERS])
