"""A list taken back: everything it made leaves the registers, while nothing has come to lean on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.journal import services as journal
from zhijia.registry import extras, writing
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.models import Entry
from zhijia.registry.progress import tell
from zhijia.registry.register import REGISTERS, Register
from zhijia.sheets.columns import own_sheet, sheet_of
from zhijia.sheets.models import Load
from zhijia.sheets.related import chunks
from zhijia.tree.actor import Actor

LOT = 1000
Made = list[tuple[type[Register], list[UUID]]]


def loads(register: type[Register], by: Actor) -> QuerySet[Load]:
    """The lists the actor has taken in by the sheets of a register, the newest first."""
    keys = {sheet_of(register).key, own_sheet(register).key}
    return Load.objects.filter(sheet__in=keys, by_id=by.user_id).exclude(by=None).order_by("-at")


def made_by(load: Load) -> Made:
    """What a list made, last first."""
    told: dict[str, list[str]] = json.loads(load.made or "{}")
    found = [(REGISTERS[key], [UUID(uid) for uid in uids]) for key, uids in told.items() if key in REGISTERS]
    return found[::-1]


def hindrances(load: Load) -> list[str]:
    """Why a list cannot be taken back, as sentences; empty when it can."""
    made = made_by(load)
    if load.undone_at is not None:
        return [_("This list was taken back already.")]
    if not made:
        return [_("This list has made no entries that could be taken back.")]
    for register, _uids in made:
        if register.model.save is not Entry.save:
            said = {"name": register.model._meta.verbose_name_plural}
            return [
                _("%(name)s cannot be taken back as a list: other things came into being with them.") % said
            ]
    return [*_changed(made), *_leaning(made)]


def _changed(made: Made) -> Iterator[str]:
    for register, uids in made:
        manager, standing = register.model._default_manager, 0
        for some in chunks(uids):
            standing += manager.filter(uid__in=some, version=1).count()
        if gone := len(uids) - standing:
            said = {"count": gone, "name": register.model._meta.verbose_name_plural}
            yield _("%(count)s of the %(name)s were changed, moved on or removed since.") % said


def _leaning(made: Made) -> Iterator[str]:
    """What other entries, not of this list, name one of its own."""
    own: dict[Any, set[UUID]] = {}
    for register, uids in made:
        own.setdefault(register.model, set()).update(uids)
    for register, uids in made:
        for relation in register.model._meta.get_fields(include_hidden=True):
            if not (relation.auto_created and not relation.concrete and relation.related_model):
                continue
            count = _count(relation, uids, own.get(relation.related_model, set()))
            if count:
                said = {"count": count, "name": relation.related_model._meta.verbose_name_plural}
                yield _("%(count)s %(name)s lean on entries of this list.") % said


def _count(relation: Any, uids: list[UUID], own: set[UUID]) -> int:
    manager, count = relation.related_model._default_manager, 0
    for some in chunks(uids):
        rows = manager.filter(**{f"{relation.field.name}__uid__in": some})
        if own:
            count += sum(uid not in own for uid in rows.values_list("uid", flat=True))
        else:
            count += rows.count()
    return count


def undo(load: Load, *, by: Actor, reason: str) -> int:
    """Removes what the list made and gives how many entries; raises Refused or Forbidden, then nothing is gone."""
    _allow(load, by, reason)
    try:
        with transaction.atomic():
            load = Load.objects.get(pk=load.pk)
            if why := hindrances(load):
                raise Refused("", " ".join(why))
            if not Load.objects.filter(pk=load.pk, undone_at=None).update(undone_at=timezone.now()):
                raise Refused("", _("This list was taken back already."))
            return sum(_remove(register, uids, by, reason) for register, uids in made_by(load))
    except IntegrityError as error:
        raise Refused("", _("Somebody made an entry that leans on this list just now.")) from error


def _allow(load: Load, by: Actor, reason: str) -> None:
    if load.by_id is None or load.by_id != by.user_id:
        raise Forbidden(_("A list is taken back by the one who took it in."))
    for register, _uids in made_by(load):
        if not register.policy.add.ever(by):
            raise Forbidden(register.policy.add.reason)
    if not reason.strip():
        raise Refused("reason", _("Give a reason."))


def _remove(register: type[Register], uids: list[UUID], by: Actor, reason: str) -> int:
    manager, model = register.model._default_manager, register.model
    for start in range(0, len(uids), LOT):
        tell("undo", start, len(uids))
        entries = list(manager.filter(uid__in=uids[start : start + LOT]).select_related("org"))
        befores = [writing.values_of(register, entry) for entry in entries]
        numbers = [entry.pk for entry in entries]
        # a removal is the entry's next version, as when one is removed by itself: the journal's witnesses ask
        if manager.filter(pk__in=numbers, version=1).update(version=2) != len(numbers):
            raise Refused("", _("Somebody changed an entry of this list just now."))
        gone = model._base_manager.filter(pk__in=numbers)
        gone._raw_delete(gone.db)
        acts = []
        for entry, before in zip(entries, befores, strict=True):
            entry.version = 2
            acts.append(
                writing.act_of(register, entry, verb="remove", before=before, reason=reason, gone=True)
            )
        journal.record_many(by, acts)
        for entry, before in zip(entries, befores, strict=True):
            extras.after_write(entry, before=before, by=by, gone=True)
    return len(uids)
