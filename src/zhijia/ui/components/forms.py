"""Fields: label, control, help and error joined for eye and screen reader."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Library

from zhijia.ui.menu import Text

register = Library()

# The first class that fits names the look; the order goes from special to general.
LOOKS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "tick"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.Textarea, "text"),
    (forms.TextInput, "input"),
)
#: what Django gives a text area unasked, more than a phone has room for
DJANGO_ROWS = "10"
CLASSES = {"select": "form-select", "tick": "form-check-input", "choices": "form-check-input"}
KEYBOARDS: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DecimalField, "decimal"),
    (forms.FloatField, "decimal"),
    (forms.IntegerField, "numeric"),
)


def look_of(bound: BoundField) -> str:
    """How a control is drawn: choices, tick, select, file, text or input."""
    return next((look for kind, look in LOOKS if isinstance(bound.field.widget, kind)), "input")


def attributes(bound: BoundField, look: str, **wanted: str) -> dict[str, Any]:
    """The attributes a control gets on top of its own."""
    if look == "choices":
        return {"class": CLASSES[look]}
    own = bound.field.widget.attrs
    classes = [own.get("class", ""), CLASSES.get(look, "form-control"), "is-invalid" if bound.errors else ""]
    found: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    keyboard = next((mode for kind, mode in KEYBOARDS if isinstance(bound.field, kind)), "")
    if keyboard and "inputmode" not in own:
        found["inputmode"] = keyboard
    found.update({name: value for name, value in wanted.items() if value})
    if look == "text" and own.get("rows") == DJANGO_ROWS:
        found["rows"] = "4"
    return found


@register.inclusion_tag("ui/components/field.html")
def field(
    bound: BoundField, wide: bool = False, suffix: Text = "", autocomplete: str = "", inputmode: str = ""
) -> dict[str, Any]:
    """One field of a form; an error stands next to it and what was typed is kept."""
    look = look_of(bound)
    attrs = attributes(bound, look, autocomplete=autocomplete, inputmode=inputmode)
    if look == "choices":
        # Each box is drawn by the widget itself, which only knows its own attributes.
        bound.field.widget.attrs["class"] = attrs["class"]
    return {
        "field": bound,
        "look": look,
        "control": bound.as_widget(attrs=attrs),
        "error_id": f"{bound.auto_id}_error",
        "help_id": f"{bound.auto_id}_helptext",
        "wide": wide or look in ("text", "choices"),
        "suffix": suffix,
        "required": bound.field.required,
    }


@register.inclusion_tag("ui/components/fields.html")
def fields(form: BaseForm, only: str = "") -> dict[str, Any]:
    """All fields of a form in its order, or those named in `only`; hidden ones always come along."""
    chosen = only.split()
    visible = [bound for bound in form.visible_fields() if not chosen or bound.name in chosen]
    return {"visible": visible, "hidden": form.hidden_fields()}


@register.inclusion_tag("ui/components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a sent form, each line leading to its field; empty when nothing is."""
    wrong = []
    if form.is_bound:
        wrong = [(bound, error) for bound in form if not bound.is_hidden for error in bound.errors]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors] if form.is_bound else []
    return {"form": form, "wrong": wrong, "general": [*form.non_field_errors(), *hidden]}
