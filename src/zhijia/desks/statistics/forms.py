"""What is written about the findings of a yearly return."""

from __future__ import annotations

from typing import Any

from django import forms

from zhijia.plans.statistics.figures import Seen
from zhijia.plans.statistics.services import LONGEST
from zhijia.registry.errors import Refused


class ExplainForm(forms.Form):
    """One text for each finding that wants a word, under a name made of its key."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, seen: Seen, data: Any = None, *, version: int = 0):
        super().__init__(data, initial={"version": version})
        self.asked = [one for one in seen.findings if not one.blocks]
        for one in self.asked:
            known = seen.explanations.get(one.key, {}).get("text", "")
            self.fields[self.name(one.key)] = forms.CharField(
                label=one.text,
                required=False,
                max_length=LONGEST,
                initial=known,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @staticmethod
    def name(key: str) -> str:
        return "said-" + key.replace(":", "-").replace(".", "_")

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by the key of its finding; findings the form was not shown for are left alone."""
        return {
            one.key: self.cleaned_data[self.name(one.key)]
            for one in self.asked
            if self.name(one.key) in self.data
        }

    def refuse(self, refusal: Refused) -> None:
        """A refusal beside the texts it is about."""
        for key, said in refusal.messages.items():
            name = self.name(key)
            self.add_error(name if name in self.fields else None, [str(one) for one in said])
