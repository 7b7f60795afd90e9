"""Who approves a relief, and what a relief must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.assistance.limits import ceiling
from zhijia.kernel import money
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.paths import successor

#: states in which nobody has approved anything yet
OPEN = ("asked", "returned")

unsettled = Rule(
    gettext_lazy("an entry nobody has approved yet"),
    lambda actor: None if actor.is_anonymous else Q(state__in=OPEN),
)


def above(*roles: str) -> Rule:
    """Rows strictly below the actor's posts of these roles: for somebody of a union above."""
    labels = dict(Role.choices)
    names = format_lazy("/".join(["{}"] * len(roles)), *(labels[role] for role in roles))

    def below(actor: Actor) -> Q | None:
        # every place under a post is longer than it, so its first character after the post is at least "0"
        ranges = [Q(path__gte=path + "0", path__lt=successor(path)) for path in sorted(actor.paths(*roles))]
        return Q(*ranges, _connector=Q.OR) if ranges else None

    return Rule(format_lazy("{} {}", names, gettext_lazy("of a union above this one")), below)


def refuse_oneself(relief: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Nobody asks for, approves or pays relief for themselves."""
    if by.user_id is not None and relief.worker.user_id == by.user_id:
        raise Refused(
            "worker", _("You cannot handle relief for yourself; ask a colleague or the union above.")
        )


def refuse_above_ceiling(relief: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The federation's own standard, a setting and never law."""
    if before is not None and before.get("amount") == relief.amount:
        return
    limit = ceiling(relief.org)
    if relief.amount > limit:
        raise Refused(
            "amount",
            _("%(amount)s yuan is above the federation's own ceiling of %(limit)s yuan for one relief.")
            % {"amount": money.text(relief.amount), "limit": money.text(limit)},
        )


def refuse_early_payment(relief: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if relief.paid_on is not None and relief.paid_on < relief.happened_on:
        raise Refused(
            "paid_on",
            _("Paid on %(paid)s lies before it was asked for on %(asked)s.")
            % {"paid": relief.paid_on.isoformat(), "asked": relief.happened_on.isoformat()},
        )


def refuse_after_approval(relief: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What a second person approved stays: another worker, kind, amount or day needs another approval."""
    if before is None or before["state"] in OPEN:
        return
    now = {"worker": relief.worker_id, "kind": relief.kind, "amount": relief.amount}
    now["happened_on"] = relief.happened_on.isoformat()
    for name, value in now.items():
        if before[name] != value:
            raise Refused(name, _("This was approved as it stands; have it returned before changing it."))


def refuse_half_payment(relief: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Day and way of payment come with the step that pays, and stay together."""
    if relief.state in ("paid", "received"):
        for name in ("paid_on", "pay_way"):
            if not getattr(relief, name):
                raise Refused(name, _("Give both the day and the way of the payment."))
        return
    for name in ("paid_on", "pay_way"):
        if getattr(relief, name):
            raise Refused(
                name, _("Leave this empty: it is filled in when the payment is recorded, after approval.")
            )
