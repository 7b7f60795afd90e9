"""How far messages got, as officers may see it: never the text, never a key, never a whole number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.outbox import queries as outbox
from zhijia.outbox.models import State
from zhijia.reach import people
from zhijia.reach.kinds import kind_of
from zhijia.reach.models import Held, Sending
from zhijia.registry.policy import holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role

__all__ = ["Status", "counts", "may_look", "seen", "statuses"]

#: who sees what became of messages: those who work for the union or one above it
watchers = holds(Role.OFFICER, Role.CHAIR, Role.LEADER, prefix="org__")
#: the state a page shows: what held it back, else how far the message is
SHOWN = Case(
    When(~Q(held=""), then=F("held")), default=F("message__state"), output_field=CharField(max_length=8)
)


@dataclass(frozen=True)
class Status:
    """What pages may show of one message; the address is masked."""

    effect_key: str
    channel: str
    to_shown: str
    state: str
    tries: int
    sent_at: datetime | None
    last_error: str
    waits_until: datetime | None = None

    @property
    def label(self) -> str:
        """The state in the active language."""
        return label_of(self.state)


def label_of(state: str) -> str:
    """A state or a reason in the active language."""
    if state in Held.values:
        return str(Held(state).label)
    return str(State(state).label) if state in State.values else state


def may_look(actor: Actor) -> bool:
    return watchers.ever(actor) and bool(actor.seats)


def seen(actor: Actor) -> QuerySet[Sending]:
    """The messages in an actor's sight with the state shown, newest first."""
    rows = watchers.filter(actor, Sending.objects.select_related("org", "message"))
    return rows.annotate(shown=SHOWN).order_by("-made_at", "-pk")


def counts(rows: QuerySet[Sending]) -> dict[str, int]:
    """How many stand in each state."""
    return dict(rows.order_by().values_list("shown").annotate(number=Count("pk")))


def statuses(effect_keys: Iterable[str]) -> dict[str, Status]:
    """What became of messages, by the occasion they were for; those not sent too."""
    keys, found = list(effect_keys), {}
    for begin in range(0, len(keys), 500):
        rows = Sending.objects.filter(effect_key__in=keys[begin : begin + 500]).select_related("message")
        for row in rows:
            found[row.effect_key] = _status(row)
    return found | _before_this_room([key for key in keys if key not in found])


def _before_this_room(keys: list[str]) -> dict[str, Status]:
    """Messages written when rooms still spoke to the outbox themselves."""
    return {
        key: Status(key, one.channel, one.to_shown, one.state, one.tries, one.sent_at, one.last_error)
        for key, one in outbox.statuses(keys).items()
    }


def _status(row: Sending) -> Status:
    message = row.message
    if message is None:
        return Status(row.effect_key, row.channel, "", row.held, 0, None, "")
    state = row.held or message.state
    return Status(
        row.effect_key,
        row.channel,
        message.to_shown,
        state,
        message.tries,
        message.sent_at,
        message.last_error,
        row.waits_until,
    )


@dataclass(frozen=True)
class Line:
    """One message as the list shows it."""

    sending: Sending
    name: str
    kind: str
    state: str
    label: str
    note: str
    may_retry: bool
    #: the page at which a question that was lost is asked anew
    ask_at: str = ""


def lines(rows: Iterable[Sending], names: Mapping[UUID, str]) -> list[Line]:
    found = list(rows)
    lost = [one.effect_key for one in found if one.message and one.message.secret and _is_lost(one)]
    pages = people.origins(lost) if lost else {}
    return [_line(row, names, pages.get(row.effect_key, "")) for row in found]


def _is_lost(row: Sending) -> bool:
    return row.message is not None and row.message.state == State.FAILED


def _line(row: Sending, names: Mapping[UUID, str], ask_at: str) -> Line:
    kind, message = kind_of(row.key), row.message
    state = row.held or (message.state if message else "")
    again = message is not None and not message.secret and state in (State.FAILED, *_BY_LIMIT)
    return Line(
        row,
        names.get(row.person_uid, "") if row.person_uid else "",
        str(kind.name) if kind else row.key,
        state,
        label_of(state),
        _note(row, state),
        again,
        ask_at,
    )


_BY_LIMIT = (Held.PERSON_LIMIT, Held.UNION_LIMIT)


def _note(row: Sending, state: str) -> str:
    """What an officer can do about it, or wait for."""
    message = row.message
    if state == Held.NO_ADDRESS:
        return _("There is no mobile number on file: tell them in person or by a printed list.")
    if state == Held.OPTED_OUT:
        return _("They want no messages of this kind.")
    if state == State.FAILED and message is not None:
        ask = _("Send it again from the entry it belongs to.") if message.secret else ""
        return f"{message.last_error} {ask}".strip()
    if state == State.WAITING and message is not None:
        if row.waits_until and row.waits_until > timezone.now():
            at = timezone.localtime(row.waits_until)
            return _("after the hours of quiet, at %(at)s") % {"at": f"{at:%m-%d %H:%M}"}
        return message.last_error
    return ""
