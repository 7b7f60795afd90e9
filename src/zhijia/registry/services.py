"""Every write to a register: rule, checks, change and journal in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils.translation import gettext_lazy as _

from zhijia.registry import extras, writing
from zhijia.registry.errors import Forbidden, NotFound, Refused, Stale
from zhijia.registry.flow import Move
from zhijia.registry.register import Register, register_of
from zhijia.tree.actor import Actor

__all__ = ["add", "change", "move", "remove", "stamp"]
SECOND = _("Whoever did the step before may not do this one: it needs a second person.")


def add(
    register: type[Register], values: Mapping[str, Any], *, by: Actor, uid: uuid.UUID | None = None
) -> Any:
    """A new entry from field values; the same `uid` sent again gives the entry already made.

    Raises Refused (bad values), Forbidden (the rule says no) or Stale (the uid holds other values).
    """
    if uid is not None and (known := register.model._default_manager.filter(uid=uid).first()):
        return _repeated(register, known, values, by)
    entry = writing.build(register, values, by)
    if uid is not None:
        entry.uid = uid
    verdict = register.policy.add.test(by, entry)
    if not verdict:
        raise Forbidden(verdict.reason)
    writing.check_choices(register, values, by)
    try:
        with transaction.atomic():
            writing.check(register, entry, by, None)
            entry.save(force_insert=True)
            writing.record(register, entry, by, verb="add", before=None)
    except IntegrityError as error:
        raise writing.clash(register, entry, error) from error
    return entry


def _repeated(register: type[Register], known: Any, values: Mapping[str, Any], by: Actor) -> Any:
    """What a second submit of the same uid gets: the first result, or a refusal if the body differs."""
    if known.recorded_by_id != by.user_id:
        raise NotFound
    # in its one form: what is cleaned, or taken from another value, is no other body
    sent = writing.build(register, values, by, words=False)
    with suppress(ValidationError):
        sent.clean()
    same = all(_plain(getattr(known, name)) == _plain(getattr(sent, name)) for name in values)
    if not same and known.version == 1:
        raise Stale(known)
    return known


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else (value or None)


def change(entry: Any, values: Mapping[str, Any], *, by: Actor, version: int, verb: str = "change") -> Any:
    """The entry with some values changed; raises Stale when `version` is no longer the newest."""
    register = register_of(type(entry))
    verdict = register.policy.change.test(by, entry)
    if not verdict:
        raise Forbidden(verdict.reason)
    frozen = [name for name in values if name in register.fixed and _differs(entry, name, values[name])]
    if frozen:
        raise Refused(
            frozen[0], _("This cannot be changed once the entry stands; remove it and add it anew.")
        )
    if "org" in values and _differs(entry, "org", values["org"]):
        moved = writing.build(register, {**writing.field_values(register, entry), **values}, by)
        if not (verdict := register.policy.add.test(by, moved)):
            raise Forbidden(verdict.reason)
    writing.check_choices(register, values, by, entry)
    try:
        with transaction.atomic():
            return _write(register, entry, values, by, version, verb=verb)
    except IntegrityError as error:
        raise writing.clash(register, entry, error) from error


def _differs(entry: Any, name: str, value: Any) -> bool:
    return bool(_plain(getattr(entry, name)) != _plain(value))


def _write(
    register: type[Register],
    entry: Any,
    values: Mapping[str, Any],
    by: Actor,
    version: int,
    *,
    verb: str,
    reason: str = "",
    unchecked: bool = False,
) -> Any:
    """Claims the next version by a conditional UPDATE, then checks and saves: one of two writers loses."""
    manager = register.model._default_manager
    claimed = manager.filter(pk=entry.pk, version=version).update(version=F("version") + 1)
    stored = manager.select_related(None).get(pk=entry.pk)
    if not claimed:
        raise Stale(stored)
    before = writing.values_of(register, stored)
    for name, value in values.items():
        setattr(stored, name, value)
    if "org" in values:
        stored.path = stored.org.path
    if not unchecked:
        writing.check(register, stored, by, before)
    stored.words = register.words_of(stored)
    stored.save()
    writing.record(register, stored, by, verb=verb, before=before, reason=reason)
    if not unchecked:
        extras.after_write(stored, before=before, by=by)
        stored.refresh_from_db()
    return stored


def move(
    entry: Any,
    key: str,
    *,
    by: Actor,
    version: int,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Any:
    """The entry moved along its flow; `values` fills the fields the move asks for.

    Raises Refused (no such move from this state, or bad values), Forbidden or Stale.
    """
    register = register_of(type(entry))
    step = _step(register, key)
    if entry.state not in step.source:
        if entry.state == step.target:
            return entry
        raise Refused("", _("This step cannot be taken from the present state."))
    verdict = step.by.test(by, entry)
    if not verdict:
        raise Forbidden(verdict.reason)
    if register.needs_another(step, entry, by):
        raise Forbidden(SECOND)
    if step.reason and not reason.strip():
        raise Refused("reason", _("Give a reason."))
    missing = [name for name in step.form if (values or {}).get(name) in (None, "")]
    if missing:
        raise Refused(messages={name: [_("This is needed for the step.")] for name in missing})
    if step.through is not None:
        return step.through(entry, by=by, version=version, values=values or {}, reason=reason)
    filled = {name: (values or {}).get(name) for name in step.form} | {"state": step.target}
    with transaction.atomic():
        return _write(register, entry, filled, by, version, verb=step.key, reason=reason)


def _step(register: type[Register], key: str) -> Move:
    if register.flow is None:
        raise Refused("", _("This register has no steps."))
    try:
        return register.flow.move(key)
    except KeyError:
        raise NotFound from None


def remove(entry: Any, *, by: Actor, reason: str, version: int | None = None) -> None:
    """The entry taken out of the register, its last values kept in the journal."""
    register = register_of(type(entry))
    verdict = register.policy.remove.test(by, entry)
    if not verdict:
        raise Forbidden(verdict.reason)
    if not reason.strip():
        raise Refused("reason", _("Give a reason."))
    with transaction.atomic():
        manager = register.model._default_manager
        wanted = entry.version if version is None else version
        if not manager.filter(pk=entry.pk, version=wanted).update(version=F("version") + 1):
            raise Stale(manager.get(pk=entry.pk))
        stored = manager.get(pk=entry.pk)
        before = writing.values_of(register, stored)
        writing.delete(register, stored)
        writing.record(register, stored, by, verb="remove", before=before, reason=reason, gone=True)
        extras.after_write(stored, before=before, by=by, gone=True)


def stamp(entry: Any, values: Mapping[str, Any], *, by: Actor, verb: str, reason: str = "") -> Any:
    """Gate moments and states written by evidence: journalled and versioned, no form checks."""
    register = register_of(type(entry))
    with transaction.atomic():
        current = register.model._default_manager.get(pk=entry.pk)
        return _write(
            register, current, values, by, current.version, verb=verb, reason=reason, unchecked=True
        )
