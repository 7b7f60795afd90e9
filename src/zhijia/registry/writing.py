"""What every write does: build, check, choices in scope, digest, journal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from zhijia.journal import digest, insertion
from zhijia.journal import services as journal
from zhijia.kernel.day import today
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.fields import SensitiveField
from zhijia.registry.models import Span
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor

#: kept out of versions and the journal: today's tree and the search index
UNVERSIONED = {"id", "path", "words", "version"}
EARLIEST = date(1949, 1, 1)
Days = list[tuple[str, date]]
#: types that are JSON as they are, and types of which a list says few values again and again
PLAIN, FEW = {str, int, bool, type(None)}, {date, datetime, type(None)}


def build(register: type[Register], values: Mapping[str, Any], by: Actor, *, words: bool = True) -> Any:
    """An entry not yet stored, with path, start state and author; without search words when they come later."""
    filled = dict(values)
    if register.prepare is not None:
        register.prepare(filled, by)
    entry: Any = register.model(**filled)
    if entry.org_id is None:
        raise Refused("org", _("Choose the union this belongs to."))
    entry.path = entry.org.path
    entry.recorded_by_id = by.user_id
    if register.flow is not None and not entry.state:
        entry.state = register.flow.start
    if words:
        entry.words = register.words_of(entry)
    return entry


def check_choices(register: type[Register], values: Mapping[str, Any], by: Actor, stored: Any = None) -> None:
    """Refuses a related entry outside the actor's sight as if it did not exist; what stood there may stay."""
    for name, other in register.related().items():
        chosen = values.get(name)
        if stored is not None and chosen is not None and getattr(stored, f"{name}_id") == chosen.pk:
            continue
        if chosen is not None and not other.policy.view.test(by, chosen):
            raise Refused(name, _("Select a valid choice. That choice is not one of the available choices."))


