"""The pages of plans, by what one does on them."""

from zhijia.plans.views.life import continue_plan, discard
from zhijia.plans.views.plan import decide, plan, repairs
from zhijia.plans.views.points import point_edit, point_new, point_remove
from zhijia.plans.views.reading import read

__all__ = [
    "continue_plan",
    "decide",
    "discard",
    "plan",
    "point_edit",
    "point_new",
    "point_remove",
    "read",
    "repairs",
]
