"""Which point above each point answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhijia.plans.calls import queries
from zhijia.plans.calls.services import NONE
from zhijia.plans.models import UnitPlan

LABEL = 60


class LinkForm(forms.Form):
    """One choice for each point of the answering plan; what is alike is proposed, and saved only by hand."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, entry: UnitPlan, data: Any = None):
        super().__init__(data, initial={"version": entry.version})
        self.lines = queries.lines(entry)
        above = [(str(item.pk), str(item)[:LABEL]) for item in entry.call.plan.items.all()]
        choices = [("", _("choose …")), *above, (str(NONE), _("answers no point above"))]
        for line in self.lines:
            self.fields[self.name(line.item.pk)] = forms.ChoiceField(
                label=str(line.item)[:LABEL],
                choices=choices,
                required=False,
                initial="" if line.shown is None else str(line.shown),
            )

    @staticmethod
    def name(pk: int) -> str:
        return f"point-{pk}"

    @property
    def rows(self) -> list[tuple[queries.Line, Any]]:
        """Each point with its choice."""
        return [(line, self[self.name(line.item.pk)]) for line in self.lines]

    @property
    def chosen(self) -> dict[int, int]:
        """What was chosen; points left open stay open."""
        sent = {line.item.pk: self.cleaned_data.get(self.name(line.item.pk), "") for line in self.lines}
        return {pk: int(value) for pk, value in sent.items() if value != ""}
