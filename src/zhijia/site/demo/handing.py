"""The city's targets handed down to its counties in the demonstration: accepted, argued, settled, locked, handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhijia.kernel.day import frozen
from zhijia.plans.handing import services as handing
from zhijia.plans.handing.dividing import Source, divide
from zhijia.plans.handing.weights import weigh
from zhijia.plans.models import Handing, LetterRegister, Method, Plan, Share, Target
from zhijia.registry import services
from zhijia.site.demo import cast
from zhijia.site.demo.places import CITY_CODE, FARM, GAS, SITE
from zhijia.site.demo.size import Days
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org

ANSWER = timedelta(days=14)
RIVER, HILL, YUNTAI = "YC01", "YC02", "YC04"
#: unions of the county to which it hands on, the ones with most members beside those that can be tried
BASE = 8


@dataclass
class Handed:
    """Targets of the issued plan handed down from a day on."""

    days: Days
    plan: Plan
    city: Org

    @property
    def first(self) -> date:
        """When the city handed down: six weeks ago, not before the year began."""
        return max(self.days.first, self.days.last - timedelta(days=45))

    def target(self, indicator: str) -> Target:
        return Target.objects.get(plan=self.plan, indicator=indicator, state="confirmed")

    def down(self, indicator: str, method: Method, *, on: date, **asked: Any) -> Handing:
        """A target over the counties, as the page does it."""
        source = Source(self.target(indicator), self.city)
        counties = [org for org in source.below() if org.kind == OrgKind.COUNTY]
        return self.give(source, counties, method, on, "city.officer", **asked)

    def give(
        self, source: Source, orgs: list[Org], method: Method, on: date, by: str, **asked: Any
    ) -> Handing:
        with frozen(on):
            minimum = asked.get("minimum")
            chosen = {org.pk for org in orgs}
            division = divide(source, orgs, method=method, total=source.whole, minimum=minimum, chosen=chosen)
            values = {
                "method": method,
                "total": source.whole,
                "minimum": minimum,
                "reply_due_on": min(on + ANSWER, source.target.ends_on),
                "note": asked.get("note", ""),
            }
            return handing.hand_down(source, division, values, by=cast.acts(by))

    def step(self, share: Share, key: str, *, on: date, by: str = "", **more: Any) -> Share:
        """A step of a share as it stands, by the officer of its union unless told otherwise."""
        now = Share.objects.select_related("org", "target", "handing").get(pk=share.pk)
        who = by or cast.officer_of(now.org.code)
        with frozen(on):
            moved: Share = services.move(now, key, by=cast.acts(who), version=now.version, **more)
        return moved

    def settle(self, argued: Share, value: Decimal, decision: str, *, on: date) -> None:
        """An argued share at another number; the others take the difference."""
        with frozen(on):
            handing.settle(
                argued,
                value=value,
                decision=decision,
                by=cast.acts("city.officer"),
                version=argued.version,
                spread=True,
                seen=handing.balance(argued, value).digest,
            )


def load(days: Days, city: Org) -> None:
    """Five targets handed down, one of them further to the base, and two letters."""
    plan = Plan.objects.get(org__code=CITY_CODE, year=days.year, state="issued")
    handed = Handed(days, plan, city)
    _relief(handed)
    _insurance(handed)
    _rate(handed)
    _training(handed)
    if days.last + timedelta(days=3) <= date(days.year, 12, 31):
        handed.down(
            "read_new", Method.EQUAL, on=days.last, note="请各县（区）对照现有书屋核一核，有困难的说明理由。"
        )
    _letters(handed)


def _relief(handed: Handed) -> None:
    """Argued by one county, settled, the difference taken by the others, locked; one county hands it on."""
    first = handed.first
    made = handed.down("aid_living", Method.MEMBERS, on=first, minimum=Decimal(5))
    later = first + timedelta(days=5)
    hill = made.shares.get(org__code=HILL)
    argued = handed.step(
        hill,
        "argue",
        on=later,
        values={"counter": hill.value - 4},
        reason="北山县两家企业今年已转入市直管理，困难职工随之划出，请予核减。",
    )
    handed.settle(argued, argued.value - 4, "情况属实，核减4人，由其他县（区）按会员数分担。", on=later)
    for share in made.shares.filter(state="offered"):
        handed.step(share, "accept", on=later + timedelta(days=2))
    with frozen(later + timedelta(days=4)):
        handing.lock_all(made, by=cast.acts("city.officer"))
    _further(handed, made.shares.get(org__code=RIVER), later + timedelta(days=6))


def _further(handed: Handed, share: Share, on: date) -> None:
    """A county's share handed on to the unions with most members; two of them have answered."""
    source = Source(share.target, share.org, share)
    below = source.below()
    members = weigh(Method.MEMBERS, share.target, below)
    known = [org for org in below if org.code in (GAS, FARM, SITE)]
    others = sorted((org for org in below if org not in known), key=lambda org: (-members[org.pk], org.code))
    orgs = sorted([*known, *others[: BASE - len(known)]], key=lambda org: org.code)
    made = handed.give(source, orgs, Method.MEMBERS, on, "river.officer", minimum=Decimal(1))
    for code, who in ((GAS, "gas.officer"), (FARM, "farm.officer")):
        one = made.shares.filter(org__code=code).first()
        if one is not None:
            handed.step(one, "accept", on=on + timedelta(days=3), by=who)


def _insurance(handed: Handed) -> None:
    """Accepted by most, argued by one: that waits for the city."""
    made = handed.down("mut_new", Method.UNITS, on=handed.first, minimum=Decimal(100))
    for share in made.shares.exclude(org__code=HILL):
        handed.step(share, "accept", on=handed.first + timedelta(days=4))
    hill = made.shares.get(org__code=HILL)
    handed.step(
        hill,
        "argue",
        on=handed.first + timedelta(days=9),
        values={"counter": max(Decimal(100), hill.value - 50)},
        reason="今年新参保以小微企业为主，动员周期长，建议适当调低。",
    )


def _rate(handed: Handed) -> None:
    """A rate: the same for each county, accepted by all and locked."""
    made = handed.down("mem_rate_unionised", Method.SAME, on=handed.first)
    for share in made.shares.all():
        handed.step(share, "accept", on=handed.first + timedelta(days=2))
    with frozen(handed.first + timedelta(days=3)):
        handing.lock_all(made, by=cast.acts("city.officer"))


def _training(handed: Handed) -> None:
    """What each county has for itself; one of them has not answered in time."""
    made = handed.down("train_people", Method.SAME, on=handed.first)
    for share in made.shares.exclude(org__code=YUNTAI):
        handed.step(share, "accept", on=handed.first + timedelta(days=6))


def _letters(handed: Handed) -> None:
    for number, code in enumerate((RIVER, HILL), 1):
        values = {
            "plan": handed.plan,
            "org": Org.objects.get(code=code),
            "number": f"云工责〔{handed.days.year}〕{number}号",
            "dated_on": handed.first + timedelta(days=12),
        }
        services.add(LetterRegister, values, by=cast.acts("city.officer"))
