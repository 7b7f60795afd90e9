"""Money for one worker: asked for, approved by a second person, paid, and received when the worker says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.limits import alone
from zhijia.evidence.services import confirm_move
from zhijia.registry.errors import Refused
from zhijia.registry.flow import Flow, Move
from zhijia.registry.policy import Rule, above, holds, is_person
from zhijia.registry.writing import plain
from zhijia.tree.actor import Actor
from zhijia.tree.paths import under

#: states in which nobody has approved anything yet
OPEN = ("asked", "returned")
#: states in which the money is out
OUT = ("paid", "received")
#: what the step that pays fills in
PAYMENT = ("paid_on", "pay_way")


def _within_limit(actor: Actor) -> Q | None:
    """What the actor's posts as chair reach, each up to its own limit."""
    found = []
    for path in actor.paths("chair"):
        most = alone(path)
        found.append(under(path) if most is None else under(path) & Q(amount__lt=most + 1))
    return Q(*found, _connector=Q.OR) if found else None


officer = holds("officer", "caseworker")
#: whoever approves: the chair here up to the limit, or somebody of a union above
approver = Rule(gettext_lazy("the chair of this union up to the limit of approval"), _within_limit) | above(
    "officer", "leader"
)
#: whoever pays
payer = holds("officer") | holds("finance", here=True)
unsettled = Rule(
    gettext_lazy("an entry nobody has approved yet"),
    lambda actor: None if actor.is_anonymous else Q(state__in=OPEN),
)


class PayWay(models.TextChoices):
    BANK = "bank", pgettext_lazy("way of paying", "to the worker's own bank card")
    CASH = "cash", pgettext_lazy("way of paying", "cash")
    GOODS = "goods", pgettext_lazy("way of paying", "goods of this value")


STATES = {
    "asked": pgettext_lazy("state of relief", "asked for"),
    "returned": pgettext_lazy("state of relief", "returned"),
    "approved": pgettext_lazy("state of relief", "approved"),
    "refused": pgettext_lazy("state of relief", "refused"),
    "paid": pgettext_lazy("state of relief", "paid"),
    "received": pgettext_lazy("state of relief", "received"),
}
APPROVAL = (
    Move(
        "approve",
        ("asked",),
        "approved",
        label=pgettext_lazy("step", "Approve"),
        by=approver,
        apart_from="add",
    ),
    Move(
        "return",
        ("asked", "approved"),
        "returned",
        label=pgettext_lazy("step", "Return"),
        by=approver,
        reason=True,
    ),
    Move("resubmit", ("returned",), "asked", label=pgettext_lazy("step", "Ask again"), by=officer),
    Move(
        "refuse",
        ("asked",),
        "refused",
        label=pgettext_lazy("step", "Refuse"),
        by=approver,
        reason=True,
        danger=True,
    ),
)


def payment_flow(person: str) -> Flow:
    """The steps of money for the worker in the field `person`."""
    return Flow(
        start="asked",
        states=dict(STATES),
        moves=(
            *APPROVAL,
            Move(
                "pay",
                ("approved",),
                "paid",
                label=pgettext_lazy("step", "Record the payment"),
                by=payer,
                form=PAYMENT,
            ),
            Move(
                "receive",
                ("paid",),
                "received",
                label=pgettext_lazy("step", "I have received it"),
                by=is_person(person),
                through=confirm_move,
            ),
        ),
        closed=("refused", "received"),
    )


Before = Mapping[str, Any] | None
Refusal = Callable[[Any, Actor, Before], None]


def refuse_oneself(entry: Any, by: Actor, before: Before) -> None:
    """Nobody asks for, approves or pays help for themselves."""
    if by.user_id is not None and entry.worker.user_id == by.user_id:
        raise Refused(
            "worker", _("You cannot handle relief for yourself; ask a colleague or the union above.")
        )


def refuse_early_payment(entry: Any, by: Actor, before: Before) -> None:
    if entry.paid_on is not None and entry.paid_on < entry.happened_on:
        raise Refused(
            "paid_on",
            _("Paid on %(paid)s lies before it was asked for on %(asked)s.")
            % {"paid": entry.paid_on.isoformat(), "asked": entry.happened_on.isoformat()},
        )


def refuse_half_payment(entry: Any, by: Actor, before: Before) -> None:
    """Day and way of payment come with the step that pays, and stay together."""
    if entry.state in OUT:
        for name in PAYMENT:
            if not getattr(entry, name):
                raise Refused(name, _("Give both the day and the way of the payment."))
        return
    for name in PAYMENT:
        if getattr(entry, name):
            raise Refused(
                name, _("Leave this empty: it is filled in when the payment is recorded, after approval.")
            )


def refuse_changed(entry: Any, before: Before, names: Iterable[str]) -> None:
    """What a second person approved stays: another value of `names` needs another approval."""
    if before is None or before["state"] in OPEN:
        return
    for name in names:
        if before[name] != plain(getattr(entry, entry._meta.get_field(name).attname)):
            raise Refused(name, _("This was approved as it stands; have it returned before changing it."))
