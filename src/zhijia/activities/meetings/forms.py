"""What the page of the paper list asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhijia.activities.models import Invitation, Meeting
from zhijia.evidence.services import FilesField
from zhijia.office.models import Task, TaskRegister
from zhijia.office.services import give_task
from zhijia.registry.errors import Refused
from zhijia.registry.forms import EntryForm
from zhijia.tree.actor import Actor


class Ticks(forms.MultipleChoiceField):
    """Those still to be ticked; a form sent again names people who are ticked already, which is no fault."""

    known: frozenset[str] = frozenset()
    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return value in self.known


class PaperListForm(forms.Form):
    """A photograph of the signed list, ticks at those invited, names of those who were not."""

    people = Ticks(label=_("Who signed"), required=False)
    names = forms.CharField(
        label=_("or paste the names"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "data-sensitive": "1"}),
        help_text=_(
            "One a line, with the end of a number where two have the same name. Whoever was invited is ticked, "
            "whoever was not is entered."
        ),
    )
    uploads = FilesField(label=_("Photos of the signed list"), required=False)
    whole = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)

    def __init__(self, listed: Sequence[Invitation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        expected = [one for one in listed if one.state == "expected"]
        field.choices = [(str(one.uid), f"{one.person.name} · {one.person.org.name}") for one in expected]
        field.known = frozenset(str(one.uid) for one in listed)
        self.ticks_left = bool(expected)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.cleaned_data.get("whole"):
            raise ValidationError(
                _("The upload was cut off before its end; nothing was kept, please send it again.")
            )
        if not (cleaned.get("people") or cleaned.get("names", "").strip() or cleaned.get("uploads")):
            raise ValidationError(_("Tick who signed, paste names, or add a photo of the list."))
        return cleaned

    @property
    def taken(self) -> dict[str, Any]:
        """What `listing.take_in` takes of it."""
        return {
            "ticked": [UUID(one) for one in self.cleaned_data.get("people", [])],
            "pasted": self.cleaned_data["names"],
            "uploads": self.cleaned_data["uploads"],
        }

    def show(self, refusal: Refused) -> None:
        """Puts what was refused beside its field."""
        places = {"file": "uploads", "names": "names"}
        for name, said in refusal.messages.items():
            for text in said:
                self.add_error(places.get(name), str(text))


class DecisionForm(EntryForm):
    """What a meeting decided: the form of a task, given by the union that called the meeting on its day."""

    FIELDS = ("title", "org", "doer", "due_on", "text")

    def __init__(self, meeting: Meeting, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(TaskRegister, actor, *args, initial={"org": meeting.org}, **kwargs)
        self.meeting = meeting
        for name in set(self.fields) - {*self.FIELDS, "uid"}:
            del self.fields[name]
        self.fields["title"].label = _("What was decided")
        self.fields["doer"].label = _("Who answers for it")
        self.fields["due_on"].label = _("Until")
        self.order_fields(self.FIELDS)

    def _write(self) -> Task:
        given = self.values
        return give_task(
            given.pop("title"),
            by=self.actor,
            issuer=self.meeting.org,
            happened_on=self.meeting.happened_on,
            source=self.meeting,
            uid=self.cleaned_data.get("uid"),
            **given,
        )
