"""The one employer of a system, asked for on the form that records the system; a joint board has a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zhijia.disclosure.models import Participant, System
from zhijia.disclosure.registers.system.form import UNIT
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.registry.extras import FormExtra
from zhijia.registry.pickers import entry_field
from zhijia.registry.register import Register, register_of
from zhijia.tree.actor import Actor


def _fields(register: type[Register], actor: Actor) -> Mapping[str, forms.Field]:
    if register.model is not System:
        return {}
    unit = entry_field(register_of(Participant), "unit", actor, None)
    unit.required = False
    unit.label = gettext_lazy("Employer that discloses")
    unit.help_text = gettext_lazy(
        "Listed at once. Left empty for a board of several employers: list them afterwards, by a pasted list."
    )
    return {UNIT: unit}


def _save(system: Any, values: Mapping[str, Any], actor: Actor) -> None:
    if values.get(UNIT) is None:
        return
    try:
        services.add(register_of(Participant), {"system": system, "unit": values[UNIT]}, by=actor)
    except Refused as refusal:
        said = [text for texts in refusal.messages.values() for text in texts]
        raise Refused(messages={UNIT: said}) from refusal


OWN_EMPLOYER = FormExtra("disclosure.participant", _fields, _save)
