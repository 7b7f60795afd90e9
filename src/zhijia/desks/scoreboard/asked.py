"""What an address of the scoreboard asks for: a union, a day, a plan, and which of its targets."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.desks.scoreboard import places
from zhijia.kernel.day import today
from zhijia.plans import queries as plans
from zhijia.plans.models import Plan, Target, TargetRegister
from zhijia.registry.listing import BadQuery
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

EARLIEST = date(1949, 1, 1)

#: the choices of each filter; rooms are those of the plan's own indicators
STATES = {
    "failed": pgettext_lazy("progress", "not reached"),
    "at_risk": pgettext_lazy("progress", "at risk"),
    "behind": pgettext_lazy("progress", "behind"),
    "exceeded": pgettext_lazy("progress", "above the limit"),
    "no_base": pgettext_lazy("progress", "no base"),
    "on_pace": pgettext_lazy("progress", "on pace"),
    "met": pgettext_lazy("progress", "reached"),
    "share": pgettext_lazy("progress", "a share of the union above"),
}
KINDS = {
    "rate": pgettext_lazy("kind of target", "rates"),
    "people": pgettext_lazy("kind of target", "people"),
    "money": pgettext_lazy("kind of target", "money"),
    "things": pgettext_lazy("kind of target", "employers, places, times"),
}
DUE = {
    "over": pgettext_lazy("deadline", "over"),
    "quarter": pgettext_lazy("deadline", "within three months"),
    "year": pgettext_lazy("deadline", "by the end of the year"),
    "later": pgettext_lazy("deadline", "in a later year"),
}
ORDERS = {
    "risk": gettext_lazy("at risk first"),
    "plan": gettext_lazy("as in the plan"),
}
LONGEST = 100


@dataclass(frozen=True)
class Filters:
    """Which targets are shown, and in what order."""

    state: str = ""
    kind: str = ""
    due: str = ""
    room: str = ""
    text: str = ""
    order: str = "risk"

    @property
    def narrows(self) -> bool:
        return any((self.state, self.kind, self.due, self.room, self.text))

    def query(self, **other: str) -> dict[str, str]:
        """The parameters of an address that asks for the same, or with something else."""
        mine = {"state": self.state, "kind": self.kind, "due": self.due, "room": self.room, "q": self.text}
        mine["order"] = "" if self.order == "risk" else self.order
        return {name: value for name, value in {**mine, **other}.items() if value}


@dataclass(frozen=True)
class Asked:
    """A page of the scoreboard as asked for."""

    actor: Actor
    node: Org
    as_of: date
    plan: Plan | None = None
    filters: Filters = field(default_factory=Filters)

    @property
    def is_today(self) -> bool:
        return self.as_of == today()

    def query(self, **other: str) -> str:
        """The query of an address for the same union, day and plan, filtered alike."""
        plan = {"plan": str(self.plan.uid)} if self.plan is not None else {}
        day = {} if self.is_today else {"as_of": self.as_of.isoformat()}
        return urlencode({"node": self.node.code, **plan, **day, **self.filters.query(**other)})


def node_and_day(actor: Actor, sent: QueryDict) -> tuple[Org, date]:
    """The union and day of an address; an unknown union answers 404, a bad day BadQuery.

    A union that is gone is shown as it stood on its last day: nothing that came later is its own.
    """
    org = places.node(actor, sent.get("node", ""))
    if org is None:
        raise Http404
    last = today() if org.closed_on is None else min(today(), org.closed_on - timedelta(days=1))
    text = sent.get("as_of", "")
    if not text:
        return org, last
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if not EARLIEST <= day <= today():
        raise BadQuery(_("The date is written 2026-03-31 and lies between 1949 and today."))
    return org, min(day, last)


def asked(actor: Actor, sent: QueryDict) -> Asked:
    """What the address of a scoreboard asks for; 404 for what is out of sight, BadQuery for what is not."""
    org, day = node_and_day(actor, sent)
    return Asked(actor, org, day, _plan(actor, sent), _filters(sent))


def target(actor: Actor, uid: uuid.UUID) -> Target:
    """A confirmed target within sight, or 404."""
    rows = TargetRegister.visible(actor).filter(uid=uid, state="confirmed").exclude(indicator="")
    found: Target | None = rows.first()
    if found is None:
        raise Http404
    return found


def _plan(actor: Actor, sent: QueryDict) -> Plan | None:
    """The plan asked for, or the current one."""
    if not (text := sent.get("plan", "")):
        return plans.current_plan(actor)
    try:
        found = plans.plans_for(actor).filter(uid=uuid.UUID(text)).first()
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found


def _filters(sent: QueryDict) -> Filters:
    return Filters(
        state=_one_of(sent, "state", STATES),
        kind=_one_of(sent, "kind", KINDS),
        due=_one_of(sent, "due", DUE),
        room=sent.get("room", "")[:40],
        text=" ".join(sent.get("q", "").replace("\0", "").split())[:LONGEST],
        order=_one_of(sent, "order", ORDERS) or "risk",
    )


def _one_of(sent: QueryDict, name: str, choices: dict[str, Any]) -> str:
    value = sent.get(name, "")
    if value and value not in choices:
        said = {"value": value[:40], "name": name, "choices": ", ".join(choices)}
        raise BadQuery(_("“%(value)s” is no choice of %(name)s; there are: %(choices)s.") % said)
    return value
