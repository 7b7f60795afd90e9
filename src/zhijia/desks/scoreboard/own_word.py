"""Behind a figure of members: how many said so themselves, and how many stand on a list alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhijia.desks.scoreboard import lines as board
from zhijia.directory.models import Membership
from zhijia.directory.queries import CONFIRMED_MEMBERS, MEMBERS, takes_members
from zhijia.plans.models import Target
from zhijia.registry.register import register_of
from zhijia.tally import queries as tally
from zhijia.tally.sources import RATIOS
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


@dataclass(frozen=True)
class OwnWord:
    """Members of a union on a day, and those of them who said so themselves."""

    members: int
    confirmed: int
    ask_url: str

    @property
    def listed(self) -> int:
        """Those on the list alone."""
        return self.members - self.confirmed

    @property
    def percent(self) -> float:
        return self.confirmed * 100 / self.members if self.members else 0.0


def own_word(target: Target, org: Org, as_of: date, actor: Actor) -> OwnWord | None:
    """The two parts of the members a target counts; None for a target that counts no members."""
    keys = board.parts(target.indicator) if target.indicator in RATIOS else (target.indicator,)
    if MEMBERS not in keys:
        return None
    counted = {key: _number(key, target, org, as_of) for key in (MEMBERS, CONFIRMED_MEMBERS)}
    return OwnWord(counted[MEMBERS], counted[CONFIRMED_MEMBERS], _ask_url(org, actor))


def _ask_url(org: Org, actor: Actor) -> str:
    """Where everybody on the list of a union can be asked at once, for those who keep that list."""
    entry = Membership(org=org, path=org.path)
    if not takes_members(org) or not register_of(Membership).policy.add.test(actor, entry):
        return ""
    kind = register_of(Membership).key
    return f"{reverse('evidence:ask_list', args=[kind])}?{urlencode({'org': org.code})}"


def _number(key: str, target: Target, org: Org, as_of: date) -> int:
    found: Any = tally.figure(key, org.pk, target.period, as_of=as_of)
    return int(found.counted)
