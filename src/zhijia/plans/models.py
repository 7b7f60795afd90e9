"""Plans, their items and their targets: one line for each register."""

from zhijia.plans.registers.plan.register import Item, Plan, PlanRegister
from zhijia.plans.registers.target.register import Target, TargetRegister

__all__ = ["Item", "Plan", "PlanRegister", "Target", "TargetRegister"]
