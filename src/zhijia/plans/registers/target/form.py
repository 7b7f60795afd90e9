"""The form of a target: its indicator is chosen from everything the registers can count, its point from its plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.plans.registers.plan.register import Item, Plan, PlanRegister
from zhijia.registry.forms import EntryForm
from zhijia.registry.register import Register
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import Actor


def measures() -> list[tuple[str, str]]:
    """(key, label) of every indicator and rate, by label."""
    counts = [(key, str(one.label)) for key, one in INDICATORS.items()]
    found = counts + [(key, str(one.label)) for key, one in RATIOS.items()]
    return sorted(found, key=lambda pair: pair[1])


class TargetForm(EntryForm):
    """A target; its unit must suit what measures it."""

    def __init__(self, register: type[Register], actor: Actor, *args: Any, entry: Any = None, **kwargs: Any):
        super().__init__(register, actor, *args, entry=entry, **kwargs)
        items = Item.objects.filter(plan=self._plan())
        if items.exists():
            self.fields["item"] = forms.ModelChoiceField(
                items,
                label=pgettext_lazy("target", "Point of the plan"),
                required=False,
                empty_label=_("none"),
                initial=entry.item_id if entry is not None else None,
            )
            self.order_fields(["uid", "version", "plan", "item"])

    def _plan(self) -> Plan | None:
        """The plan of the target, within the actor's sight: of the entry, or the one the form names."""
        if self.entry is not None:
            found: Plan | None = self.entry.plan
            return found
        named = self.data.get("plan") or self.initial.get("plan")
        if isinstance(named, Plan):
            return named
        try:
            chosen: Plan | None = PlanRegister.visible(self.actor).filter(uid=UUID(str(named))).first()
        except ValueError:
            return None
        return chosen

    def _field(self, name: str) -> forms.Field:
        if name != "indicator":
            return super()._field(name)
        chosen = self.entry.indicator or self.entry.suggested if self.entry is not None else ""
        return forms.ChoiceField(
            label=_("Measured by"),
            required=False,
            choices=[("", _("nothing yet")), *measures()],
            initial=chosen,
            help_text=_("The number is counted from entries by this rule; nobody types it."),
        )

    @property
    def values(self) -> dict[str, Any]:
        """A target stands at the union of its plan."""
        sent = super().values
        if plan := sent.get("plan"):
            sent["org"] = plan.org
        if "item" in self.cleaned_data:
            sent["item"] = self.cleaned_data["item"]
        return sent
