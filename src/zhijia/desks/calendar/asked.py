"""What an address asks of the calendar: a year or month, whose lines, and which of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from zhijia.activities import queries as activities
from zhijia.activities.models import Meeting
from zhijia.kernel.period import Period
from zhijia.plans import agenda
from zhijia.plans.models import STAFF, Milestone, MilestoneKind, Plan, PlanRegister
from zhijia.registry.listing import BadQuery
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import under

YEARS = range(1949, 2101)
NAMES = {"year", "month", "scope", "org", "kind", "state", "plan"}
#: own: issued by one's own unions or theirs to hold; below: everything down the tree as well
SCOPES = ("own", "below")


@dataclass
class Asked:
    """The calendar somebody asks for; every value is checked against what there is. Raises BadQuery."""

    actor: Actor
    query: QueryDict
    on: date
    narrowed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.query) - NAMES)
        if unknown:
            names = ", ".join(sorted(NAMES))
            said = _("Unknown filter “%(name)s”. Allowed: %(names)s.") % {"name": unknown[0], "names": names}
            raise BadQuery(said)
        self.narrowed = {name for name in ("org", "kind", "state", "plan") if self.query.get(name)}

    @cached_property
    def year(self) -> int:
        """The year asked for, this one when none is."""
        text = self.query.get("year", "")
        if not text:
            return self.on.year
        if not re.fullmatch(r"\d{4}", text, re.ASCII) or int(text) not in YEARS:
            raise BadQuery(_("“%(name)s” is a year such as 2026.") % {"name": "year"})
        return int(text)

    @cached_property
    def month(self) -> Period:
        """The month asked for, this one when none is."""
        text = self.query.get("month", "") or f"{self.on:%Y-%m}"
        found = re.fullmatch(r"(\d{4})-(\d\d)", text, re.ASCII)
        if found is None or int(found[1]) not in YEARS or not 1 <= int(found[2]) <= 12:
            raise BadQuery(_("“%(name)s” is a month such as 2026-03.") % {"name": "month"})
        return Period.month(int(found[1]), int(found[2]))

    @cached_property
    def scope(self) -> str:
        return self._one_of("scope", SCOPES) or SCOPES[0]

    @cached_property
    def kind(self) -> str:
        return self._one_of("kind", tuple(MilestoneKind.values))

    @cached_property
    def state(self) -> str:
        return self._one_of("state", agenda.STANDINGS)

    def _one_of(self, name: str, codes: tuple[str, ...]) -> str:
        text = self.query.get(name, "")
        if text and text not in codes:
            said = {"name": name, "names": ", ".join(codes)}
            raise BadQuery(_("“%(name)s” is one of: %(names)s.") % said)
        return text

    @cached_property
    def org(self) -> Org | None:
        """The union whose lines are asked for, one of those at and below the actor's posts."""
        code = self.query.get("org", "")
        if not code:
            return None
        found = Org.objects.filter(self._sight, code=code.replace("\0", "")).first()
        if found is None:
            raise BadQuery(_("“%(name)s” is the statistical code of a union.") % {"name": "org"})
        return found

    @property
    def _sight(self) -> Q:
        places = [under(path) for path in self.places]
        return Q(*places, _connector=Q.OR) if places else Q(pk__in=[])

    @cached_property
    def places(self) -> tuple[str, ...]:
        return self.actor.paths(*STAFF)

    @cached_property
    def plan(self) -> Plan | None:
        text = self.query.get("plan", "")
        if not text:
            return None
        try:
            found: Plan | None = PlanRegister.visible(self.actor).filter(uid=UUID(text)).first()
        except ValueError:
            found = None
        if found is None:
            raise BadQuery(_("“%(name)s” is a plan within your sight.") % {"name": "plan"})
        return found

    def rows(self, period: Period) -> QuerySet[Milestone]:
        """The lines asked for whose day lies in a period; how they stand is not asked yet."""
        found = agenda.within(agenda.visible(self.actor), period)
        if self.org is not None:
            found = agenda.of_unions(found, [self.org.path], below=self.scope == "below")
        else:
            found = agenda.of_unions(found, self.places, below=self.scope == "below")
        if self.kind:
            found = found.filter(kind=self.kind)
        return found.filter(plan=self.plan) if self.plan is not None else found

    def lines(self, period: Period) -> list[agenda.Line]:
        """The lines asked for with how they stand today; with a union named, how they stand there."""
        at = [self.org.path] if self.org is not None else None
        return agenda.lines(self.rows(period), self.actor, self.on, at=at)

    def meetings(self, period: Period, *, ahead: bool = False) -> list[Meeting]:
        """The meetings of a period where the lines asked for stand; narrowed by kind, plan or state none."""
        if self.narrowed - {"org"}:
            return []
        places = (self.org.path,) if self.org is not None else self.places
        below = self.scope == "below"
        return activities.meetings_in(period, self.actor, places, below=below, ahead=ahead)

    def link(self, **changed: Any) -> str:
        """This address with some values changed; None takes one out."""
        query = self.query.copy()
        for name, value in changed.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    @property
    def orgs(self) -> list[Org]:
        """Unions to choose from: one's own and those directly below."""
        here = Q(path__in=self.places) | Q(parent__path__in=self.places)
        rows = list(Org.objects.filter(here, closed_on=None).order_by("path")[:200])
        if self.org is not None and self.org not in rows:
            rows.append(self.org)
        return rows

    @property
    def plans(self) -> list[Plan]:
        """Plans to choose from that have lines on the calendar."""
        found = PlanRegister.visible(self.actor).filter(
            pk__in=agenda.visible(self.actor).order_by().values("plan")
        )
        return list(found.order_by("-year", "path", "-id")[:50])
