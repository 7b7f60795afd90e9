"""What holds of a new person, asked for on the form that records the person: groups, levels and work of one day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.holding.values import LABELS, VALUES, Group, Slot, Source
from zhijia.directory.models import Person, PersonFact
from zhijia.kernel.day import today
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.registry.extras import FormExtra
from zhijia.registry.register import Register, register_of
from zhijia.tree.actor import Actor
from zhijia.ui.widgets import DayInput

#: places a new person's form asks for by a list; hardship wants a document or a visit and is recorded by itself
CHOSEN = (Slot.PLATFORM, Slot.SKILL, Slot.DEGREE, Slot.JOB)
#: where somebody who fills in the form may know it from
SOURCES = (Source.OWN, Source.PAPER, Source.ROSTER, Source.VISIT)
MIGRANT, SOURCE, FROM = "holds_migrant", "holds_source", "holds_from"


def _name(slot: Slot) -> str:
    return f"holds_{slot.value}"


def _fields(register: type[Register], actor: Actor) -> Mapping[str, forms.Field]:
    if register.model is not Person:
        return {}
    found: dict[str, forms.Field] = {
        MIGRANT: forms.BooleanField(label=capfirst(Group.MIGRANT.label), required=False)
    }
    for slot in CHOSEN:
        offered = [("", pgettext_lazy("fact of a person", "not recorded"))]
        offered += [(value, LABELS[value]) for value in VALUES[slot.value]]
        found[_name(slot)] = forms.ChoiceField(label=capfirst(slot.label), choices=offered, required=False)
    found[FROM] = forms.DateField(
        label=gettext_lazy("Groups, levels and work: in force from"),
        initial=today,
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy(
            "For a member no later than the day of joining, so that figures of that day know it. What began on "
            "another day is recorded on the person's page."
        ),
    )
    found[SOURCE] = forms.ChoiceField(
        label=gettext_lazy("Groups, levels and work: known from"),
        choices=[(one.value, one.label) for one in SOURCES],
        required=False,
    )
    return found


def _save(person: Any, values: Mapping[str, Any], actor: Actor) -> None:
    """Every fact that was ticked or chosen; what is refused stands beside the field that said it."""
    said = {_name(slot): values[_name(slot)] for slot in CHOSEN if values.get(_name(slot))}
    if values.get(MIGRANT):
        said[MIGRANT] = Group.MIGRANT.value
    if said and values.get(FROM) is None:
        raise Refused(FROM, _("Give the day from which this holds."))
    for name, what in said.items():
        given = {"person": person, "what": what, "valid_from": values[FROM]}
        given["source"] = values.get(SOURCE) or Source.OWN.value
        try:
            services.add(register_of(PersonFact), given, by=actor)
        except Refused as refusal:
            where = {"valid_from": FROM, "source": SOURCE}
            told = {where.get(field, name): texts for field, texts in refusal.messages.items()}
            raise Refused(messages=told) from refusal


ASKED = FormExtra("directory.holding", _fields, _save)
