"""Sending to a list: once for each form, whole or not at all, within what a union may pay."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.journal import services as journal
from zhijia.journal import words
from zhijia.kernel.day import today
from zhijia.outbox import letters as sealed
from zhijia.outbox.secret import Unreadable
from zhijia.reach import limits, services
from zhijia.reach.length import measure
from zhijia.reach.lists.plan import Plan
from zhijia.reach.models import Mailing, Sending
from zhijia.registry.errors import NotFound, Refused
from zhijia.tree.actor import Actor

KIND = "reach.mailing"
#: as many of what was held back as one press of a button sends
AT_ONCE = 500
words.describe(
    KIND,
    verbs={
        "send": pgettext_lazy("act", "wrote to a list"),
        "print": pgettext_lazy("act", "printed a list"),
        "again": pgettext_lazy("act", "sent once more"),
    },
    fields={
        "people": pgettext_lazy("mailing", "people"),
        "list": pgettext_lazy("mailing", "list"),
        "words": pgettext_lazy("mailing", "words"),
    },
)


def send(plan: Plan, *, uid: UUID, seen: str, by: Actor) -> tuple[Mailing, bool]:
    """The mailing and whether it was sent now; the same `uid` sent again gives the first and writes nothing.

    Raises Refused when the list is no longer what was looked at, or would cost more than the union may pay.
    """
    if (known := sent_before(uid, by)) is not None:
        return known, False
    if faults := plan.faults():
        raise Refused(messages={"": faults})
    if seen != plan.digest:
        raise Refused(
            "", _("The list or the words changed since you looked: look at it once more, then send.")
        )
    try:
        with transaction.atomic():
            return _written(plan, uid, by), True
    except IntegrityError:
        # the unique key decided: the other press of the button was first
        if (known := sent_before(uid, by)) is None:
            raise
        return known, False


def sent_before(uid: UUID, by: Actor) -> Mailing | None:
    """What this form sent already; somebody else's is as absent."""
    known = Mailing.objects.filter(uid=uid).first()
    if known is not None and known.made_by_id != by.user_id:
        raise NotFound
    return known


def _written(plan: Plan, uid: UUID, by: Actor) -> Mailing:
    mailing = plan.mailing(uid, by.user_id)
    mailing.save(force_insert=True)
    rows = services.send_many(plan.letters(mailing))
    mailing.parts = sum(_parts(row) for row in rows)
    org, day = plan.crowd.org, today()
    most = limits.rules_of([org])[org.pk].month_parts
    if not limits.parts_let(org, mailing.parts, most, day):
        left = max(0, most - limits.number_of(*limits.of_month(org, day)))
        said = _("This costs %(parts)s text messages and the union may pay %(left)s more this month.")
        raise Refused("", said % {"parts": mailing.parts, "left": left})
    mailing.save(update_fields=["parts"])
    told = {"people": mailing.people, "list": mailing.title, "words": " · ".join(plan.values.values())}
    place = {"kind": KIND, "uid": mailing.uid, "org_id": org.pk, "path": org.path}
    journal.record(by, verb="send", **place, after=told)
    return mailing


def _parts(row: Sending) -> int:
    """As how many text messages one is paid; what is held back costs nothing."""
    return 0 if row.held else _cost(row)


def _cost(row: Sending) -> int:
    if row.channel != "sms" or row.message is None:
        return 0
    try:
        return measure(sealed.letter_of(row.message).body).parts
    except Unreadable:
        # under another key it will fail anyway
        return 0


def again(mailing: Mailing, *, by: Actor) -> int:
    """Sends once more what failed or a limit held back, as far as the union may pay it; how many it was."""
    lost = Q(held__in=("person", "union")) | Q(held="", message__state="failed")
    rows = mailing.sendings.filter(lost, message__isnull=False).select_related("message", "org")
    org, done = mailing.org, 0
    most = limits.rules_of([org])[org.pk].month_parts
    for row in rows.order_by("pk")[:AT_ONCE]:
        cost = _cost(row)
        with transaction.atomic():
            if not limits.parts_let(org, cost, most, today()):
                break
            try:
                services.retry(row, by=by)
            except Refused:
                limits.parts_let(org, -cost, most, today())
                continue
            Mailing.objects.filter(pk=mailing.pk).update(parts=F("parts") + cost)
        done += 1
    return done


def printed(org_id: int, path: str, uid: UUID, title: str, people: int, *, by: Actor) -> None:
    """A list that left on paper, in the journal."""
    told = {"people": people, "list": title}
    journal.record(by, verb="print", kind=KIND, uid=uid, org_id=org_id, path=path, after=told)
