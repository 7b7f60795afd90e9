"""What the list of employers was asked for: place, size, kind, stage, words; what is not offered is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.directory.models import Ownership, PlaceKind, Unit
from zhijia.directory.organising.employers import BOUNDS, Covered, Size, Stage
from zhijia.registry.search import matching
from zhijia.tree.actor import Actor

ALL = [("", pgettext_lazy("filter", "all"))]


@dataclass(frozen=True)
class Control:
    """One filter above the list."""

    name: str
    label: Any
    choices: list[tuple[str, Any]]
    value: str


def _offered(kinds: Any) -> list[tuple[str, Any]]:
    return [*ALL, *((code, capfirst(str(label))) for code, label in kinds.choices)]


class AskedForm(forms.Form):
    """The filters of the list; an address that names others is told so."""

    q = forms.CharField(required=False, max_length=60)
    mine = forms.BooleanField(required=False)
    size = forms.ChoiceField(label=_("Staff"), choices=[], required=False)
    ownership = forms.ChoiceField(label=_("Ownership"), choices=[], required=False)
    place_kind = forms.ChoiceField(label=_("Kind of place"), choices=[], required=False)
    covered = forms.ChoiceField(label=_("Coverage"), choices=[], required=False)
    stage = forms.ChoiceField(label=_("How far"), choices=[], required=False)

    KINDS = {
        "size": Size,
        "ownership": Ownership,
        "place_kind": PlaceKind,
        "covered": Covered,
        "stage": Stage,
    }

    def __init__(self, data: Mapping[str, Any]):
        super().__init__(data)
        for name, kinds in self.KINDS.items():
            self.fields[name].choices = _offered(kinds)  # type: ignore[attr-defined]

    @property
    def controls(self) -> list[Control]:
        """The select boxes with what is chosen."""
        found = []
        for name in self.KINDS:
            field: Any = self.fields[name]
            found.append(Control(name, field.label, list(field.choices), str(self.data.get(name, ""))))
        return found

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def narrow(self, rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
        """The employers asked for."""
        sent = self.cleaned_data
        for name in ("ownership", "place_kind", "stage"):
            rows = rows.filter(**{name: sent[name]}) if sent[name] else rows
        if sent["size"]:
            rows = rows.filter(BOUNDS[sent["size"]])
        if sent["covered"]:
            rows = rows.filter(covering__isnull=sent["covered"] == Covered.NOBODY)
        if sent["mine"]:
            rows = rows.filter(Q(approaches__officer_id=actor.user_id, approaches__valid_to=None))
        words = sent["q"].replace("\0", "").strip()
        return rows.filter(matching(Unit.register, words)) if words else rows  # type: ignore[attr-defined]
