"""Choosing one entry among many by typing a part of it, only from what the actor may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from zhijia.registry.register import Register
from zhijia.registry.search import matching
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

SHOWN = 8


class PickInput(forms.TextInput):
    """A search box whose answers are radio buttons; the chosen one's uid is what is sent."""

    template_name = "registry/widgets/pick.html"

    def __init__(self, *, address: str, rows: QuerySet[Any], initial: Any = None):
        self.address, self.rows, self.initial = address, rows, initial
        super().__init__({"autocomplete": "off"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What was chosen stays chosen, and what was only typed stays typed, when a form comes back."""
        context = super().get_context(name, value, attrs)
        chosen = self._chosen(str(value or ""))
        shown = str(chosen) if chosen is not None else str(value or "")
        return {**context, "address": self.address, "shown": shown, "chosen": chosen is not None}

    def _chosen(self, text: str) -> Any:
        if self.initial is not None and text == str(self.initial.uid):
            return self.initial
        try:
            return self.rows.filter(uid=UUID(text)).first()
        except ValueError:
            return None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The uid chosen, or what was typed when nothing was."""
        return data.get(name) or data.get(f"{name}_typed") or ""


class EntryChoice(forms.Field):
    """A related entry by uid, or by a typed text that fits exactly one."""

    def __init__(self, *, rows: QuerySet[Any], register: type[Register], **kwargs: Any):
        super().__init__(**kwargs)
        self.rows, self.register = rows, register

    def prepare_value(self, value: Any) -> Any:
        return str(value.uid) if isinstance(value, Model) else value  # type: ignore[attr-defined]

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return self.rows.get(uid=text)
        except (ValidationError, ValueError, self.rows.model.DoesNotExist):
            return self._typed(text)

    def _typed(self, text: str) -> Any:
        found = list(self.rows.filter(matching(self.register, text))[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(_("Several fit “%(text)s”: choose one of them.") % {"text": text})
        raise ValidationError(_("Nobody and nothing within your sight fits “%(text)s”.") % {"text": text})


def entry_field(register: type[Register], name: str, actor: Actor, initial: Any) -> forms.Field:
    """The form field of a related entry: a short list as a select, a long one as a picker."""
    column = register.field(name)
    other = register.related()[name]
    rows = other.visible(actor)
    address = reverse("registry:pick", args=[register.room, register.noun, name])
    return EntryChoice(
        rows=rows,
        register=other,
        label=capfirst(column.verbose_name),  # type: ignore[union-attr]
        help_text=column.help_text,  # type: ignore[union-attr]
        required=not column.blank,  # type: ignore[union-attr]
        widget=PickInput(address=address, rows=rows, initial=initial),
    )


class OrgChoice(forms.ModelChoiceField):
    """A union by its uid, from those the actor may add entries at."""

    def __init__(self, orgs: QuerySet[Org], **kwargs: Any):
        super().__init__(queryset=orgs, to_field_name="uid", empty_label=None, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def orgs_for_adding(register: type[Register], actor: Actor) -> QuerySet[Org]:
    """The unions at which the actor could add an entry, nearest first."""
    q = register.policy.add.q(actor)
    orgs = Org.objects.filter(closed_on=None)
    if actor.system:
        return orgs.order_by("path")
    if q is None:
        return orgs.none()
    places = places_in(q)
    return orgs.filter(places).order_by("path") if places else orgs.none()


def places_in(q: Q) -> Q:
    """The part of a rule's query that speaks of places; a rule on a person says nothing of unions."""
    kept = [part for part in q.children if not isinstance(part, Q) and part[0].startswith("path__")]  # type: ignore[index]
    nested = [inner for part in q.children if isinstance(part, Q) and (inner := places_in(part))]
    return Q(*kept, *nested, _connector=q.connector) if kept or nested else Q()
