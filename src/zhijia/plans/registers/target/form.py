"""The form of a target: its indicator is chosen from everything the registers can count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.registry.forms import EntryForm
from zhijia.tally.sources import INDICATORS, RATIOS


def measures() -> list[tuple[str, str]]:
    """(key, label) of every indicator and rate, by label."""
    counts = [(key, str(one.label)) for key, one in INDICATORS.items()]
    found = counts + [(key, str(one.label)) for key, one in RATIOS.items()]
    return sorted(found, key=lambda pair: pair[1])


class TargetForm(EntryForm):
    """A target; its unit must suit what measures it."""

    def _field(self, name: str) -> forms.Field:
        if name != "indicator":
            return super()._field(name)
        chosen = self.entry.indicator or self.entry.suggested if self.entry is not None else ""
        return forms.ChoiceField(
            label=_("measured by"),
            required=False,
            choices=[("", _("nothing yet")), *measures()],
            initial=chosen,
            help_text=_("The number is counted from entries by this rule; nobody types it."),
        )

    @property
    def values(self) -> dict[str, Any]:
        """A target stands at the union of its plan."""
        sent = super().values
        if plan := sent.get("plan"):
            sent["org"] = plan.org
        return sent
