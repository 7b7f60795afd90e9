"""Plans, their items, their targets and their calendar: one line for each register."""

from zhijia.plans.records import Edition, Mending, Wording
from zhijia.plans.registers.campaign.register import Campaign, CampaignRegister
from zhijia.plans.registers.duty.register import Duty, DutyRegister
from zhijia.plans.registers.handing.register import Handing, HandingRegister, Method
from zhijia.plans.registers.letter.register import Letter, LetterRegister
from zhijia.plans.registers.milestone.register import Milestone, MilestoneKind, MilestoneRegister
from zhijia.plans.registers.plan.register import STAFF, Item, Plan, PlanRegister
from zhijia.plans.registers.plancall.register import PlanCall, PlanCallRegister
from zhijia.plans.registers.share.register import Share, ShareRegister
from zhijia.plans.registers.statisticalyear.register import StatisticalYear, StatisticalYearRegister
from zhijia.plans.registers.target.register import Target, TargetRegister
from zhijia.plans.registers.unitplan.register import UnitPlan, UnitPlanRegister
from zhijia.plans.registers.yearlyreturn.register import YearlyReturn, YearlyReturnRegister
from zhijia.plans.subscriptions import Feed, ReminderDays

__all__ = [
    "STAFF",
    "Campaign",
    "CampaignRegister",
    "Duty",
    "DutyRegister",
    "Edition",
    "Feed",
    "Handing",
    "HandingRegister",
    "Item",
    "Letter",
    "LetterRegister",
    "Mending",
    "Method",
    "Milestone",
    "MilestoneKind",
    "MilestoneRegister",
    "Plan",
    "PlanCall",
    "PlanCallRegister",
    "PlanRegister",
    "ReminderDays",
    "Share",
    "ShareRegister",
    "StatisticalYear",
    "StatisticalYearRegister",
    "Target",
    "TargetRegister",
    "UnitPlan",
    "UnitPlanRegister",
    "Wording",
    "YearlyReturn",
    "YearlyReturnRegister",
]
