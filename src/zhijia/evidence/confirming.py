"""The one way an entry becomes confirmed: an answer of the person concerned, given once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.evidence import asking, callbacks, entries, keys, trail
from zhijia.evidence.models import Answer, Channel, Request
from zhijia.evidence.telling import digest_of, person_of, same
from zhijia.kernel.text import clean
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor

LONGEST_NOTE = 500
BEARER = (Channel.LINK, Channel.CODE, Channel.SLIP)


@dataclass(frozen=True)
class Said:
    """One person's answer to the question `uid`.

    `secret` is the token or code of link, code or slip, `told` the mark of what was shown
    (`telling.Told.digest`), `amount_said` in fen.
    """

    uid: UUID
    answer: str = Answer.YES
    secret: str = field(default="", repr=False)
    note: str = ""
    amount_said: int | None = None
    told: str = ""


def confirm(
    uid: UUID,
    *,
    by: Actor,
    channel: str,
    answer: str,
    secret: str = "",
    note: str = "",
    amount_said: int | None = None,
    told: str = "",
) -> Request:
    """The answer to the request `uid`; whoever answers second gets the first answer back, unchanged.

    Through link, code or slip `secret` is the token or code, else `by` is the caller or the person; the rest as
    in `Said`. Raises NotFound, Refused or Forbidden.
    """
    said = Said(uid, answer, secret, note, amount_said, told)
    return confirm_many([said], by=by, channel=channel)[0]


def confirm_many(answers: Sequence[Said], *, by: Actor, channel: str) -> list[Request]:
    """The answers of many people that came the same way, each with its own key; all are kept or none.

    Gives the questions in the order of `answers`. Raises as `confirm` does for the first that cannot stand.
    """
    meant = {said.uid: (said, _values(said)) for said in reversed(answers)}
    with transaction.atomic():
        opened = _opened(list(meant))
        first = []
        for uid, (said, values) in meant.items():
            request, entry = opened[uid]
            _check_way(request, entry, by, channel, said.secret)
            if request.answered_at is None:
                _check_open(request, entry, said.told)
                first.append((request, entry, values))
        _keep(first, replace(by, channel=channel))
    return [opened[said.uid][0] for said in answers]


Fresh = tuple[Request, Any, dict[str, Any]]


def _keep(answers: Sequence[Fresh], by: Actor) -> None:
    """Writes the answers, like ones together, and lets them take effect."""
    moment = timezone.now()
    alike: dict[tuple[Any, ...], list[Fresh]] = defaultdict(list)
    for row in answers:
        alike[tuple(row[2].values())].append(row)
    for some in alike.values():
        answered = {"answered_at": moment, "answered_through": by.channel, "answered_by": by.user_id}
        trail.changed_many([row[0] for row in some], {**some[0][2], **answered}, by=by, verb="answer")
        _take_effect(some, by)


def _values(said: Said) -> dict[str, Any]:
    if said.answer not in Answer.values:
        raise Refused("answer", _("Choose one of the answers."))
    words = clean(said.note or "").text.strip()
    if len(words) > LONGEST_NOTE:
        raise Refused("note", _("At most %(limit)s characters.") % {"limit": LONGEST_NOTE})
    partly = said.amount_said if said.answer == Answer.PARTLY else None
    return {"answer": said.answer, "note": words, "amount_said": partly}


def _opened(uids: Sequence[UUID]) -> dict[UUID, tuple[Request, Any]]:
    """The requests and their entries, the entries locked first as every other writer does."""
    kinds: dict[str, set[UUID]] = defaultdict(set)
    for some in chunks(list(uids)):
        for kind, entry_uid in Request.objects.filter(uid__in=some).values_list("kind", "entry_uid"):
            kinds[kind].add(entry_uid)
    found: dict[UUID, Any] = {}
    for kind, about in sorted(kinds.items()):
        found |= entries.locked_many(kind, about)
    opened = {}
    for lot in chunks(list(uids)):
        for row in Request.objects.select_for_update().filter(uid__in=lot).order_by("pk"):
            opened[row.uid] = (row, found.get(row.entry_uid))
    if len(opened) < len(uids) or any(entry is None for _row, entry in opened.values()):
        raise NotFound
    return opened


def _check_way(request: Request, entry: Any, by: Actor, channel: str, secret: str) -> None:
    """Whether this actor may answer this way: nobody who made or asked the entry ever may."""
    involved = {entry.recorded_by_id, request.asked_by_id, request.printed_by_id} - {None}
    if by.user_id in involved:
        raise Forbidden(
            _("You recorded this entry or asked for the answer; only the person concerned confirms.")
        )
    if channel in BEARER:
        if not keys.fits(request, secret):
            raise NotFound
    elif channel == Channel.CALL:
        callbacks.check_caller(request, by)
    elif channel == Channel.SELF:
        if (reason := why_not_self(entry, by)) is not None:
            raise Forbidden(reason)
    else:
        raise Refused("channel", _("There is no such way to answer."))


def why_not_self(entry: Any, by: Actor) -> Any | None:
    """Why the actor may not confirm an entry with the own account, or None."""
    person = person_of(entry)
    if by.user_id is None or person is None or person.user_id != by.user_id:
        return _("Only the person concerned can confirm.")
    if entry.recorded_by_id == by.user_id or callbacks.covers(by, entry.path):
        return _("Whoever works for the union of the entry does not confirm it.")
    return None


def _check_open(request: Request, entry: Any, told: str) -> None:
    person = person_of(entry)
    if not request.is_open or person is None or person.pk != request.person_id:
        raise Refused("", _("This question can no longer be answered; ask your union for a new one."))
    if told and told != digest_of(entry):
        raise Refused("", _("The union has just changed the entry. Please read it again before you answer."))


def _take_effect(answers: Sequence[Fresh], by: Actor) -> None:
    """What answers of one wording do to their entries."""
    asked = [request for request, _entry, _values in answers]
    found = [entry for _request, entry, _values in answers]
    answer, moment = asked[0].answer, asked[0].answered_at
    if answer == Answer.YES:
        entries.stamp_many(
            [(entry, {"confirmed_at": moment, **_state_after(entry)}) for entry in found],
            by=by,
            verb="confirm",
        )
        return
    settled = [(entry, {"confirmed_at": None}) for entry in found if entry.confirmed_at is not None]
    entries.stamp_many(settled, by=by, verb="unconfirm")
    trail.told_many(asked, by=by, verb=f"dispute_{answer}")


def _state_after(entry: Any) -> dict[str, str]:
    """The confirmed state, where the register names one and the flow leads there from here."""
    register = register_of(type(entry))
    wanted = register.confirmed_state
    if not wanted or register.flow is None:
        return {}
    return {"state": wanted} if any(m.target == wanted for m in register.flow.leaving(entry.state)) else {}


def confirm_own(
    entry: Any,
    *,
    by: Actor,
    answer: str = Answer.YES,
    note: str = "",
    amount_said: int | None = None,
    told: str = "",
) -> Request:
    """The answer of the person concerned, logged in with the own account; nobody need have asked."""
    if (reason := why_not_self(entry, by)) is not None:
        raise Forbidden(reason)
    with transaction.atomic():
        return confirm(
            _question(entries.locked(entry), by).uid,
            by=by,
            channel=Channel.SELF,
            answer=answer,
            note=note,
            amount_said=amount_said,
            told=told,
        )


def _question(entry: Any, by: Actor) -> Request:
    """The question the person was asked, or one made for an answer nobody asked for."""
    asked = Request.objects.filter(entry_uid=entry.uid, person=person_of(entry), current=True).first()
    if asked is not None and (asked.is_open or asked.answered_at is not None):
        return asked
    return _unasked(entry, asked, by)


def _unasked(entry: Any, old: Request | None, by: Actor) -> Request:
    if entry.confirmed_at is not None or not asking.is_ripe(entry):
        raise Refused("", _("There is nothing to confirm here now."))
    if old is not None:
        trail.changed(old, {"current": False}, by=by, verb="void")
    request = asking.request_for(entry, Channel.SELF, by=None)
    trail.added(request, by=by, verb="add")
    return request


def confirm_move(entry: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str = "") -> Any:
    """What a flow's Move takes as `through`: the logged-in person's yes; gives the entry as it stands then."""
    confirm_own(entry, by=by, answer=Answer.YES, note=reason)
    return type(entry)._default_manager.get(pk=entry.pk)


def after_change(entry: Any, *, before: Mapping[str, Any], by: Actor) -> None:
    """Takes a confirmation away when what was confirmed is changed; to be called in the change's transaction.

    `before` maps column names to JSON values as `registry.writing.values_of` gives them.
    """
    if same(entry, before):
        return
    person = person_of(entry)
    for old in Request.objects.filter(entry_uid=entry.uid, current=True):
        if old.answered_at is not None or person is None or old.person_id != person.pk:
            trail.changed(old, {"current": False}, by=by, verb="void")
    if entry.confirmed_at is None:
        return
    values = {"confirmed_at": None, **_state_before(entry)}
    entries.stamp(entry, values, by=by, verb="unconfirm", reason=str(_("changed after it was confirmed")))


def _state_before(entry: Any) -> dict[str, str]:
    """The state from which the confirmed one is reached, so that the person can be asked again."""
    register = register_of(type(entry))
    wanted = register.confirmed_state
    if not wanted or register.flow is None or entry.state != wanted:
        return {}
    steps = [move for move in register.flow.moves if move.target == wanted and move.source]
    return {"state": steps[0].source[0]} if steps else {}
