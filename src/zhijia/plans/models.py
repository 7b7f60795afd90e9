"""Plans, their items and their targets: one line for each register."""

from zhijia.plans.registers.plan.register import STAFF, Item, Plan, PlanRegister
from zhijia.plans.registers.target.register import Target, TargetRegister

__all__ = ["STAFF", "Item", "Plan", "PlanRegister", "Target", "TargetRegister"]
