"""Checks of unions and their places: what the sheet, the tree and the posts say against one another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhijia.directory.integrity.check import Check, Find, Severity, Text
from zhijia.directory.integrity.rows import at_union, number_of, standing
from zhijia.directory.models import Coverage, Membership, Union
from zhijia.directory.registers.union.rules import misplaced
from zhijia.directory.rules import INSIDE
from zhijia.kernel.period import add_months
from zhijia.law import queries as law
from zhijia.tree.kinds import OrgKind, Role
from zhijia.tree.models import Org, Post

#: unions of one employer or of several
BASE = (OrgKind.GRASSROOTS.value, OrgKind.JOINT_GRASSROOTS.value)
#: how long before the end of a term the election should be on its way
SOON = 6


def _leader_closed(day: date) -> QuerySet[Any]:
    return standing(day).filter(org__parent__closed_on__lte=day)


def _roots(day: date) -> QuerySet[Any]:
    tops = Org.objects.filter(parent=None, closed_on=None)
    rows = standing(day).filter(org__parent=None)
    return rows if tops.count() > 1 else rows.none()


def _twins(day: date) -> QuerySet[Any]:
    same = Org.objects.filter(name=OuterRef("org__name"), parent=OuterRef("org__parent"), closed_on=None)
    return standing(day).filter(Exists(same.exclude(pk=OuterRef("org"))))


def _misplaced(day: date) -> QuerySet[Any]:
    wrong = Q()
    for above in OrgKind:
        bad = [own.value for own in OrgKind if misplaced(own, above)]
        wrong |= Q(org__parent__kind=above.value, org__kind__in=bad)
    return standing(day).filter(wrong)


def _closed_before_founded(day: date) -> QuerySet[Any]:
    return Union.objects.filter(org__closed_on__lte=F("founded_on"))


def _older_than_leader(day: date) -> QuerySet[Any]:
    return standing(day).filter(org__opened_on__lt=F("org__parent__opened_on"))


def _other_than_the_tree(day: date) -> QuerySet[Any]:
    other = ~Q(name=F("org__name")) | ~Q(kind=F("org__kind")) | ~Q(code=F("org__code"))
    return Union.objects.filter(other)


def _other_founding(day: date) -> QuerySet[Any]:
    return Union.objects.exclude(founded_on=F("org__opened_on"))


def _post_in_closed(day: date) -> QuerySet[Any]:
    return Union.objects.filter(Exists(at_union(Post, day)), org__closed_on__lte=day)


def _nobody_enters(day: date) -> QuerySet[Any]:
    return standing(day).filter(~Exists(at_union(Post, day).filter(role__in=(Role.OFFICER, Role.CHAIR))))


def _two_chairs(day: date) -> QuerySet[Any]:
    chairs = number_of(at_union(Post, day).filter(role=Role.CHAIR), "user")
    return standing(day).annotate(chairs=chairs).filter(chairs__gt=1)


def _ended(months: int, day: date) -> Q:
    """Terms that are over some months after the day: elected before the day less the term."""
    found = Q(pk__in=[])
    for years in (3, 5):
        found |= Q(term_years=years, elected_on__lt=add_months(day, months - 12 * years))
    return found


def _overdue(day: date) -> QuerySet[Any]:
    return standing(day).filter(_ended(0, day))


def _soon(day: date) -> QuerySet[Any]:
    return standing(day).filter(_ended(SOON, day)).exclude(_ended(0, day))


def _no_election(day: date) -> QuerySet[Any]:
    limit = law.rule("committee_members", on=day).number
    rows = standing(day).filter(kind__in=BASE, elected_on=None)
    if limit is None:
        return rows.none()
    return rows.annotate(members=number_of(at_union(Membership, day), "person")).filter(members__gte=limit)


def _elected_in_future(day: date) -> QuerySet[Any]:
    return standing(day).filter(elected_on__gt=day)


def _empty(day: date) -> QuerySet[Any]:
    """A new union has a year to gather members."""
    old = standing(day).filter(kind__in=BASE, founded_on__lte=day - timedelta(days=365))
    return old.filter(~Exists(at_union(Membership, day)))


def _covers_nobody(day: date) -> QuerySet[Any]:
    return standing(day).filter(~Exists(at_union(Coverage, day)), kind__in=BASE)


def _covers_too_many(day: date) -> QuerySet[Any]:
    covered = number_of(at_union(Coverage, day).filter(unit__legal_person=True), "unit")
    return standing(day).filter(kind=OrgKind.GRASSROOTS).annotate(covered=covered).filter(covered__gt=1)


def _joint_of_one(day: date) -> QuerySet[Any]:
    covered = number_of(at_union(Coverage, day), "unit")
    return standing(day).filter(kind=OrgKind.JOINT_GRASSROOTS).annotate(covered=covered).filter(covered=1)


def _without(day: date, **empty: str) -> QuerySet[Any]:
    return standing(day).filter(**empty).exclude(kind__in=[one.value for one in INSIDE])


ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


def _of(key: str, severity: Severity, label: Text, advice: Text, find: Find) -> Check:
    return Check(f"union_{key}", severity, Union, label, advice, find)


PLACES = (
    _of(
        "leader_closed",
        ERROR,
        _("the leading union is closed (orphan)"),
        _("Move it under a union that stands: it counts nowhere above until then."),
        _leader_closed,
    ),
    _of(
        "two_roots",
        ERROR,
        _("more than one union has no leading union"),
        _("One of them is the top; move the others under the union that leads them."),
        _roots,
    ),
    _of(
        "twins",
        WARNING,
        _("same name under the same leading union"),
        _("If it is one union entered twice, merge the two; if not, tell their names apart."),
        _twins,
    ),
    _of(
        "misplaced",
        ERROR,
        _("this kind of union cannot stand under its leading union"),
        _("Correct the kind, or move the union to where it belongs."),
        _misplaced,
    ),
    _of(
        "closed_before_founded",
        ERROR,
        _("closed before it was founded"),
        _("One of the two days is wrong: compare the decisions and tell the administrator which."),
        _closed_before_founded,
    ),
    _of(
        "older_than_leader",
        WARNING,
        _("founded before its leading union"),
        _("Check both founding days; if both are right, somebody else led it before: enter the move."),
        _older_than_leader,
    ),
    _of(
        "other_than_tree",
        ERROR,
        _("name, kind or code differ between sheet and tree"),
        _("Open the sheet and save it again; if it stays, tell the administrator."),
        _other_than_the_tree,
    ),
    _of(
        "other_founding",
        WARNING,
        _("founding day differs between sheet and tree"),
        _("Figures follow the tree: compare the approval and tell the administrator the right day."),
        _other_founding,
    ),
    _of(
        "post_in_closed",
        ERROR,
        _("somebody holds a post in a closed union"),
        _("End the post: it gives access to a union that is gone."),
        _post_in_closed,
    ),
    _of(
        "nobody_enters",
        WARNING,
        _("no officer and no chair with an account"),
        _("Ask the administrator for a post; until then the union above enters its records."),
        _nobody_enters,
    ),
    _of(
        "two_chairs",
        WARNING,
        _("more than one chair at a time"),
        _("End the post of the one who left."),
        _two_chairs,
    ),
)
LIFE = (
    _of(
        "overdue",
        ERROR,
        _("the term of the committee is over"),
        _("Hold the election, then enter its day on the sheet."),
        _overdue,
    ),
    _of(
        "term_soon",
        HINT,
        _("the term ends within six months"),
        _("Remind the union to apply for its election in time."),
        _soon,
    ),
    _of(
        "no_election",
        ERROR,
        _("enough members for an elected committee, but no election entered"),
        _("Enter the day of the election; if there was none, help the union to hold one."),
        _no_election,
    ),
    _of(
        "elected_in_future",
        ERROR,
        _("the election lies in the future"),
        _("Correct the day: an election is entered once it was held."),
        _elected_in_future,
    ),
    _of(
        "empty",
        WARNING,
        _("no members a year after its founding"),
        _("Enter its members; if there are none, close the union."),
        _empty,
    ),
    _of(
        "covers_nobody",
        WARNING,
        _("covers no employer"),
        _("Enter the employer it covers: without it the union adds to no rate."),
        _covers_nobody,
    ),
    _of(
        "covers_too_many",
        WARNING,
        _("covers several legal persons without being a joint union"),
        _("Make it a joint union, or end the coverage that is not right."),
        _covers_too_many,
    ),
    _of(
        "joint_of_one",
        HINT,
        _("a joint union of one employer"),
        _("Enter the other employers, or correct the kind."),
        _joint_of_one,
    ),
    _of(
        "no_chair",
        HINT,
        _("no chair named on the sheet"),
        _("Enter the chair's name; after a vacancy, see that one is elected."),
        lambda day: _without(day, chair_name=""),
    ),
    _of(
        "no_phone",
        HINT,
        _("no office telephone"),
        _("Enter a telephone by which workers reach the union."),
        lambda day: _without(day, phone=""),
    ),
    _of(
        "no_approval",
        HINT,
        _("no approval of the founding"),
        _("Enter number and day of the approval by the union above."),
        lambda day: _without(day, approval_number="").exclude(org__parent=None),
    ),
)
