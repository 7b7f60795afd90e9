"""Files put on entries and taken off again; a file seen before is no proof until it is explained."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.evidence import alike, entries, storing, trail
from zhijia.evidence.content.examine import Content, examine
from zhijia.evidence.content.names import display_name
from zhijia.evidence.content.refusals import LARGEST_FILE, BadFile
from zhijia.evidence.models import PROOF, Attachment, Standing, StoredFile
from zhijia.kernel.text import clean
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.paths import STEP

logger = logging.getLogger(__name__)

#: a file on the wrong entry by a slip of the hand, taken off within a day, was not used there
SLIP_OF_THE_HAND = timedelta(days=1)
LONGEST_CAPTION = 200
JUDGES = (Role.OFFICER, Role.CHAIR, Role.LEADER)


def attach(entry: Any, upload: Any, *, by: Actor, caption: str = "") -> Attachment:
    """The file `upload` (with `name` and `read()`) put on an entry; the same file twice is one attachment.

    Raises Forbidden, Refused on the field "file" (kind, size, damage) or "caption", or NotFound.
    """
    if not (verdict := entries.may_change(by, entry)):
        raise Forbidden(verdict.reason)
    words = _caption(caption)
    data, content = _read(upload)
    _keep(data, content)
    with transaction.atomic():
        current = entries.locked(entry)
        file = _stored(data, content)
        known = Attachment.objects.filter(entry_uid=entry.uid, file=file).exclude(standing=Standing.REMOVED)
        if (same := known.first()) is not None:
            return same
        name = display_name(str(upload.name or ""), kind=content.kind)
        row = _new(current, file, by, name=name, caption=words)
        row.taken_on = content.picture.taken_on if content.picture else None
        trail.added(row, by=by, verb="add")
        _tell(row, "attach" if row.is_proof else "attach_again", by=by)
        settle(entry, by=by)
    return row


def _caption(typed: str) -> str:
    words = " ".join(clean(typed or "").text.split())
    if len(words) > LONGEST_CAPTION:
        raise Refused(
            "caption", _("A caption has at most %(limit)s characters.") % {"limit": LONGEST_CAPTION}
        )
    return words


def _read(upload: Any) -> tuple[bytes, Content]:
    """The bytes, never more than may be taken, and what they are."""
    data = None
    if upload is not None:
        upload.seek(0)
        data = upload.read(LARGEST_FILE + 1)
    try:
        if data is None:
            raise BadFile("none")
        return data, examine(data, name=str(upload.name or ""))
    except BadFile as error:
        if error.code == "virus":
            logger.warning("an upload with the virus scanners' test file was refused")
        raise Refused("file", error.message) from error


def _keep(data: bytes, content: Content) -> None:
    """Bytes first, row after: a row never names a file that is not there."""
    sha256 = storing.digest_of(data)
    try:
        storing.keep(storing.original(sha256), data)
        if content.picture is not None:
            storing.keep(storing.copy(sha256, storing.PAGE), content.picture.page)
            storing.keep(storing.copy(sha256, storing.THUMB), content.picture.thumb)
    except OSError as error:
        logger.exception("an uploaded file could not be written")
        message = _(
            "The file could not be stored, perhaps the disk is full. Nothing was saved; try again later."
        )
        raise Refused("file", message) from error


def _stored(data: bytes, content: Content) -> StoredFile:
    """The row of the bytes, locked: of two entries that get one file at once the second sees the first."""
    picture = content.picture
    values = {"size": len(data), "media_type": content.kind.media_type}
    if picture is not None:
        values |= {"width": picture.width, "height": picture.height, "pixels": picture.digest}
        values["prints"] = picture.prints
    file, _made = StoredFile.objects.get_or_create(sha256=storing.digest_of(data), defaults=values)
    return StoredFile.objects.select_for_update().get(pk=file.pk)


def _new(entry: Any, file: StoredFile, by: Actor, *, name: str, caption: str) -> Attachment:
    earlier = seen_before(file, entry)
    return Attachment(
        kind=register_of(type(entry)).key,
        entry_uid=entry.uid,
        org_id=entry.org_id,
        path=entry.path,
        file=file,
        name=name,
        caption=caption,
        standing=Standing.FLAGGED if earlier else Standing.VALID,
        reused_from=earlier,
        added_by_id=by.user_id,
    )


def seen_before(file: StoredFile, entry: Any) -> Attachment | None:
    """The first attachment of the same file, the same pixels or the same photograph that stood on another entry."""
    same = Q(file=file) | Q(file__pixels=file.pixels) if file.pixels else Q(file=file)
    return _first(same, entry) or _first(Q(file__in=alike.photographs(file)), entry)


def _first(same: Q, entry: Any) -> Attachment | None:
    rows = Attachment.objects.filter(same).exclude(entry_uid=entry.uid).order_by("id")
    return next((row for row in rows.iterator() if _stood(row)), None)


def _stood(row: Attachment) -> bool:
    if row.standing == Standing.REMOVED:
        ended_at = row.removed_at or timezone.now()
    elif entries.entry_of(row.kind, row.entry_uid) is None:
        ended_at = timezone.now()
    else:
        return True
    return ended_at - row.added_at > SLIP_OF_THE_HAND


def _tell(row: Attachment, verb: str, *, by: Actor, reason: str = "") -> None:
    trail.told(row, {"attachment": row.name}, by=by, verb=verb, reason=reason)


def settle(entry: Any, *, by: Actor) -> None:
    """The gate "evidenced" is met exactly while an attachment is proof."""
    proof = Attachment.objects.filter(entry_uid=entry.uid, standing__in=PROOF).exists()
    current = entries.locked(entry)
    if proof and current.evidenced_at is None:
        entries.stamp(entry, {"evidenced_at": timezone.now()}, by=by, verb="evidence")
    elif not proof and current.evidenced_at is not None:
        entries.stamp(entry, {"evidenced_at": None}, by=by, verb="evidence")


def _open(uid: UUID, by: Actor) -> tuple[Attachment, Any]:
    """An attachment and its entry within the actor's sight, the entry locked; raises NotFound."""
    row = Attachment.objects.exclude(standing=Standing.REMOVED).filter(uid=uid).first()
    if row is None:
        raise NotFound
    entry = entries.entry_for(by, row.kind, row.entry_uid)
    entries.locked(entry)
    row.refresh_from_db()
    if row.standing == Standing.REMOVED:
        raise NotFound
    return row, entry


