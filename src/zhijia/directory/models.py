"""The nouns of the directory; each import is the registration of its register."""

from zhijia.directory.registers.coverage.register import Coverage
from zhijia.directory.registers.denominator.register import BaseKind, Denominator
from zhijia.directory.registers.membership.register import JoinKind, LeftKind, Membership
from zhijia.directory.registers.person.register import IdKind, Person, Sex
from zhijia.directory.registers.union.register import Union
from zhijia.directory.registers.unit.facts import Ownership, UnitFact
from zhijia.directory.registers.unit.register import PlaceKind, Unit

__all__ = [
    "BaseKind",
    "Coverage",
    "Denominator",
    "IdKind",
    "JoinKind",
    "LeftKind",
    "Membership",
    "Ownership",
    "Person",
    "PlaceKind",
    "Sex",
    "Union",
    "Unit",
    "UnitFact",
]
