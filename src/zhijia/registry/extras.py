"""What upper rooms add to every register's pages: parts of the form, panels of the detail page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string

from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request


@dataclass(frozen=True)
class FormExtra:
    """Fields added to the form of new entries and what is done with them in the same transaction.

    `fields` gives none for a register it does not concern; `save` may raise `errors.Refused`, and then nothing
    of the entry stands.
    """

    key: str
    fields: Callable[[type[Register], Actor], Mapping[str, forms.Field]]
    save: Callable[[Any, Mapping[str, Any], Actor], None]


@dataclass(frozen=True)
class Panel:
    """A part of a detail page: a template and what it shows; `wide` stands in the main column."""

    key: str
    template: str
    context: Mapping[str, Any]
    wide: bool = True


#: called after a change, step or removal with (entry, before, actor, gone), in the same transaction
AfterWrite = Callable[..., None]
_extras: dict[str, FormExtra] = {}
_after: dict[str, AfterWrite] = {}


def add_after_write(key: str, act: AfterWrite) -> None:
    """Adds what an upper room does once an entry was written, once however often the room starts."""
    _after[key] = act


def after_write(entry: Any, *, before: Mapping[str, Any], by: Actor, gone: bool = False) -> None:
    """Tells the upper rooms that an entry was changed, moved on or removed."""
    for act in _after.values():
        act(entry, before=before, by=by, gone=gone)


def add_form_extra(extra: FormExtra) -> None:
    """Adds an extra, once however often the room starts."""
    _extras[extra.key] = extra


def form_extras() -> list[FormExtra]:
    return list(_extras.values())


def panels(request: Request, register: type[Register], entry: Any) -> list[Panel]:
    """The panels of `settings.DETAIL_PANELS` that have something to show, in their order.

    Each is the dotted name of a function (request, register, entry) → Panel or None.
    """
    found = [import_string(name)(request, register, entry) for name in settings.DETAIL_PANELS]
    return [panel for panel in found if panel is not None]
