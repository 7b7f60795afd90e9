"""The form of a calendar line: when is told in words or by days, who by name."""

from __future__ import annotations

from typing import Any

from zhijia.registry.errors import Refused
from zhijia.registry.forms import EntryForm

DAYS = ("starts_on", "ends_on")


class MilestoneForm(EntryForm):
    """A line written by hand goes onto the calendar at once: whoever writes it has decided."""

    @property
    def values(self) -> dict[str, Any]:
        """A line stands at the union of its plan; other words for when mean other days unless those are given."""
        sent = super().values
        if plan := sent.get("plan"):
            sent["org"] = plan.org
        reworded = self.entry is not None and "wording" in self.changed_data and sent.get("wording")
        if reworded and not set(DAYS) & set(self.changed_data):
            sent |= dict.fromkeys(DAYS)
        return sent

    def _write(self) -> Any:
        """A new line is put on the calendar; a Refused of its responsible unions undoes it."""
        from zhijia.registry import services

        known = self.entry is not None
        line = super()._write()
        if known or line.state != "suggested":
            return line
        try:
            return services.move(line, "accept", by=self.actor, version=line.version)
        except Refused as refusal:
            said = {
                name if name in self.fields else "owners": text for name, text in refusal.messages.items()
            }
            raise Refused(messages=said) from refusal
