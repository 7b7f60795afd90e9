"""The one employer of an enterprise's own contract, asked for on the form that records the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.contracts.models import Contract, Covered, Level
from zhijia.contracts.registers.contract.form import UNIT, WORKERS
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.registry.extras import FormExtra
from zhijia.registry.pickers import entry_field
from zhijia.registry.register import Register, register_of
from zhijia.tree.actor import Actor


def _fields(register: type[Register], actor: Actor) -> Mapping[str, forms.Field]:
    """Employer and workers, for a contract of one enterprise; other contracts have a list of their own."""
    if register.model is not Contract:
        return {}
    unit = entry_field(register_of(Covered), "unit", actor, None)
    unit.required = False
    unit.label = gettext_lazy("Enterprise it covers")
    unit.help_text = gettext_lazy(
        "For a contract of one enterprise. The employers of a region or industry are listed afterwards, by a "
        "pasted list."
    )
    workers = forms.IntegerField(
        label=gettext_lazy("Workers covered"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Left empty: all staff on record on that day."),
    )
    return {UNIT: unit, WORKERS: workers}


def _save(contract: Any, values: Mapping[str, Any], actor: Actor) -> None:
    unit = values.get(UNIT)
    if contract.level != Level.ENTERPRISE:
        if unit is not None:
            raise Refused(
                UNIT, _("Leave this empty: this contract covers many; list them once it is recorded.")
            )
        return
    if unit is None:
        raise Refused(UNIT, _("Choose the enterprise: without it the contract covers nobody."))
    given = {"contract": contract, "unit": unit, "workers": values.get(WORKERS)}
    try:
        services.add(register_of(Covered), given, by=actor)
    except Refused as refusal:
        names = {"unit": UNIT, "workers": WORKERS}
        said = {names.get(name, UNIT): texts for name, texts in refusal.messages.items()}
        raise Refused(messages=said) from refusal


COVERING = FormExtra("contracts.covered", _fields, _save)
