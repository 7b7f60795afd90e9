"""The nouns of the directory; each import is the registration of its register."""

from zhijia.directory.industries import Industry
from zhijia.directory.merging.records import Apart, Merger
from zhijia.directory.registers.application.register import Application
from zhijia.directory.registers.appraisal.register import Appraisal
from zhijia.directory.registers.coverage.register import Coverage
from zhijia.directory.registers.denominator.register import BaseKind, Denominator
from zhijia.directory.registers.leaving.register import Leaving
from zhijia.directory.registers.membership.register import JoinKind, LeftKind, Membership
from zhijia.directory.registers.organiser.register import Organiser
from zhijia.directory.registers.person.register import IdKind, Person, Sex
from zhijia.directory.registers.tenure.register import Chosen, LeftPost, Tenure, UnionPost, Working
from zhijia.directory.registers.transfer.register import Transfer
from zhijia.directory.registers.union.register import SetUp, Union
from zhijia.directory.registers.unit.facts import ENTERPRISES, NON_PUBLIC, Ownership, UnitFact
from zhijia.directory.registers.unit.register import PlaceKind, Unit

__all__ = [
    "ENTERPRISES",
    "NON_PUBLIC",
    "Apart",
    "Application",
    "Appraisal",
    "BaseKind",
    "Chosen",
    "Coverage",
    "Denominator",
    "IdKind",
    "Industry",
    "JoinKind",
    "Leaving",
    "LeftKind",
    "LeftPost",
    "Membership",
    "Merger",
    "Organiser",
    "Ownership",
    "Person",
    "PlaceKind",
    "SetUp",
    "Sex",
    "Tenure",
    "Transfer",
    "Union",
    "UnionPost",
    "Unit",
    "UnitFact",
    "Working",
]
