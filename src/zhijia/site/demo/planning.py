"""The demonstration's plan: read from its text, three targets followed, the rest left to somebody's decision."""

from __future__ import annotations

from pathlib import Path

from zhijia.plans import services as plans
from zhijia.plans.models import Plan, Target
from zhijia.registry.services import move
from zhijia.site.demo.size import Days
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

TEXT = Path(__file__).with_name("plan.txt")
#: the indicators whose targets are followed from the start
LIVE = ("read_new", "mem_rate_unionised", "aid_living")
#: part of a target's wording, and why it is not followed here
REJECTED = (("每人联系", "这是对干部的要求，由县级工会自行考核，不列入全市计分。"),)


def plan_text(year: int) -> str:
    """The work points of a year."""
    return TEXT.read_text(encoding="utf-8").replace("{year}", str(year))


def issue_plan(days: Days, *, org: Org, by: Actor) -> Plan:
    """The plan of the year read, its three live targets confirmed, one clause rejected, and issued."""
    plan = plans.read(plan_text(days.year), org=org, by=by)
    for key in LIVE:
        target = Target.objects.get(plan=plan, suggested=key)
        plans.confirm(target, indicator=key, by=by, version=target.version)
    for wording, reason in REJECTED:
        for target in Target.objects.filter(plan=plan, clause__contains=wording):
            move(target, "reject", by=by, version=target.version, reason=reason)
    issued: Plan = move(plan, "issue", by=by, version=plan.version)
    return issued


def draft_plan(year: int, *, org: Org, by: Actor) -> Plan:
    """The plan of a year that has just begun, read and left as a draft."""
    return plans.read(plan_text(year), org=org, by=by)
