"""Form controls that suit a phone and a Chinese keyboard."""

from __future__ import annotations

from typing import Any

from django import forms


class _Preset(forms.Widget):
    """A control whose attributes stand unless the form gives others."""

    preset: dict[str, str] = {}

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(attrs={**self.preset, **(attrs or {})}, **kwargs)


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # The browser's calendar only understands ISO dates, whatever the page's language.
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class MonthInput(forms.DateInput):
    """A month of a year."""

    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m")


class AmountInput(_Preset, forms.TextInput):
    """An amount of money, typed in yuan."""

    preset = {"inputmode": "decimal", "autocomplete": "off"}


class PhoneInput(_Preset, forms.TextInput):
    """A telephone number; never kept in the browser."""

    input_type = "tel"
    preset = {"inputmode": "tel", "autocomplete": "off", "data-sensitive": "1"}


class IdNumberInput(_Preset, forms.TextInput):
    """An identity number; never kept in the browser, never completed by it."""

    preset = {
        "autocomplete": "off",
        "autocapitalize": "characters",
        "spellcheck": "false",
        "data-sensitive": "1",
    }


class PhotoInput(_Preset, forms.ClearableFileInput):
    """One photo from camera or album, shown before it is sent and made smaller in the browser."""

    preset = {"accept": "image/*", "data-photo": "1"}


class PhotosInput(PhotoInput):
    """Several photos at once."""

    allow_multiple_selected = True
