"""The merging itself: one record goes on with everything that named either, in one transaction, journalled."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.merging import choices, facts, hindrances, memberships, pointers
from zhijia.directory.merging.keys import merging
from zhijia.directory.merging.likeness import two_cards
from zhijia.directory.merging.records import Merger
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import Person
from zhijia.journal import services as journal
from zhijia.reach import joining
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.writing import refusal, values_of
from zhijia.tree.actor import Actor

KIND = "directory.merger"
#: the columns a merging may write; the search key and the hash of the number follow from them
COLUMNS = (*(name for columns in choices.QUESTIONS.values() for name in columns), "name_key", "id_hash")


class Changed(Exception):
    """Something was recorded between the preview and the confirmation, or the two were merged already."""


def confirm(wish: Wish, *, seen: str, by: Actor) -> Merger:
    """The merging as it was shown; raises Changed when what it rests on is no longer so, else as `merge`."""
    try:
        with transaction.atomic():
            if wish.digest != seen:
                raise Changed
            return merge(wish, by=by)
    except (Stale, IntegrityError, Person.DoesNotExist) as error:
        raise Changed from error


@transaction.atomic
def merge(wish: Wish, *, by: Actor) -> Merger:
    """One record of two; nothing of it stands when any part is refused. Raises Refused, Forbidden, Stale."""
    _allow(wish, by)
    kept, gone = wish.kept, wish.gone
    values = cleaned(wish)
    own = sorted(pointers.standing(kept))
    left = whole(gone)
    before = {name: values_of(Person.register, kept)[name] for name in COLUMNS}  # type: ignore[attr-defined]
    settled = [*memberships.settle(wish, by), *facts.settle(wish, by)]
    moved = _moved(wish, by)
    services.remove(gone, by=granted(by), reason=_why(wish), version=gone.version)
    done = services.stamp(kept, values, by=by, verb="merge", reason=_why(wish))
    told = {
        "gone": left,
        "before": before,
        "kept_version": done.version,
        "own": own,
        "moved": moved,
        "settled": settled,
        "reach": joining.join(gone.uid, kept.uid),
    }
    return _remembered(wish, done, told, by)


def _allow(wish: Wish, by: Actor) -> None:
    if wish.first.pk == wish.second.pk:
        raise Refused("", _("This is one and the same record."))
    for person in (wish.first, wish.second):
        if not (verdict := merging.test(by, person)):
            raise Forbidden(verdict.reason)
    if not wish.reason.strip():
        raise Refused("reason", _("Give a reason."))
    if two_cards(wish.first, wish.second):
        raise Refused(
            "",
            _(
                "The two have different identity card numbers: either they are two people, or one number is wrong. "
                "Correct that number first."
            ),
        )


def cleaned(wish: Wish) -> dict[str, Any]:
    """The columns of the record that goes on, in their one form. Raises Refused."""
    values = choices.decided(wish.first, wish.second, dict(wish.answers))
    probe = Person(**values)
    try:
        probe.clean()
    except ValidationError as error:
        raise refusal(error) from error
    found = {name: getattr(probe, name) for name in (*values, "name_key", "id_hash")}
    return found


def _moved(wish: Wish, by: Actor) -> list[dict[str, Any]]:
    """Everything that named the record that goes, naming the other; refused where a rule forbids it."""
    moved = []
    for pointer, row in list(pointers.naming(wish.gone)):
        hindrances.refuse(pointer, row, wish.kept, by)
        done = pointers.repoint(pointer, row, wish.kept, by=by, verb="merge", reason=_why(wish))
        moved.append({"key": pointer.key, "uid": str(done.uid), "version": done.version})
    return moved


def _why(wish: Wish) -> str:
    return _("Two records of one person merged: %(reason)s") % {"reason": wish.reason}


def whole(person: Person) -> dict[str, Any]:
    """Every column of a record as JSON, enough to bring it back as it stood."""
    return {**values_of(Person.register, person), "pk": person.pk, "version": person.version}  # type: ignore[attr-defined]


def _remembered(wish: Wish, kept: Person, told: dict[str, Any], by: Actor) -> Merger:
    merger = Merger.objects.create(
        org=kept.org,
        path=kept.org.path,
        kept_uid=kept.uid,
        gone_uid=wish.gone.uid,
        name=kept.name,
        gone_name=wish.gone.name,
        reason=wish.reason,
        told=json.dumps(told, ensure_ascii=False),
        merged_by_id=by.user_id,
    )
    record(merger, by, verb="add", reason=wish.reason)
    return merger


def record(merger: Merger, by: Actor, *, verb: str, reason: str) -> None:
    """The act on a merging in the journal, answering for the row as it stands."""
    journal.record(
        by,
        verb=verb,
        kind=KIND,
        uid=merger.uid,
        org_id=merger.org_id,
        path=merger.path,
        after={"kept": str(merger.kept_uid), "gone": str(merger.gone_uid)},
        reason=reason,
        version=merger.version,
    )
