"""Columns the registers share: money in fen, encrypted text, a keyed hash."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.kernel import money
from zhijia.registry.crypt import decrypt, encrypt


def amount_from(text: Any) -> int:
    """Fen from typed text; a ValidationError names what is wrong in the reader's language."""
    try:
        return money.parse(str(text))
    except money.BadAmount as error:
        raise ValidationError(_(error.text) % error.params, code=error.code) from error


class AmountInput(forms.CharField):
    """A text input that reads an amount in yuan and gives fen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        cleaned = super().to_python(value)
        return None if cleaned in (None, "") else amount_from(cleaned)

    def prepare_value(self, value: Any) -> Any:
        return money.text(value) if isinstance(value, int) else value


class MoneyField(models.BigIntegerField):
    """Whole fen; typed and shown in yuan."""

    def formfield(self, **kwargs: Any) -> Any:
        wanted = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
        }
        kwargs = {key: value for key, value in kwargs.items() if key in ("initial", "disabled")}
        return AmountInput(**wanted, **kwargs)

    def value_to_text(self, value: int | None) -> str:
        return "" if value is None else money.text(value)


class SensitiveField(models.TextField):
    """Text that is clear in Python and encrypted in the database."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return encrypt(prepared) if prepared else prepared

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value) if value else value

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "data-sensitive": "1"}))
        kwargs["max_length"] = self.max_length
        return models.Field.formfield(self, **{**kwargs, "form_class": forms.CharField})


class DigestField(models.CharField):
    """A SHA-256 in hexadecimal, or empty text where nulls are not wanted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