def check(register: type[Register], entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Field rules, dates within reason, then the register's own rules; raises Refused."""
    try:
        entry.full_clean(exclude=["path", "words", "recorded_by"])
    except ValidationError as error:
        raise refusal(error) from error
    check_dates(register, entry)
    for refuse in register.refuses:
        refuse(entry, by, before)


def days_of(register: type[Register]) -> Days:
    """The work days of a register, each with the last day it may name: today, or far ahead."""
    now = today()
    far = date(now.year + 50, 12, 31)
    return [
        (name, far if name in register.ahead or (ends and name == "valid_to") else now)
        for name, ends in _days(register.model, tuple(register.fields))
    ]


def check_dates(register: type[Register], entry: Any, days: Days | None = None) -> None:
    """A work day lies between 1949 and today; a span may end in the future but not start there."""
    for name, last in days_of(register) if days is None else days:
        day = getattr(entry, name)
        if day is None or isinstance(day, datetime):
            continue
        if not EARLIEST <= day <= last:
            raise Refused(
                name,
                _("The date must lie between %(first)s and %(last)s.")
                % {"first": EARLIEST.isoformat(), "last": last.isoformat()},
            )


@cache
def _days(model: Any, fields: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The fields that are dates, and whether they belong to a span."""
    span = issubclass(model, Span)
    return [(name, span) for name in fields if isinstance(model._meta.get_field(name), models.DateField)]


def refusal(error: ValidationError) -> Refused:
    """A Django validation error as a refusal, by field."""
    if hasattr(error, "error_dict"):
        named = {"" if name == NON_FIELD_ERRORS else name: said for name, said in error.message_dict.items()}
        return Refused(messages=named)
    return Refused(messages={"": list(error.messages)})


def clash(register: type[Register], entry: Any, error: IntegrityError) -> Refused | IntegrityError:
    """A unique or check constraint the database refused, as a sentence."""
    try:
        entry.validate_constraints()
        entry.validate_unique()
    except ValidationError as found:
        return refusal(found)
    return Refused("", _("The database refused this: the same or an overlapping entry exists already."))


def plain(value: Any) -> Any:
    """A column's value as JSON."""
    if value is None or value.__class__ in (str, int, bool):
        return value
    if isinstance(value, datetime):
        # the moment, whatever clock it was read from: the database gives it back in UTC
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


@cache
def _versioned(model: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of the versioned columns, and what reads them all from an entry."""
    columns = [one for one in model._meta.concrete_fields if one.name not in UNVERSIONED]
    return tuple(one.name for one in columns), attrgetter(*(one.attname for one in columns))


def values_of(register: type[Register], entry: Any) -> dict[str, Any]:
    """Every versioned column of an entry as JSON values, by column name."""
    names, wanted = _versioned(register.model)
    return {name: plain(value) for name, value in zip(names, wanted(entry), strict=True)}


def columns_of(register: type[Register], entries: Sequence[Any]) -> dict[str, list[str]]:
    """Every versioned column of many entries as the canonical JSON of its values, by column name."""
    versioned = [one for one in register.model._meta.concrete_fields if one.name not in UNVERSIONED]
    names = [one.name for one in versioned]
    columns = insertion.columns(entries, [one.attname for one in versioned])
    return {name: digest.canonical_each(_plain_each(one)) for name, one in zip(names, columns, strict=True)}


def _plain_each(column: Sequence[Any]) -> Sequence[Any]:
    kinds = set(map(type, column))
    if kinds <= PLAIN:
        return column
    if kinds <= FEW:
        known = {value: plain(value) for value in set(column)}
        return [known[value] for value in column]
    return [plain(value) for value in column]


def digests_of(versions: Sequence[int], columns: Mapping[str, Sequence[str]]) -> list[str]:
    """The row digests of many entries, from their versions and columns."""
    told = zip(versions, digest.objects(columns), strict=True)
    return [hashlib.sha256(f"{version}|{values}".encode()).hexdigest() for version, values in told]


def field_values(register: type[Register], entry: Any) -> dict[str, Any]:
    """The values of the form's fields as Python objects."""
    return {name: getattr(entry, name) for name in register.fields}


def sensitive_of(register: type[Register]) -> set[str]:
    """The columns whose values the journal encrypts."""
    encrypted = {c.name for c in register.model._meta.concrete_fields if isinstance(c, SensitiveField)}
    return encrypted | {name for name, level in register.levels.items() if level == "sensitive"}


def row_digest(register: type[Register], entry: Any) -> str:
    """SHA-256 over the versioned columns: what the journal knew when it was written."""
    return digest_of(entry.version, values_of(register, entry))


_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def digest_of(version: int, values: Mapping[str, Any]) -> str:
    """The row digest of a version with these values."""
    return hashlib.sha256(f"{version}|{_canonical(values)}".encode()).hexdigest()


def record(
    register: type[Register],
    entry: Any,
    by: Actor,
    *,
    verb: str,
    before: Mapping[str, Any] | None,
    reason: str = "",
    gone: bool = False,
) -> None:
    """The journal row of a write, with only the columns that changed."""
    journal.record_many(by, [act_of(register, entry, verb=verb, before=before, reason=reason, gone=gone)])


def act_of(
    register: type[Register],
    entry: Any,
    *,
    verb: str,
    before: Mapping[str, Any] | None,
    reason: str = "",
    gone: bool = False,
) -> journal.Act:
    """What the journal is told of a write."""
    after = {} if gone else values_of(register, entry)
    known = dict(before or {})
    changed = [name for name in {**known, **after} if known.get(name) != after.get(name)]
    return journal.Act(
        verb,
        register.key,
        entry.uid,
        entry.org_id,
        entry.path,
        {name: known.get(name) for name in changed} if before is not None else None,
        None if gone else {name: after.get(name) for name in changed},
        reason,
        sensitive_of(register),
        entry.version,
        "" if gone else row_digest(register, entry),
    )


def delete(register: type[Register], entry: Any) -> None:
    """Removes the row; a Forbidden names what still depends on it."""
    try:
        entry.delete()
    except ProtectedError as error:
        used = {obj._meta.verbose_name for obj in error.protected_objects}
        names = ", ".join(sorted(str(name) for name in used))
        raise Forbidden(_("Other entries depend on this one: %(names)s.") % {"names": names}) from error
