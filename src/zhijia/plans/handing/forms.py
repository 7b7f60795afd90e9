"""How a target is to be divided, how a share is settled, the number of a letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.kernel.day import today
from zhijia.kernel.text import clean
from zhijia.kernel.uid import uuid7
from zhijia.plans.handing.dividing import Division, Source, divide
from zhijia.plans.models import Method, Share
from zhijia.plans.registers.handing import measure
from zhijia.plans.registers.handing.rules import refuse_past
from zhijia.registry.errors import Refused
from zhijia.tree.models import Org
from zhijia.ui.widgets import DayInput

#: days the unions have to answer unless told otherwise
DAYS = timedelta(days=14)


class HandForm(forms.Form):
    """By what, how much, at least how much, until when; which unions stands beside it, by their ids."""

    method = forms.ChoiceField(label=pgettext_lazy("handing", "How"), choices=())
    total = forms.DecimalField(
        label=pgettext_lazy("handing", "To be handed down"), max_digits=14, decimal_places=2
    )
    minimum = forms.DecimalField(
        label=pgettext_lazy("handing", "Each at least"),
        max_digits=14,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
    )
    reply_due_on = forms.DateField(label=pgettext_lazy("handing", "Answer by"), widget=DayInput())
    note = forms.CharField(
        label=pgettext_lazy("handing", "Words to the unions"), max_length=500, required=False
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, source: Source, data: Any = None):
        super().__init__(data)
        self.sent: QueryDict = data if data is not None else QueryDict()
        self.source, self.orgs = source, source.below()
        divided = measure.can_be_divided(source.target, source.org.pk)
        fits = [one for one in Method.choices if divided or one[0] in (Method.SAME, Method.HAND)]
        if source.target.operator == "<=":
            fits = [one for one in fits if one[0] != Method.LAST_YEAR]
        self.fields["method"].choices = fits  # type: ignore[attr-defined]
        self.fields["method"].initial = Method.MEMBERS if divided else Method.SAME
        self.fields["total"].initial = measure.plain(source.whole)
        self.fields["total"].help_text = _("In “%(unit)s”, as in the plan: %(whole)s is promised.") % {
            "unit": source.target.unit or "—",
            "whole": measure.said(source.target, source.whole),
        }
        last = max(source.target.ends_on, today())
        self.fields["reply_due_on"].initial = min(today() + DAYS, last)
        self.fields["uid"].initial = uuid7

    def clean_note(self) -> str:
        return clean(self.cleaned_data["note"]).text.strip()

    def clean(self) -> dict[str, Any]:
        """Numbers the target can be counted in, and a day to come."""
        cleaned = super().clean() or {}
        self._ask("total", lambda: measure.refuse_unfit(self.source.target, cleaned["total"], "total"))
        self._ask(
            "minimum",
            lambda: measure.refuse_unfit(self.source.target, cleaned["minimum"], "minimum", zero=True),
        )
        self._ask(
            "reply_due_on", lambda: refuse_past(cleaned["reply_due_on"], None, self.source.target.ends_on)
        )
        return cleaned

    def _ask(self, name: str, ask: Any) -> None:
        if name not in self.cleaned_data:
            return
        try:
            ask()
        except Refused as refusal:
            for said in refusal.messages.values():
                self.add_error(name, said)

    @property
    def chosen(self) -> set[int]:
        """The unions ticked; all of them where none could be ticked."""
        known = {org.pk for org in self.orgs}
        if not self.is_bound or (self.sent.get("was") == Method.HAND and not self.sent.getlist("in")):
            return known
        return {int(one) for one in self.sent.getlist("in") if one.isascii() and one.isdigit()} & known

    @property
    def typed(self) -> Mapping[int, str]:
        """What was typed for each union."""
        return {org.pk: str(self.sent.get(f"v-{org.pk}", ""))[:20] for org in self.orgs}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed for unions, to be sent again with a form that has to be mended."""
        return [(f"v-{pk}", text) for pk, text in self.typed.items() if text] if self.is_bound else []

    def division(self) -> Division | None:
        """The proposal as asked for; None while the form itself is wrong."""
        if self.is_bound and not self.is_valid():
            return None
        asked = self.cleaned_data if self.is_bound else self._first()
        return divide(
            self.source,
            self.orgs,
            method=asked["method"],
            total=asked["total"],
            minimum=asked["minimum"],
            chosen=self.chosen,
            typed=self.typed,
        )

    def _first(self) -> dict[str, Any]:
        return {
            "method": self.fields["method"].initial,
            "total": self.source.whole,
            "minimum": None,
        }

    def by_hand(self, division: Division) -> HandForm:
        """The same form with the proposal's numbers to be changed by hand."""
        data = self.sent.copy()
        data["method"] = Method.HAND
        for part in division.parts:
            data[f"v-{part.org.pk}"] = measure.plain(part.value)
        return HandForm(self.source, data)

    @property
    def values(self) -> dict[str, Any]:
        """What the handing down itself keeps."""
        return {
            name: self.cleaned_data[name] for name in ("method", "total", "minimum", "reply_due_on", "note")
        }


class SettleForm(forms.Form):
    """The number decided, the words of the decision, and whether the others take the difference."""

    value = forms.DecimalField(label=pgettext_lazy("share", "Value"), max_digits=14, decimal_places=2)
    decision = forms.CharField(
        label=pgettext_lazy("share", "Decision in words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Why the number is kept or changed; the union reads it."),
    )
    spread = forms.BooleanField(
        label=gettext_lazy("The other unions take the difference"),
        required=False,
        help_text=gettext_lazy(
            "By their weights, exact; only those neither settled nor locked. They are asked anew."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, share: Share, data: Any = None):
        value = share.value if share.counter is None else share.counter
        super().__init__(data, initial={"value": measure.plain(value), "version": share.version})
        self.share = share
        if not share.handing.is_divided:
            del self.fields["spread"]

    def clean_decision(self) -> str:
        return clean(self.cleaned_data["decision"]).text.strip()

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        try:
            measure.refuse_unfit(self.share.target, value, "value", zero=True)
        except Refused as refusal:
            raise forms.ValidationError([str(said) for said in refusal.messages["value"]]) from refusal
        return value


class LetterForm(forms.Form):
    """To which union, under what number and day."""

    org = forms.ModelChoiceField(
        Org.objects.none(), label=pgettext_lazy("letter", "To"), to_field_name="code"
    )
    number = forms.CharField(label=pgettext_lazy("letter", "Number"), max_length=40)
    dated_on = forms.DateField(label=pgettext_lazy("letter", "Day of the letter"), widget=DayInput())
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, ready: list[Org], data: Any = None, *, first: str = "", number: str = ""):
        super().__init__(data, initial={"dated_on": today(), "org": first, "number": number, "uid": uuid7()})
        self.fields["org"].queryset = Org.objects.filter(pk__in=[org.pk for org in ready]).order_by("path")  # type: ignore[attr-defined]


class BackForm(forms.Form):
    """Why what was handed down is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, min_length=4, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
