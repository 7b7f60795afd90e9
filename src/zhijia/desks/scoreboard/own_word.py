"""Behind a figure of members: how many said so themselves, and how many stand on a list alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from zhijia.desks.scoreboard import lines as board
from zhijia.directory.models import Membership
from zhijia.directory.queries import CONFIRMED_MEMBERS, MEMBERS, takes_members
from zhijia.plans.models import Target
from zhijia.registry.register import register_of
from zhijia.tally import queries as tally
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


@dataclass(frozen=True)
class OwnWord:
    """Members of a union on a day, and those of them who said so themselves."""

    members: int
    confirmed: int
    ask_url: str = ""

    @property
    def listed(self) -> int:
        """Those on the list alone."""
        return self.members - self.confirmed

    @property
    def percent(self) -> float:
        return self.confirmed * 100 / self.members if self.members else 0.0


def counts_members(target: Target) -> bool:
    """Whether members are in the figure a target reads."""
    return MEMBERS in board.parts(target.indicator)


def own_word(target: Target, org: Org, as_of: date, actor: Actor) -> OwnWord | None:
    """The two parts of the members a target counts; None for a target that counts no members."""
    found = own_words(target, [org], as_of).get(org.pk)
    return replace(found, ask_url=_ask_url(org, actor)) if found is not None else None


def own_words(target: Target, orgs: Sequence[Org], as_of: date) -> dict[int, OwnWord]:
    """The same for many unions by their key, empty for a target that counts no members."""
    if not counts_members(target):
        return {}
    keys = [org.pk for org in orgs]
    members, confirmed = (
        tally.figures(key, keys, target.period, as_of=as_of) for key in (MEMBERS, CONFIRMED_MEMBERS)
    )
    return {key: OwnWord(int(members[key].counted), int(confirmed[key].counted)) for key in keys}


def _ask_url(org: Org, actor: Actor) -> str:
    """Where everybody on the list of a union can be asked at once, for those who keep that list."""
    entry = Membership(org=org, path=org.path)
    if not takes_members(org) or not register_of(Membership).policy.add.test(actor, entry):
        return ""
    kind = register_of(Membership).key
    return f"{reverse('evidence:ask_list', args=[kind])}?{urlencode({'org': org.code})}"
