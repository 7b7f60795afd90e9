"""Spans of one subject that must not overlap: the refusal showing both, and the closing of the older one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhijia.registry import services
from zhijia.registry.distinct import among
from zhijia.registry.errors import Refused
from zhijia.registry.models import Span
from zhijia.tree.actor import Actor


def others(entry: Span, *subject: str) -> QuerySet[Any]:
    """The other spans of the same subject that share at least one day with this one, earliest first."""
    same = {name: getattr(entry, name) for name in subject}
    rows = type(entry)._default_manager.filter(**same).exclude(pk=entry.pk)  # type: ignore[attr-defined]
    return during(rows, entry.valid_from, entry.valid_to).order_by("valid_from")


def with_others(entries: Sequence[Span], name: str) -> set[int]:
    """The places of new entries whose subject `name` has an entry already, whatever its days: the suspects of
    an overlap."""
    if not entries:
        return set()
    model: Any = type(entries[0])
    column = model._meta.get_field(name).attname
    wanted = among(model, column, {getattr(entry, column) for entry in entries})
    held = set(model._default_manager.filter(**{f"{column}__in": wanted}).values_list(column, flat=True))
    return {place for place, entry in enumerate(entries) if getattr(entry, column) in held}


def during(rows: QuerySet[Any], first: date, end: date | None) -> QuerySet[Any]:
    """The spans of `rows` that share a day with the days from `first` to before `end`."""
    shared = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    return shared if end is None else shared.filter(valid_from__lt=end)


def refuse_overlap(entry: Span, *subject: str, label: Any = None, hint: Any = "") -> None:
    """Raises Refused showing both spans when another of the same subject shares a day with this one."""
    other = others(entry, *subject).first()
    if other is None:
        return
    raise Refused(
        "valid_from",
        _("This span (%(mine)s) overlaps with %(other)s (%(theirs)s). %(hint)s")
        % {
            "mine": text(entry),
            "other": label(other) if label else other,
            "theirs": text(other),
            "hint": hint or _("End that one first, or choose other days."),
        },
    )


def end_older(entry: Span, *subject: str, by: Actor) -> None:
    """Ends the open span before a new one on its first day; any other overlap is refused.

    To be called inside the transaction that stores `entry`.
    """
    older = others(entry, *subject).filter(valid_to__isnull=True, valid_from__lt=entry.valid_from).first()
    if older is not None and entry._state.adding:
        services.change(older, {"valid_to": entry.valid_from}, by=by, version=older.version)
    refuse_overlap(entry, *subject)


def text(span: Span) -> str:
    """The days of a span as a person reads them, the last day counted in."""
    if span.valid_to is None:
        return _("from %(first)s on") % {"first": span.valid_from.isoformat()}
    return _("from %(first)s to before %(end)s") % {
        "first": span.valid_from.isoformat(),
        "end": span.valid_to.isoformat(),
    }
