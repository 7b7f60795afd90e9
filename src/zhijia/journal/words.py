"""How acts and fields are called in a timeline: rooms add the words of their own nouns."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Any] = {
    "add": pgettext_lazy("act", "recorded"),
    "change": pgettext_lazy("act", "changed"),
    "remove": pgettext_lazy("act", "removed"),
    "import": pgettext_lazy("act", "imported"),
    "export": pgettext_lazy("act", "exported"),
    "look": pgettext_lazy("act", "looked at a protected value"),
    "attach": pgettext_lazy("act", "added evidence"),
    "confirm": pgettext_lazy("act", "confirmed"),
    "found": pgettext_lazy("act", "founded"),
    "move": pgettext_lazy("act", "moved under another union"),
    "merge": pgettext_lazy("act", "merged into another union"),
    "close": pgettext_lazy("act", "closed"),
    "rename": pgettext_lazy("act", "renamed"),
    "relate": pgettext_lazy("act", "related to another union"),
    "end": pgettext_lazy("act", "ended a relation"),
}
NONE: Mapping[str, Any] = MappingProxyType({})
_verbs: dict[str, Mapping[str, Any]] = {}
#: what the tree tells of a change beside the organisation's own columns
TREE_FIELDS = {"on": pgettext_lazy("org", "with effect from"), "into": pgettext_lazy("org", "merged into")}
_fields: dict[str, Mapping[str, Any]] = {"tree.org": TREE_FIELDS}


def describe(kind: str, *, verbs: Mapping[str, Any] = NONE, fields: Mapping[str, Any] = NONE) -> None:
    """Names the acts and fields of a kind of entry, as lazy translations by key."""
    _verbs[kind] = {**_verbs.get(kind, {}), **verbs}
    _fields[kind] = {**_fields.get(kind, {}), **fields}


def verb_label(kind: str, verb: str) -> str:
    """The act in words; the key itself when nobody named it."""
    return str(_verbs.get(kind, {}).get(verb) or VERBS.get(verb, verb))


def field_label(kind: str, field: str) -> str:
    """The field in words: as named here, else as its model calls it, else the key itself."""
    if named := _fields.get(kind, {}).get(field):
        return str(named)
    try:
        return str(apps.get_model(kind)._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return field