def visible(uid: UUID, actor: Actor) -> Attachment:
    """An attachment, removed ones included, of an entry within the actor's sight; raises NotFound."""
    row = Attachment.objects.filter(uid=uid).first()
    if row is None:
        raise NotFound
    entries.entry_for(actor, row.kind, row.entry_uid)
    return row


def _words(typed: str, field: str) -> str:
    words = clean(typed or "").text.strip()
    if not words:
        raise Refused(field, _("Give a reason."))
    if len(words) > 2000:
        raise Refused(field, _("At most %(limit)s characters.") % {"limit": 2000})
    return words


def remove_attachment(uid: UUID, *, by: Actor, reason: str) -> Attachment:
    """Takes an attachment off its entry; the gate falls when nothing valid is left. The bytes are kept."""
    words = _words(reason, "reason")
    with transaction.atomic():
        row, entry = _open(uid, by)
        if not (verdict := entries.may_change(by, entry)):
            raise Forbidden(verdict.reason)
        ended = {"removed_by": by.user_id, "removed_at": timezone.now(), "removal_reason": words}
        trail.changed(row, {"standing": Standing.REMOVED, **ended}, by=by, verb="remove", reason=words)
        _tell(row, "remove_attachment", by=by, reason=words)
        settle(entry, by=by)
    return row


def explain(uid: UUID, text: str, *, by: Actor) -> Attachment:
    """Why a file seen before belongs here too; it waits for the union above then."""
    words = _words(text, "explanation")
    with transaction.atomic():
        row, entry = _open(uid, by)
        if not (verdict := entries.may_change(by, entry)):
            raise Forbidden(verdict.reason)
        if row.standing not in (Standing.FLAGGED, Standing.REFUSED):
            raise Refused("explanation", _("This file does not wait for an explanation."))
        values = {"standing": Standing.EXPLAINED, "explanation": words, "explained_by": by.user_id}
        trail.changed(row, values, by=by, verb="explain")
        _tell(row, "explain", by=by, reason=words)
    return row


def accept(uid: UUID, *, by: Actor, note: str = "") -> Attachment:
    """The explanation accepted by the union above: the file is proof from now on."""
    return _judge(uid, Standing.ACCEPTED, by=by, note=clean(note or "").text.strip()[:2000])


def refuse(uid: UUID, *, by: Actor, note: str) -> Attachment:
    """The explanation not accepted, with a reason; the officer may explain anew or remove the file."""
    return _judge(uid, Standing.REFUSED, by=by, note=_words(note, "note"))


def _judge(uid: UUID, standing: Standing, *, by: Actor, note: str) -> Attachment:
    with transaction.atomic():
        row, entry = _open(uid, by)
        if (reason := why_not_judge(row, entry, by)) is not None:
            raise Forbidden(reason)
        if row.standing != Standing.EXPLAINED:
            raise Refused("", _("This file does not wait for a judgement."))
        values = {"standing": standing, "judged_by": by.user_id, "judgement": note}
        verb = "accept" if standing == Standing.ACCEPTED else "refuse"
        trail.changed(row, values, by=by, verb=verb, reason=note)
        _tell(row, f"{verb}_attachment", by=by, reason=note)
        settle(entry, by=by)
    return row


def why_not_judge(row: Attachment, entry: Any, by: Actor) -> Any | None:
    """Why the actor may not judge an explanation, or None: a union above, and none of its authors.

    The highest federation has nobody above; its own chair judges.
    """
    if by.user_id is None or by.user_id in (row.added_by_id, row.explained_by_id, entry.recorded_by_id):
        return _("Whoever recorded, attached or explained it cannot accept it: it needs a second person.")
    if len(entry.path) <= STEP:
        above = entry.path in top_places(by)
    else:
        above = any(entry.path.startswith(path) and entry.path != path for path in by.paths(*JUDGES))
    return None if above else _("An officer of a union above has to accept it.")


def top_places(by: Actor) -> list[str]:
    """The highest federations whose chair the actor is."""
    return [path for path in by.paths(Role.CHAIR) if len(path) <= STEP]
