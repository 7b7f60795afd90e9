"""Questions about evidence and confirmations; none gives back a token, a code or their hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhijia.directory.models import Person
from zhijia.evidence import attachments as taking
from zhijia.evidence import callbacks, entries, slips
from zhijia.evidence.models import PROOF, Answer, Attachment, Request, Standing
from zhijia.evidence.telling import Told, told
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor
from zhijia.tree.paths import under

__all__ = [
    "GateState",
    "Waiting",
    "attachments",
    "calls_waiting",
    "disputed",
    "flagged",
    "gate_state",
    "proven",
    "requests",
    "slips_waiting",
    "to_judge",
    "waiting_for",
]

calls_waiting = callbacks.waiting
slips_waiting = slips.waiting


def attachments(entry: Any) -> list[Attachment]:
    """What is attached to an entry, in the order added, removed files left out."""
    rows = Attachment.objects.filter(entry_uid=entry.uid).exclude(standing=Standing.REMOVED)
    return list(
        rows.select_related(
            "file", "added_by", "reused_from__org", "reused_from__file", "judged_by"
        ).order_by("id")
    )


def _questions() -> QuerySet[Request]:
    rows = Request.objects.select_related("org", "person", "asked_by", "answered_by")
    return rows.defer("token_hash", "code_hash")


def requests(entry: Any) -> list[Request]:
    """The questions asked about an entry, newest first."""
    return list(_questions().filter(entry_uid=entry.uid).order_by("-id"))


@dataclass(frozen=True)
class Waiting:
    """A question the person can answer now, with the entry and what it says."""

    request: Request
    entry: Any
    told: Told


def waiting_for(person: Person) -> list[Waiting]:
    """What waits for a person's answer, oldest first."""
    rows = _questions().filter(person=person, current=True, answered_at__isnull=True).order_by("id")
    found = [(row, entries.entry_of(row.kind, row.entry_uid)) for row in rows if row.is_open]
    return [Waiting(row, entry, told(entry)) for row, entry in found if entry is not None]


def disputed(paths: Iterable[str]) -> QuerySet[Request]:
    """The newest answers "no" or "partly" below any of the places, not asked again since; newest first."""
    places = _below(paths)
    rows = _questions().filter(current=True, answer__in=(Answer.NO, Answer.PARTLY))
    return (rows.filter(places) if places is not None else rows.none()).order_by("-answered_at")


def flagged(paths: Iterable[str]) -> QuerySet[Attachment]:
    """Files seen before below any of the places that still need an explanation; newest first."""
    return _standing(_below(paths), (Standing.FLAGGED, Standing.REFUSED))


def to_judge(actor: Actor) -> QuerySet[Attachment]:
    """Explanations below the actor's places that wait for the union above; the actor's own left out."""
    rows = _standing(_below(actor.paths(*taking.JUDGES)), (Standing.EXPLAINED,))
    own = Q(path__in=actor.paths(*taking.JUDGES)) & ~Q(path__in=taking.top_places(actor))
    return rows.exclude(own).exclude(added_by=actor.user_id).exclude(explained_by=actor.user_id)


def _standing(places: Q | None, standings: Iterable[str]) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(standing__in=list(standings)).select_related("file", "org", "added_by")
    return (rows.filter(places) if places is not None else rows.none()).order_by("-id")


def _below(paths: Iterable[str]) -> Q | None:
    places = [under(path) for path in set(paths)]
    return Q(*places, _connector=Q.OR) if places else None


def proven() -> QuerySet[Attachment]:
    """The attachments that are proof: for checks and counts."""
    return Attachment.objects.filter(standing__in=PROOF)


@dataclass(frozen=True)
class GateState:
    """What of the gates of an entry is met, and what stands in the way."""

    evidenced_at: datetime | None
    confirmed_at: datetime | None
    verified_at: datetime | None
    proofs: int
    unexplained: int
    question: Request | None

    @property
    def is_disputed(self) -> bool:
        """Whether the newest answer of the person concerned was not a yes."""
        return self.question is not None and self.question.answer in (Answer.NO, Answer.PARTLY)

    @property
    def is_asked(self) -> bool:
        """Whether an answer is awaited."""
        return self.question is not None and self.question.is_open


def gate_state(entry: Any) -> GateState:
    """The gates of an entry with the reasons they are open or shut."""
    rows = attachments(entry)
    proofs = sum(row.is_proof for row in rows)
    current = _questions().filter(entry_uid=entry.uid, current=True).order_by("-id").first()
    return GateState(
        entry.evidenced_at, entry.confirmed_at, entry.verified_at, proofs, len(rows) - proofs, current
    )


def without_proof(kind: str) -> QuerySet[Any]:
    """Entries of a register marked as evidenced that have no proof: there should be none."""
    model = entries.register_called(kind).model
    proof = proven().filter(kind=kind, entry_uid=OuterRef("uid"))
    return model._default_manager.filter(~Exists(proof), evidenced_at__isnull=False)


def without_answer(kind: str) -> QuerySet[Any]:
    """Entries of a register marked as confirmed without a yes of that very moment: there should be none."""
    model = entries.register_called(kind).model
    yes = Request.objects.filter(
        kind=kind, entry_uid=OuterRef("uid"), answer=Answer.YES, answered_at=OuterRef("confirmed_at")
    )
    return model._default_manager.filter(~Exists(yes), confirmed_at__isnull=False)


def is_watched(entry: Any) -> bool:
    """Whether proof or an answer means anything for entries of this kind."""
    register = register_of(type(entry))
    return bool(register.evidence or register.confirmed_by)
