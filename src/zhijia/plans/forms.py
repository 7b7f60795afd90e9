"""Uploading or pasting a plan, its points, a new year's plan, and removing a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.plans.models import Plan, PlanRegister
from zhijia.plans.points import LONGEST
from zhijia.plans.queries import Fulfilment
from zhijia.plans.reader import TEXT_LIMIT, UPLOAD_LIMIT
from zhijia.plans.reading import Found, main_of
from zhijia.registry.pickers import OrgChoice, orgs_for_adding
from zhijia.tree.actor import Actor


class ReadForm(forms.Form):
    """A file or pasted text, and whose plan it is; `documents` are the ones chosen where a text holds several."""

    org = OrgChoice(orgs=None, label=_("Whose plan"))  # type: ignore[arg-type]
    source = forms.FileField(
        label=pgettext_lazy("plan source", "File"),
        required=False,
        help_text=_("Word (.docx) or plain text in UTF-8 or GBK, up to 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=TEXT_LIMIT,
        strip=False,
    )
    file_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        orgs = orgs_for_adding(PlanRegister, actor)
        self.fields["org"].queryset = orgs  # type: ignore[attr-defined]
        first = orgs.first()
        self.fields["org"].initial = first.uid if first else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload, text = cleaned.get("source"), (cleaned.get("text") or "").strip()
        if upload and text:
            raise forms.ValidationError(_("Give either a file or a pasted text, not both."))
        if not upload and not text and not {"source", "text"} & set(self.errors):
            raise forms.ValidationError(_("Choose a file or paste the text of the plan."))
        if upload and upload.size > UPLOAD_LIMIT:
            self.add_error("source", _("The file is larger than 5 MB; save it without pictures."))
        return cleaned

    def given(self) -> tuple[bytes | str, str]:
        """The bytes or text to read, and the file's name; a form sends line ends as two characters."""
        upload = self.cleaned_data.get("source")
        if upload:
            return upload.read(), upload.name
        return self.cleaned_data["text"].replace("\r\n", "\n"), self.cleaned_data["file_name"]

    def chosen(self, found: list[Found]) -> list[Found]:
        """The documents ticked, by their place in the text."""
        ticked = set(self.data.getlist("documents")) if hasattr(self.data, "getlist") else set()
        return [one for one in found if str(one.place) in ticked]


class ChooseForm(forms.Form):
    """Which of several documents in one text are this union's plans."""

    documents = forms.MultipleChoiceField(
        label=_("Which of them"), widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, found: list[Found], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["documents"].choices = [(str(one.place), self._words(one)) for one in found]  # type: ignore[attr-defined]
        self.fields["documents"].initial = [str(main_of(found).place)]

    @staticmethod
    def _words(one: Found) -> str:
        said = {
            "title": one.document.title or _("Untitled plan"),
            "year": one.document.year or "—",
            "targets": len(one.targets),
            "items": len(one.document.items),
        }
        return _("%(title)s · %(year)s · points: %(items)s · targets: %(targets)s") % said


class PointForm(forms.Form):
    """One numbered point, as the plan prints it."""

    number = forms.CharField(
        label=pgettext_lazy("point", "Number"), required=False, max_length=LONGEST["number"]
    )
    heading = forms.CharField(
        label=pgettext_lazy("point", "Heading"), required=False, max_length=LONGEST["heading"]
    )
    text = forms.CharField(
        label=pgettext_lazy("point", "Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST["text"],
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ContinueForm(forms.Form):
    """The year of a new plan and which points it takes over."""

    year = forms.IntegerField(label=pgettext_lazy("plan", "Year"), min_value=1950, max_value=2100)
    items = forms.TypedMultipleChoiceField(
        label=_("Points to take over"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, plan: Plan, found: list[Fulfilment], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = plan.year + 1
        self.fields["items"].choices = [(one.item.pk, str(one.item)) for one in found]  # type: ignore[attr-defined]
        self.fields["items"].initial = [one.item.pk for one in found if one.state == "open"]


class DiscardForm(forms.Form):
    """Why a draft is removed."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, min_length=4, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
