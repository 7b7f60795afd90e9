"""What making a token asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.api.models import Scope
from zhijia.kernel.day import today
from zhijia.kernel.text import clean
from zhijia.ui.widgets import DayInput


def in_ninety_days() -> Any:
    return today() + timedelta(days=90)


class TokenForm(forms.Form):
    """A name one recognises, what the token may, and its last day."""

    name = forms.CharField(
        label=pgettext_lazy("token", "name"),
        max_length=60,
        help_text=_("What it is for, such as “monthly report”."),
    )
    scope = forms.ChoiceField(label=pgettext_lazy("token", "may"), choices=Scope.choices, initial=Scope.READ)
    expires_on = forms.DateField(
        label=pgettext_lazy("token", "last day"),
        widget=DayInput(),
        initial=in_ninety_days,
        help_text=_("At most one year ahead."),
    )

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"]).text.strip()
