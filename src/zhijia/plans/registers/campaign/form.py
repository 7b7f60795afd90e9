"""The form of a campaign: what is counted and who takes part are ticked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.plans.campaigns import measures
from zhijia.registry.forms import EntryForm
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

TICKED = ("measures", "unions")
#: unions led directly are offered; those further below are named by their codes elsewhere
MOST = 200


class Words(forms.MultipleChoiceField):
    """Ticked choices kept as one text with blanks between."""

    def clean(self, value: Any) -> str:
        sent = [value] if isinstance(value, str) else value or []
        return " ".join(super().clean([word for one in sent for word in str(one).split()]))

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class CampaignForm(EntryForm):
    """Ticks for what is counted, by room, and for the unions, by their place."""

    def __init__(self, register: type[Register], actor: Actor, *args: Any, entry: Any = None, **kwargs: Any):
        super().__init__(register, actor, *args, entry=entry, **kwargs)
        if entry is None:
            # a summary has its words when it is drawn
            del self.fields["words_at_end"]

    def _field(self, name: str) -> forms.Field:
        if name not in TICKED:
            return super()._field(name)
        known = getattr(self.entry, name) if self.entry is not None else ""
        return Words(
            choices=_measures if name == "measures" else self._unions(known),
            widget=forms.CheckboxSelectMultiple,
            label=pgettext_lazy("campaign", "what is counted")
            if name == "measures"
            else pgettext_lazy("campaign", "unions that take part"),
            help_text=gettext_lazy(
                "Records of these days at the unions that take part; nobody types a number."
            )
            if name == "measures"
            else "",
            initial=known,
        )

    def _unions(self, known: str) -> list[tuple[str, str]]:
        """The unions led by those for which the actor may organise, and those that take part already."""
        if self.entry is not None:
            above = [self.entry.org_id]
        else:
            paths = self.actor.paths("officer", "leader")
            above = list(Org.objects.filter(path__in=paths, closed_on=None).values_list("pk", flat=True))
        led = Org.objects.filter(parent__in=above, closed_on=None).order_by("path")[:MOST]
        found = {org.code: org.name for org in led}
        for org in Org.objects.filter(code__in=known.split()).order_by("path"):
            found.setdefault(org.code, org.name)
        return list(found.items())


def _measures() -> list[Any]:
    return list(measures.choices())
