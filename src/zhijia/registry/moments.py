"""The journal of one entry as lines people read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from zhijia.journal import queries
from zhijia.registry import cells
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.ui.moments import Moment

ICONS = {
    "add": ("plus", "info"),
    "remove": ("trash", "bad"),
    "look": ("eye", "warn"),
    "attach": ("paperclip", "good"),
    "confirm": ("user-check", "good"),
}
#: columns whose change says nothing to a reader
SILENT = {"uid", "org", "recorded_at", "recorded_by", "state", "id_hash", "name_key", "digest", "words"}


def timeline(register: type[Register], entry: Any, actor: Actor) -> list[Moment]:
    """What happened to an entry, newest first; protected values are masked as everywhere."""

    def show(name: str, value: Any) -> str:
        return in_words(register, entry, name, value, actor)

    found = queries.timeline(register.key, entry.uid, show=show, limit=60)
    return [_moment(register, moment) for moment in found]


def in_words(register: type[Register], entry: Any, name: str, value: Any, actor: Actor) -> str:
    """A journalled value as its column shows it."""
    if value in (None, ""):
        return ""
    try:
        field = register.field(name)
    except FieldDoesNotExist:
        return str(value)
    if not cells.is_clear(register, entry, name, actor):
        mask = register.masks.get(name)
        return mask(str(value)) if mask else cells.HIDDEN
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.ForeignKey):
        return _related(field, value)
    if isinstance(field, models.DateTimeField):
        value = parse_datetime(str(value)) or value
    elif isinstance(field, models.DateField):
        value = parse_date(str(value)) or value
    return cells.plain_text(field, value)


def _related(field: Any, value: Any) -> str:
    other = field.related_model._default_manager.filter(pk=value).first()
    return str(other) if other is not None else str(value)


def _moment(register: type[Register], moment: queries.Moment) -> Moment:
    icon, tone = ICONS.get(moment.verb, ("circle-dashed", "plain"))
    changes = [
        (change.label, change.before, change.after)
        for change in moment.changes
        if change.field not in SILENT and moment.verb not in ("add", "remove")
    ]
    return Moment(
        at=moment.at,
        title=moment.label,
        by=moment.who,
        detail=moment.reason,
        changes=changes,
        icon=icon,
        tone=tone,
    )
