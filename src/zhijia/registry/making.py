"""Entries of one register from many rows: what all of them have alike is worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.base import ModelState
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.journal import insertion
from zhijia.kernel.uid import uuid7
from zhijia.registry import writing
from zhijia.registry.errors import Refused
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor

#: fields whose values are cleaned as Django does it, by value alone
KINDS = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.DecimalField,
    models.DateField,
    models.UUIDField,
)
TEXTS = (models.CharField.to_python, models.TextField.to_python)
NONE = type(None)


class Maker:
    """Makes entries as `writing.build` does, without search words."""

    def __init__(self, register: type[Register], by: Actor):
        self.register, self.by, self.model = register, by, register.model
        fields = self.model._meta.concrete_fields
        self.relations = {field.name: _Relation(field) for field in fields if field.is_relation}
        self.known = {field.name for field in fields} | {field.attname for field in fields}
        self.alike: dict[str, Any] = {}
        self.called: list[tuple[str, Any]] = []
        for field in fields:
            self._default(field)
        self.alike["recorded_by_id"] = by.user_id
        self.plainly = self.model.__init__ is models.Model.__init__ and not any(
            signal.has_listeners(self.model) for signal in (pre_init, post_init)
        )
        self.plainly &= all(
            field.is_relation or field.descriptor_class is DeferredAttribute for field in fields
        )

    def _default(self, field: Any) -> None:
        if field.default is timezone.now:
            # one moment for the list
            self.alike[field.attname] = timezone.now()
        elif field.name == "uid" and field.default is uuid7:
            self.alike[field.attname] = None
        elif callable(field.default):
            self.called.append((field.attname, field.get_default))
        else:
            self.alike[field.attname] = field.get_default()

    def make(self, row: Mapping[str, Any], uid: UUID) -> Any:
        """An entry not yet stored, under its own uid if the row brings one; raises Refused."""
        filled = dict(row)
        uid = filled.pop("uid", None) or uid
        if not self.plainly or not self.known.issuperset(filled):
            entry = writing.build(self.register, filled, self.by, words=False)
        else:
            entry = self._made(filled)
        entry.uid = uid
        return entry

    def _made(self, filled: dict[str, Any]) -> Any:
        if self.register.prepare is not None:
            self.register.prepare(filled, self.by)
        entry: Any = self.model.__new__(self.model)
        values = entry.__dict__
        values.update(self.alike)
        values["_state"] = ModelState()
        for name, default in self.called:
            values[name] = default()
        for name, value in filled.items():
            if (relation := self.relations.get(name)) is None:
                values[name] = value
            else:
                relation.give(entry, value)
        if values["org_id"] is None:
            raise Refused("org", _("Choose the union this belongs to."))
        values["path"], values["recorded_by_id"] = entry.org.path, self.by.user_id
        if self.register.flow is not None and not entry.state:
            entry.state = self.register.flow.start
        return entry


class _Relation:
    """How an entry is given what a field of its points to."""

    def __init__(self, field: Any):
        self.name, self.attname, self.kept_as = field.name, field.attname, field.cache_name
        self.model = field.related_model if type(field) is models.ForeignKey else ()
        self.key = field.target_field.attname

    def give(self, entry: Any, value: Any) -> None:
        if isinstance(value, self.model):
            entry.__dict__[self.attname] = getattr(value, self.key)
            entry._state.fields_cache[self.kept_as] = value
        else:
            setattr(entry, self.name, value)


class Proof:
    """Which fields hold what they may in all of many entries, so that no single entry need be asked.

    A text is proven by the types and lengths in its column; other values are cleaned once for all that say the same.
    """

    def __init__(self, model: Any, apart: Iterable[str]):
        outside = set(apart)
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if field.name not in outside]
        self.known: set[tuple[str, type, Any]] = set()

    def open(self, entries: list[Any]) -> set[str]:
        """The names of the fields that must be asked of each entry."""
        if self.model.clean_fields is not models.Model.clean_fields:
            return {field.name for field in self.fields}
        columns = insertion.columns(entries, [field.attname for field in self.fields])
        proven = (self._proven(field, one) for field, one in zip(self.fields, columns, strict=True))
        return {field.name for field, held in zip(self.fields, proven, strict=True) if not held}

    def _proven(self, field: Any, column: Sequence[Any]) -> bool:
        if field.primary_key or not _by_value(field):
            return bool(field.primary_key)
        kinds = set(map(type, column))
        empty = field.blank or not field.editable
        if len(kinds - {NONE}) > 1 or (NONE in kinds and not empty):
            return False
        if _short_text(field):
            fits = kinds <= {str, NONE} and (empty or "" not in column)
            limits = [one.limit_value for one in field.validators]
            return fits and max(len(value or "") for value in column) <= min(limits, default=2**31)
        if type(field) is models.UUIDField and not field.validators:
            return UUID in kinds
        return all(self._kept(field, value, empty) for value in set(column))

    def _kept(self, field: Any, value: Any, empty: bool) -> bool:
        """Whether a field takes a value as it is."""
        key = (field.name, value.__class__, value)
        if key in self.known or (empty and value in field.empty_values):
            return True
        try:
            cleaned = field.clean(value, None)
        except ValidationError:
            return False
        if cleaned.__class__ is value.__class__ and cleaned == value:
            self.known.add(key)
            return True
        return False


def _by_value(field: Any) -> bool:
    """Whether nothing but the value decides what a field makes of it."""
    kind, plain = type(field), models.Field
    usual = kind.clean is plain.clean and kind.validate is plain.validate
    return isinstance(field, KINDS) and usual and kind.run_validators is plain.run_validators


def _short_text(field: Any) -> bool:
    """A text that is right when it is not too long."""
    if type(field).to_python not in TEXTS or (field.choices and field.editable):
        return False
    return all(
        type(one) is MaxLengthValidator and isinstance(one.limit_value, int) for one in field.validators
    )
