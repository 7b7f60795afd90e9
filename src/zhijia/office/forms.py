"""The form of a reply, made from what the notice asks; and of a notice that passes another one on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhijia.office.models import Notice, Reply
from zhijia.office.registers.notice.form import NoticeForm
from zhijia.office.registers.notice.questions import YES_NO_WORDS, Kind, Question
from zhijia.office.registers.reply import steps
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.ui.widgets import DayInput


class ReplyForm(forms.Form):
    """One field for each question, `q0`, `q1` …, then words."""

    def __init__(self, reply: Reply, *args: Any, start: dict[str, str], text: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.reply, self.asks = reply, reply.notice.asks
        for place, question in enumerate(self.asks):
            self.fields[f"q{place}"] = _field(question, start.get(question.label, ""))
        label = _("Remarks") if self.asks else _("Reply")
        area = forms.Textarea(attrs={"rows": 3 if self.asks else 6})
        self.fields["text"] = forms.CharField(
            label=label, required=not self.asks, max_length=4000, widget=area, initial=text
        )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=reply.version)

    def clean(self) -> dict[str, Any]:
        """Every wrong answer is named at once."""
        cleaned = super().clean() or {}
        for place, question in enumerate(self.asks):
            if (name := f"q{place}") in cleaned:
                try:
                    question.read(cleaned[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    def save(self, by: Actor) -> bool:
        """Whether the reply was sent; what is wrong stands beside its field. Raises Stale, Forbidden."""
        typed = {one.label: self.cleaned_data.get(f"q{place}") for place, one in enumerate(self.asks)}
        places = {one.label: f"q{place}" for place, one in enumerate(self.asks)}
        try:
            steps.answer(
                self.reply, self.cleaned_data["text"], typed, by=by, version=self.cleaned_data["version"]
            )
        except Refused as refusal:
            for name, said in refusal.messages.items():
                field = places.get(name, name)
                for text in said:
                    self.add_error(field if field in self.fields else None, text)
            return False
        return True


def _field(question: Question, start: str) -> forms.Field:
    """The control of a question; its answer is judged by the question itself, so that every door says the same."""
    if question.kind in (Kind.CHOICE, Kind.YES_NO):
        offered = [(one, one) for one in question.choices] or [
            (code, str(label)) for code, label in YES_NO_WORDS.items()
        ]
        return forms.ChoiceField(
            label=question.label, choices=offered, widget=forms.RadioSelect, initial=start or None
        )
    widget: forms.Widget = forms.TextInput()
    if question.kind == Kind.NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    elif question.kind == Kind.DATE:
        widget = DayInput()
    return forms.CharField(label=question.label, max_length=1000, widget=widget, initial=start)


class PassForm(NoticeForm):
    """A notice that passes on the one from above."""

    passes: Notice

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"passes": self.passes}
