"""The nouns of the directory; each import is the registration of its register."""

from zhijia.directory.industries import Industry
from zhijia.directory.merging.records import Apart, Merger
from zhijia.directory.registers.application.register import Application
from zhijia.directory.registers.appraisal.register import Appraisal
from zhijia.directory.registers.approach.register import Approach, Outcome
from zhijia.directory.registers.coverage.register import Coverage
from zhijia.directory.registers.denominator.register import BaseKind, Denominator
from zhijia.directory.registers.drive.register import Drive, DriveRegister
from zhijia.directory.registers.dues.register import Dues
from zhijia.directory.registers.invitation.register import Invitation
from zhijia.directory.registers.leaving.register import Leaving
from zhijia.directory.registers.membership.register import JoinKind, LeftKind, Membership
from zhijia.directory.registers.organiser.register import Organiser
from zhijia.directory.registers.person.register import IdKind, Person, Sex
from zhijia.directory.registers.personfact.register import PersonFact
from zhijia.directory.registers.posting.register import Posting, PostingRegister
from zhijia.directory.registers.reunion.register import Reunion, ReunionKind, ReunionRegister
from zhijia.directory.registers.site.register import Site, SiteRegister
from zhijia.directory.registers.tenure.register import Chosen, LeftPost, Tenure, UnionPost, Working
from zhijia.directory.registers.transfer.register import Transfer
from zhijia.directory.registers.union.register import SetUp, Union
from zhijia.directory.registers.unit.facts import ENTERPRISES, NON_PUBLIC, Ownership, UnitFact
from zhijia.directory.registers.unit.register import PlaceKind, Unit, UnitRegister
from zhijia.directory.registers.visit.register import Result, Visit

__all__ = [
    "ENTERPRISES",
    "NON_PUBLIC",
    "Apart",
    "Application",
    "Appraisal",
    "Approach",
    "BaseKind",
    "Chosen",
    "Coverage",
    "Denominator",
    "Drive",
    "DriveRegister",
    "Dues",
    "IdKind",
    "Industry",
    "Invitation",
    "JoinKind",
    "Leaving",
    "LeftKind",
    "LeftPost",
    "Membership",
    "Merger",
    "Organiser",
    "Outcome",
    "Ownership",
    "Person",
    "PersonFact",
    "PlaceKind",
    "Posting",
    "PostingRegister",
    "Result",
    "Reunion",
    "ReunionKind",
    "ReunionRegister",
    "SetUp",
    "Sex",
    "Site",
    "SiteRegister",
    "Tenure",
    "Transfer",
    "Union",
    "UnionPost",
    "Unit",
    "UnitFact",
    "UnitRegister",
    "Visit",
    "Working",
]
