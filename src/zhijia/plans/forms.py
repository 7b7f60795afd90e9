"""Uploading or pasting a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.plans.models import PlanRegister
from zhijia.plans.reader import TEXT_LIMIT, UPLOAD_LIMIT
from zhijia.registry.pickers import OrgChoice, orgs_for_adding
from zhijia.tree.actor import Actor


class ReadForm(forms.Form):
    """A file or pasted text, and whose plan it is."""

    org = OrgChoice(orgs=None, label=_("whose plan"))  # type: ignore[arg-type]
    source = forms.FileField(
        label=_("file"),
        required=False,
        help_text=_("Word (.docx) or plain text in UTF-8 or GBK, up to 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,text/plain"}),
    )
    text = forms.CharField(
        label=_("or paste the text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=TEXT_LIMIT,
        strip=False,
    )

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
        if not upload and not text and "source" not in self.errors:
            raise forms.ValidationError(_("Choose a file or paste the text of the plan."))
        if upload and upload.size > UPLOAD_LIMIT:
            self.add_error("source", _("The file is larger than 5 MB; save it without pictures."))
        return cleaned

    def given(self) -> tuple[bytes | str, str]:
        """The bytes or text to read, and the file's name."""
        upload = self.cleaned_data.get("source")
        if upload:
            return upload.read(), upload.name
        return self.cleaned_data["text"], ""
