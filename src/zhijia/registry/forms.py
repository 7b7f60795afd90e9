"""The form of a register, made from its declaration; it calls the services and shows what they refuse."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.day import today
from zhijia.kernel.text import clean
from zhijia.kernel.uid import uuid7
from zhijia.registry import cells, services
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.registry.extras import form_extras
from zhijia.registry.pickers import OrgChoice, entry_field, orgs_for_adding
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.ui.widgets import DayInput


class EntryForm(forms.Form):
    """Fields of a register for a new entry, or for one that stands."""

    def __init__(self, register: type[Register], actor: Actor, *args: Any, entry: Any = None, **kwargs: Any):
        self.register, self.actor, self.entry = register, actor, entry
        super().__init__(*args, **kwargs)
        #: protected values the actor does not see: left empty they stay as they are
        self.kept: set[str] = set()
        for name in register.fields:
            if entry is not None and name in register.fixed:
                continue
            self.fields[name] = self._field(name)
            if entry is not None and not cells.is_clear(register, entry, name, actor):
                self._keep(name)
        self.extra_names: dict[str, list[str]] = {}
        if entry is None:
            self.fields["uid"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)
            self._add_extras()
        else:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=entry.version)

    def _field(self, name: str) -> forms.Field:
        column = self.register.field(name)
        value = getattr(self.entry, name) if self.entry is not None else self.initial.get(name)
        if column.related_model is Org:
            return self._org_field(column, value)
        if name in self.register.related():
            found = entry_field(self.register, name, self.actor, value)
        elif isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
            found = column.formfield(widget=DayInput())  # type: ignore[assignment]
        else:
            found = column.formfield()  # type: ignore[assignment]
        found.initial = value if value is not None else self._start(column)
        if isinstance(found, forms.TypedChoiceField):
            rest = [(code, label) for code, label in list(found.choices) if code != ""]  # type: ignore[arg-type]
            found.choices = [("", _("choose …")), *rest] if len(rest) < len(list(found.choices)) else rest  # type: ignore[arg-type]
        return found

    def _keep(self, name: str) -> None:
        """No form carries a protected value to somebody who would have to say why they look at it."""
        if getattr(self.entry, name) in (None, ""):
            return
        found = self.fields[name]
        self.kept.add(name)
        found.initial, found.required = None, False
        found.help_text = _("Left empty it stays as it is; what stands there is seen on the entry's page.")
        if isinstance(found, forms.ChoiceField):
            rest = [(code, label) for code, label in list(found.choices) if code != ""]  # type: ignore[arg-type]
            found.choices = [("", _("as it is")), *rest]

    def _start(self, column: Any) -> Any:
        if isinstance(column, models.DateField) and column.name in ("happened_on", "valid_from"):
            return today()
        return column.get_default() if column.has_default() else None

    def _org_field(self, column: Any, value: Any) -> forms.Field:
        orgs = orgs_for_adding(self.register, self.actor)
        found = OrgChoice(orgs, label=capfirst(column.verbose_name))
        chosen = value or orgs.first()
        found.initial = chosen.uid if chosen is not None else None
        return found

    def _add_extras(self) -> None:
        for extra in form_extras():
            added = extra.fields(self.register, self.actor)
            self.fields.update(added)
            self.extra_names[extra.key] = list(added)

    def clean(self) -> dict[str, Any]:
        """Texts without characters that cannot be seen; a note says what was taken out."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = clean(value).text.strip()
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was sent for the register's own fields."""
        sent = {name: self.cleaned_data[name] for name in self.register.fields if name in self.cleaned_data}
        return {
            name: value for name, value in sent.items() if name not in self.kept or value not in (None, "")
        }

    def save(self) -> Any | None:
        """The entry written, or None with the errors put beside their fields; raises Stale."""
        try:
            with transaction.atomic():
                return self._write()
        except Refused as refusal:
            for name, messages in refusal.messages.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)
        except Forbidden as refusal:
            self.add_error(None, _("Not allowed: this is for %(who)s.") % {"who": refusal.reason})
        except NotFound:
            self.add_error(None, _("This form cannot be sent any more; open a new one."))
        return None

    def _write(self) -> Any:
        if self.entry is not None:
            version = self.cleaned_data["version"]
            return services.change(self.entry, self.values, by=self.actor, version=version)
        uid: uuid.UUID | None = self.cleaned_data.get("uid")
        known = uid is not None and self.register.model._default_manager.filter(uid=uid).exists()
        entry = services.add(self.register, self.values, by=self.actor, uid=uid)
        for extra in form_extras():
            names = self.extra_names.get(extra.key, [])
            if names and not known:
                extra.save(entry, {name: self.cleaned_data.get(name) for name in names}, self.actor)
        return entry


class MoveForm(forms.Form):
    """What a step asks for: some fields of the register, a reason, the version seen."""

    def __init__(
        self, register: type[Register], step: Any, entry: Any, actor: Actor, *args: Any, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        for name in step.form:
            self.fields[name] = EntryForm(register, actor, entry=entry)._field(name)
            self.fields[name].required = True
            if isinstance(self.fields[name], forms.DateField) and getattr(entry, name) is None:
                self.fields[name].initial = today()
        if step.reason:
            self.fields["reason"] = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=entry.version)


class ReasonForm(forms.Form):
    """A reason for something that is written down: removing, unmasking."""

    reason = forms.CharField(label=_("reason"), max_length=500, min_length=4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RemoveForm(ReasonForm):
    """A reason for removing an entry as it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
