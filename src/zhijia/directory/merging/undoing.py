"""A merging taken back: both records as they stood, as long as nothing that rests on it changed since."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.directory.merging import carrying, facts, pointers
from zhijia.directory.merging.keys import merging
from zhijia.directory.merging.records import Merger
from zhijia.directory.models import Membership, Person, PersonFact
from zhijia.reach import joining
from zhijia.registry import services, writing
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.actor import Actor

#: what a merging settles, by the kind it is remembered under, and the columns it may cut
SETTLED: dict[str, Any] = {"": Membership, facts.NAME: PersonFact}
#: columns that mergings of earlier days remember
GONE = ("migrant_worker",)
CUT = ("valid_from", "valid_to", "join_kind", "left_kind", "left_reason")


def told_of(merger: Merger) -> dict[str, Any]:
    """What was remembered of a merging."""
    found: dict[str, Any] = json.loads(merger.told)
    return found


def in_the_way(merger: Merger) -> list[str]:
    """What was done since and rests on the merging, in sentences; nothing when it can be taken back."""
    told, kept = told_of(merger), Person.objects.filter(uid=merger.kept_uid).first()
    if merger.undone_at is not None:
        return [_("This merging was taken back already.")]
    if kept is None:
        return [_("The record that went on is no longer there: it was merged again or removed.")]
    found = []
    if kept.version != told["kept_version"]:
        found.append(_("The record itself was changed since."))
    now = pointers.standing(kept)
    known = {f"{one['key']} {one['uid']}": one["version"] for one in told["moved"]}
    names = {pointer.key: capfirst(str(pointer.model._meta.verbose_name)) for pointer in pointers.pointers()}
    for place, version in known.items():
        if now.get(place) != version:
            found.append(_("%(noun)s that came over was changed since.") % {"noun": names[place.split()[0]]})
    for place in sorted(set(now) - set(known) - set(told["own"])):
        found.append(_("%(noun)s was recorded since.") % {"noun": names[place.split()[0]]})
    return found + _cuts_changed(told)


def _cuts_changed(told: dict[str, Any]) -> list[str]:
    """Memberships that were shortened and then changed; one that also came over stands a version later."""
    moved = {one["uid"]: one["version"] for one in told["moved"]}
    cuts = {
        one["uid"]: moved.get(one["uid"], one["after"]) for one in told["settled"] if one["done"] == "cut"
    }
    standing: dict[str, int] = {}
    for model in SETTLED.values():
        rows = model.objects.filter(uid__in=list(cuts))
        standing |= {str(uid): version for uid, version in rows.values_list("uid", "version")}
    changed = [uid for uid, version in cuts.items() if standing.get(uid) != version]
    return [_("What was shortened by the merging was changed since.") for _one in changed]


def undo(merger: Merger, *, by: Actor, reason: str) -> Person:
    """The record that went, back with all that named it. Raises Refused, Forbidden."""
    if not reason.strip():
        raise Refused("reason", _("Give a reason."))
    try:
        with transaction.atomic():
            return _undone(merger, by, reason)
    except IntegrityError as error:
        text = _("The number of the record that would come back is on file again, or its place is taken.")
        raise Refused("", text) from error


def _undone(merger: Merger, by: Actor, reason: str) -> Person:
    rows = Merger.objects.filter(pk=merger.pk, undone_at=None, version=merger.version)
    ended = {"undone_at": timezone.now(), "undone_by": by.user_id, "undone_reason": reason}
    if not rows.update(version=F("version") + 1, **ended):
        raise Refused("", _("This merging was taken back already."))
    merger.refresh_from_db()
    merger.undone_at = None
    if hindrances := in_the_way(merger):
        raise Refused(messages={"": hindrances})
    merger.refresh_from_db()
    kept, told = Person.objects.get(uid=merger.kept_uid), told_of(merger)
    if not (verdict := merging.test(by, kept)):
        raise Forbidden(verdict.reason)
    values = {name: _meant(Person, name, value) for name, value in told["before"].items() if name not in GONE}
    services.stamp(kept, values, by=by, verb="undo", reason=reason)
    gone: Person = _restored(Person, told["gone"], by, reason)
    _give_back(told, gone, by, reason)
    joining.part(gone.uid, kept.uid, told.get("reach", {}))
    carrying.record(merger, by, verb="undo", reason=reason)
    return gone


def _give_back(told: dict[str, Any], gone: Person, by: Actor, reason: str) -> None:
    known = {pointer.key: pointer for pointer in pointers.pointers()}
    for one in told["moved"]:
        pointer = known[one["key"]]
        row = pointer.model._default_manager.get(uid=one["uid"])
        pointers.repoint(pointer, row, gone, by=by, verb="undo", reason=reason)
    for one in told["settled"]:
        values, model = one["values"], SETTLED[one.get("kind", "")]
        if one["done"] == "cut":
            row = model.objects.get(uid=one["uid"])
            back = {name: _back(model, name, values[name]) for name in CUT if name in values}
            services.stamp(row, back, by=by, verb="undo", reason=reason)
        else:
            _restored(model, {**values, "uid": one["uid"], "version": one["version"]}, by, reason)


def _restored(model: Any, values: dict[str, Any], by: Actor, reason: str) -> Any:
    """A row as it stood, two versions on: the removal was one."""
    kept = {name: value for name, value in values.items() if name not in ("version", *GONE)}
    entry = model(**{_column(model, name): _back(model, name, value) for name, value in kept.items()})
    entry.version = values["version"] + 2
    entry.path = entry.org.path
    entry.words = model.register.words_of(entry)
    entry.save(force_insert=True)
    writing.record(model.register, entry, by, verb="restore", before=None, reason=reason)
    return entry


def _column(model: Any, name: str) -> str:
    return "pk" if name == "pk" else str(model._meta.get_field(name).attname)


def _back(model: Any, name: str, value: Any) -> Any:
    """A value kept as JSON, as the column takes it; a relation by its key."""
    if name == "pk" or value in (None, ""):
        return value
    field = model._meta.get_field(name)
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(value)
    if isinstance(field, models.DateField):
        return date.fromisoformat(value)
    return UUID(value) if isinstance(field, models.UUIDField) else value


def _meant(model: Any, name: str, value: Any) -> Any:
    """A value kept as JSON, a relation as the row it names."""
    field = model._meta.get_field(name)
    if isinstance(field, models.ForeignKey) and value is not None:
        return field.related_model._default_manager.get(pk=value)
    return _back(model, name, value)
