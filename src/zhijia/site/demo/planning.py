"""The demonstration's plan: read from its text, all twenty-nine targets followed, the rest left to a decision."""

from __future__ import annotations

from pathlib import Path

from zhijia.plans import services as plans
from zhijia.plans.models import Plan, Target
from zhijia.registry.services import move
from zhijia.site.demo.size import Days
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

TEXT = Path(__file__).with_name("plan.txt")
#: what each target of the plan is measured by, in the order of its text
LIVE = (
    "honours_survey",
    "read_new",
    "read_model_new",
    "train_people",
    "wom_activity_rate",
    "skill_up_women",
    "wom_training_rate",
    "edu_up_women",
    "train_skill_aided",
    "train_domestic",
    "train_startup",
    "place_jobs",
    "mut_new",
    "wom_cancer_insured",
    "wom_checkup",
    "aid_living",
    "aid_study",
    "harmony_units",
    "harmony_visits",
    "honours_enterprises",
    "cong_adoption_rate_200",
    "open_adoption_rate",
    "cb_safety_rate_state",
    "cb_safety_rate_nonpublic",
    "org_federation_new",
    "org_establish_rate",
    "mem_rate_unionised",
    "cb_wage_rate",
    "class_organisers",
)
#: part of a target's wording, and why it is not followed here
REJECTED = (("每人联系", "这是对干部的要求，由县级工会自行考核，不列入全市计分。"),)


def plan_text(year: int) -> str:
    """The work points of a year."""
    return TEXT.read_text(encoding="utf-8").replace("{year}", str(year))


def issue_plan(days: Days, *, org: Org, by: Actor) -> Plan:
    """The plan of the year read, its targets confirmed as they were read, one clause rejected, and issued."""
    plan = plans.read(plan_text(days.year), org=org, by=by)
    for target in Target.objects.filter(plan=plan, suggested__in=LIVE).order_by("start", "id"):
        plans.confirm(target, indicator=target.suggested, by=by, version=target.version)
    for wording, reason in REJECTED:
        for target in Target.objects.filter(plan=plan, clause__contains=wording):
            move(target, "reject", by=by, version=target.version, reason=reason)
    issued: Plan = move(plan, "issue", by=by, version=plan.version)
    return issued


def draft_plan(year: int, *, org: Org, by: Actor) -> Plan:
    """The plan of a year that has just begun, read and left as a draft."""
    return plans.read(plan_text(year), org=org, by=by)
