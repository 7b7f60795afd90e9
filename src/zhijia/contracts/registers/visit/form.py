"""The form of a round, without the last day as long as it is under way."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhijia.contracts.quarters import quarter_of
from zhijia.contracts.registers.visit.rules import DONE
from zhijia.kernel.day import today
from zhijia.registry.forms import EntryForm


class VisitForm(EntryForm):
    """Asks for the last day only where the round is done and the day may have to be corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None or self.entry.state not in DONE:
            del self.fields["last_on"]
        if self.entry is None:
            year, quarter = quarter_of(today())
            said = {"year": year, "quarter": quarter}
            self.fields["name"].initial = _("%(year)s, quarter %(quarter)s") % said
