"""A transfer as the officer of the old union writes it: the new union by its name or code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from zhijia.directory.answering import RequestForm
from zhijia.directory.finding import unions_named
from zhijia.tree.models import Org


class UnionNamed(forms.CharField):
    """A union of workers by its statistical code, its name or a part of it that no other has."""

    def to_python(self, value: Any) -> Org | None:  # type: ignore[override]
        if isinstance(value, Org):
            return value
        text = super().to_python(value)
        if not text:
            return None
        found = unions_named(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("No union of workers is called “%(text)s”; type its name or code.") % {"text": text}
            )
        names = "、".join(org.name for org in found)
        raise ValidationError(
            _("Several unions fit: %(names)s. Type the whole name or the code.") % {"names": names}
        )

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Org) else value

    def run_validators(self, value: Any) -> None:
        return None


class TransferForm(RequestForm):
    """A new transfer; the old union is the one the person is a member of."""

    def __init__(self, register: Any, actor: Any, *args: Any, entry: Any = None, **kwargs: Any):
        super().__init__(register, actor, *args, entry=entry, **kwargs)
        if "to" in self.fields:
            label = capfirst(register.field("to").verbose_name)
            self.fields["to"] = UnionNamed(
                label=label, max_length=200, help_text=_("Type the name, a part of it, or the code.")
            )
