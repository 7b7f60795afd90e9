"""The nouns of assistance; each import is the registration of its register."""

from zhijia.assistance.hardship import Reason
from zhijia.assistance.paying import PayWay
from zhijia.assistance.registers.checked.register import Checked
from zhijia.assistance.registers.checkup.register import CheckUp
from zhijia.assistance.registers.enrolment.register import Enrolment
from zhijia.assistance.registers.handout.register import Handout, Occasion
from zhijia.assistance.registers.insurance.register import Insurance
from zhijia.assistance.registers.parcel.register import Parcel
from zhijia.assistance.registers.placement.register import HelpKind, Placement, Standing
from zhijia.assistance.registers.relief.register import Relief, ReliefKind
from zhijia.assistance.registers.round.register import PaidBy, Plan, Round
from zhijia.assistance.registers.schooling.register import Kinship, Schooling
from zhijia.assistance.registers.schooling.stages import Stage
from zhijia.assistance.students import Student

__all__ = [
    "CheckUp",
    "Checked",
    "Enrolment",
    "Handout",
    "HelpKind",
    "Insurance",
    "Kinship",
    "Occasion",
    "PaidBy",
    "Parcel",
    "PayWay",
    "Placement",
    "Plan",
    "Reason",
    "Relief",
    "ReliefKind",
    "Round",
    "Schooling",
    "Stage",
    "Standing",
    "Student",
]
