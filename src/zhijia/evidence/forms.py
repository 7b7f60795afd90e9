"""Forms of this room: files, questions, answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.evidence import asking, attachments
from zhijia.evidence.confirming import LONGEST_NOTE
from zhijia.evidence.models import Answer, Channel
from zhijia.registry.errors import Refused
from zhijia.registry.extras import FormExtra
from zhijia.registry.fields import AmountInput
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.ui.widgets import PhotosInput

MOST_FILES = 9
ACCEPT = "image/jpeg,image/png,image/webp,image/gif,.pdf,.docx,.xlsx,.txt"
FILES, ASK = "evidence_files", "evidence_ask"


class FilesField(forms.FileField):
    """Up to nine files; their content is judged when they are attached."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PhotosInput(attrs={"accept": ACCEPT}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent) > MOST_FILES:
            raise ValidationError(_("At most %(most)s files at once.") % {"most": MOST_FILES}, code="many")
        return [one for one in sent if super(FilesField, self).clean(one, initial)]


class AttachForm(forms.Form):
    """Files for an entry that stands."""

    uploads = FilesField(label=_("Photos or documents"))
    caption = forms.CharField(
        label=capfirst(pgettext_lazy("attachment", "caption")),
        required=False,
        max_length=attachments.LONGEST_CAPTION,
    )
    #: stands last in the page: a body cut off on its way lacks it
    whole = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.cleaned_data.get("whole"):
            raise ValidationError(
                _("The upload was cut off before its end; nothing was kept, please send it again.")
            )
        return cleaned


class AskForm(forms.Form):
    """How the person concerned is asked."""

    channel = forms.ChoiceField(
        label=_("Ask by"), choices=[choice for choice in Channel.choices if choice[0] != Channel.SELF]
    )


class AskAllForm(forms.Form):
    """How the people of a list are asked; without a choice each in the usual way."""

    channel = forms.ChoiceField(
        label=_("Ask by"),
        required=False,
        choices=[
            ("", _("text message, or a printed slip where there is no mobile number")),
            *[choice for choice in Channel.choices if choice[0] != Channel.SELF],
        ],
    )


class ArrivalForm(forms.Form):
    """The number on the wall and who stands before it."""

    number = forms.RegexField(
        r"^\s*\d{4}[\s-]?\d{4}\s*$",
        label=_("Number on the wall (8 digits)"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("The number has eight digits.")},
    )
    last = forms.RegexField(
        r"^\s*[0-9A-Za-z]{4}\s*$",
        label=_("Last four characters of your identity card or telephone number"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-sensitive": "1"}),
        error_messages={"invalid": _("Type exactly four digits or letters.")},
    )

    @property
    def digits(self) -> str:
        """The number without blanks."""
        return "".join(character for character in self.cleaned_data["number"] if character.isdigit())


class ReasonForm(forms.Form):
    """A sentence that is kept: reason, explanation or judgement."""

    text = forms.CharField(label=_("Reason"), max_length=2000, strip=True)


class NoteForm(forms.Form):
    """A sentence that may be left out."""

    text = forms.CharField(label=_("Note"), max_length=2000, required=False)


class AnswerForm(forms.Form):
    """The answer of the person concerned; `told` is the mark of what the page showed."""

    answer = forms.ChoiceField(choices=Answer.choices)
    note = forms.CharField(
        label=_("Anything to add? (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    amount_said = AmountInput(label=_("If only partly: how much did you receive (yuan)?"), required=False)
    told = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    secret = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    last = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)

    @property
    def said(self) -> dict[str, Any]:
        """What `services.confirm` takes of it."""
        names = ("answer", "note", "amount_said", "told")
        return {name: self.cleaned_data[name] for name in names}


class CodeForm(forms.Form):
    """The code of a message or slip and what binds it to one person."""

    code = forms.RegexField(
        r"^\s*\d{4}[\s-]?\d{4}\s*$",
        label=_("Code (8 digits)"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"invalid": _("The code has eight digits.")},
    )
    last = forms.RegexField(
        r"^\s*[0-9A-Za-z]{4}\s*$",
        label=_("Last four characters of your identity card or telephone number"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-sensitive": "1"}),
        error_messages={"invalid": _("Type exactly four digits or letters.")},
    )

    @property
    def digits(self) -> str:
        """The code without blanks."""
        return "".join(character for character in self.cleaned_data["code"] if character.isdigit())


def _photo_fields(register: type[Register], actor: Actor) -> Mapping[str, forms.Field]:
    if not register.evidence:
        return {}
    return {FILES: FilesField(label=_("Evidence"), required=False, help_text=register.evidence)}


def _photo_save(entry: Any, values: Mapping[str, Any], actor: Actor) -> None:
    for upload in values.get(FILES) or []:
        try:
            attachments.attach(entry, upload, by=actor)
        except Refused as refusal:
            said = [message for messages in refusal.messages.values() for message in messages]
            raise Refused(messages={FILES: [f"{upload.name[:60]}: {one}" for one in said]}) from refusal


def _ask_fields(register: type[Register], actor: Actor) -> Mapping[str, forms.Field]:
    """Only where a new entry can be confirmed at once: not where it has to be approved or paid first."""
    if not register.confirmed_by or not asking.ripe_at_start(register):
        return {}
    person = register.field(register.confirmed_by.split("__")[0]).verbose_name
    label = _("Ask for confirmation at once by text message or printed slip")
    help_text = _("Goes to: %(person)s") % {"person": person}
    return {ASK: forms.BooleanField(label=label, help_text=help_text, required=False, initial=True)}


def _ask_save(entry: Any, values: Mapping[str, Any], actor: Actor) -> None:
    if values.get(ASK) and asking.can_be_asked(entry):
        try:
            asking.ask(entry, by=actor)
        except Refused as refusal:
            said = [message for messages in refusal.messages.values() for message in messages]
            raise Refused(messages={ASK: said}) from refusal


PHOTOS = FormExtra("evidence", _photo_fields, _photo_save)
QUESTION = FormExtra("confirmation", _ask_fields, _ask_save)
