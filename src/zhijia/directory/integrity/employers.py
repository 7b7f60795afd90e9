"""Checks of employers, their coverage, and the bases of rates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from zhijia.directory.integrity.check import Check, Severity
from zhijia.directory.integrity.rows import at_union, held, number_of, standing
from zhijia.directory.models import BaseKind, Coverage, Denominator, Membership, Union, Unit, UnitFact
from zhijia.directory.registers.denominator.approval import APPROVED, OPEN
from zhijia.kernel.period import add_months
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import OrgSpan

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT
#: numbers older than this say little about today
OLD = 24


def _covered_by_closed(day: date) -> QuerySet[Any]:
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=F("org__closed_on"))
    return Coverage.objects.filter(lasting, org__closed_on__isnull=False)


def _covered_twice(day: date) -> QuerySet[Any]:
    other = Coverage.objects.filter(unit=OuterRef("unit"), valid_from__lte=OuterRef("valid_from"))
    both = other.exclude(pk=OuterRef("pk")).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_from"))
    )
    return Coverage.objects.filter(Exists(both))


def _covered_before_founding(day: date) -> QuerySet[Any]:
    return Coverage.objects.filter(valid_from__lt=F("org__opened_on"))


def _listed_by_closed(day: date) -> QuerySet[Any]:
    return Unit.objects.filter(org__closed_on__lte=day)


def _facts(day: date) -> QuerySet[Any]:
    return held(UnitFact.objects.filter(unit=OuterRef("pk")), day)


def _no_facts(day: date) -> QuerySet[Any]:
    covered = held(Coverage.objects.filter(unit=OuterRef("pk")), day)
    return Unit.objects.filter(Exists(covered)).filter(~Exists(_facts(day)))


def _old_facts(day: date) -> QuerySet[Any]:
    return Unit.objects.filter(Exists(_facts(day).filter(valid_from__lt=add_months(day, -OLD))))


def _no_code(day: date) -> QuerySet[Any]:
    return Unit.objects.filter(legal_person=True, social_credit_code="")


def _same_name(day: date) -> QuerySet[Any]:
    other = Unit.objects.filter(name=OuterRef("name"), org=OuterRef("org")).exclude(pk=OuterRef("pk"))
    return Unit.objects.filter(Exists(other))


def _more_members_than_staff(day: date) -> QuerySet[Any]:
    covered = held(Coverage.objects.filter(org=OuterRef(OuterRef("org"))), day).values("unit")
    facts = held(UnitFact.objects.filter(unit__in=covered), day).order_by()
    whole = facts.annotate(one=F("unit_id") * 0).values("one").annotate(n=Sum("staff")).values("n")
    members = number_of(at_union(Membership, day), "person")
    return standing(day).annotate(staff=whole, members=members).filter(members__gt=F("staff"), staff__gt=0)


def _no_base(day: date) -> QuerySet[Any]:
    """A county with no number of a kind in force at itself, above it or below it."""
    missing = Q(pk__in=[])
    for kind in BaseKind:
        lines = OrgSpan.objects.filter(valid_from__lte=day, valid_to__gt=day)
        rows = held(Denominator.objects.filter(kind=kind, state=APPROVED), day)
        own = rows.filter(org__in=lines.filter(org=OuterRef(OuterRef("org"))).values("ancestor"))
        below = rows.filter(org__in=lines.filter(ancestor=OuterRef(OuterRef("org"))).values("org"))
        missing |= Q(~Exists(own), ~Exists(below))
    return standing(day).filter(missing, kind=OrgKind.COUNTY)


def _waiting(day: date) -> QuerySet[Any]:
    return Denominator.objects.filter(state__in=OPEN)


def _old_source(day: date) -> QuerySet[Any]:
    return held(Denominator.objects.filter(state=APPROVED, source_on__lt=add_months(day, -OLD)), day)


def _fell(day: date) -> QuerySet[Any]:
    """Smaller than the number of the same place that ended as it began."""
    before = Denominator.objects.filter(
        org=OuterRef("org"), kind=OuterRef("kind"), state=APPROVED, valid_to=OuterRef("valid_from")
    )
    return held(Denominator.objects.filter(Exists(before.filter(number__gt=OuterRef("number")))), day)


def _source_later(day: date) -> QuerySet[Any]:
    return Denominator.objects.filter(source_on__gt=F("valid_from"), state=APPROVED)


EMPLOYERS = tuple(
    Check(key, severity, model, label, advice, find)
    for key, severity, model, label, advice, find in (
        (
            "coverage_by_closed",
            ERROR,
            Coverage,
            _("covered by a union that is closed"),
            _("End the coverage, or enter the union that covers the employer now."),
            _covered_by_closed,
        ),
        (
            "coverage_twice",
            ERROR,
            Coverage,
            _("an employer covered by two unions at a time"),
            _("End the coverage that is not right."),
            _covered_twice,
        ),
        (
            "coverage_before_founding",
            ERROR,
            Coverage,
            _("covered before the union was founded"),
            _("Correct the first day of the coverage."),
            _covered_before_founding,
        ),
        (
            "unit_by_closed",
            ERROR,
            Unit,
            _("on the list of a federation that is closed"),
            _("Ask the union above to hand the list over."),
            _listed_by_closed,
        ),
        (
            "unit_no_facts",
            WARNING,
            Unit,
            _("covered, but no number of staff"),
            _("Enter the staff: without it the rate of membership is too high."),
            _no_facts,
        ),
        (
            "unit_old_facts",
            HINT,
            Unit,
            _("staff not looked at for two years"),
            _("Enter the number of today with a new row of facts."),
            _old_facts,
        ),
        (
            "unit_no_code",
            WARNING,
            Unit,
            _("a legal person without a social credit code"),
            _("Enter the code, or correct that it is a legal person."),
            _no_code,
        ),
        (
            "unit_same_name",
            WARNING,
            Unit,
            _("the same employer twice on one list"),
            _("Compare the two and remove the one entered by mistake."),
            _same_name,
        ),
        (
            "union_more_members_than_staff",
            WARNING,
            Union,
            _("more members than staff of the employers it covers"),
            _("Correct the staff, or end memberships of people who left."),
            _more_members_than_staff,
        ),
    )
)
BASES = tuple(
    Check(key, severity, model, label, advice, find)
    for key, severity, model, label, advice, find in (
        (
            "base_missing",
            ERROR,
            Union,
            _("no base: a number of workers or enterprises is missing"),
            _("Enter the number with its source and have it approved; until then there is no rate."),
            _no_base,
        ),
        (
            "base_waiting",
            WARNING,
            Denominator,
            _("a base that is not approved"),
            _("The union above approves or returns it; what was returned is corrected and proposed again."),
            _waiting,
        ),
        (
            "base_fell",
            WARNING,
            Denominator,
            _("the base fell: a rate rises by it alone"),
            _("Look at the source of both numbers before the rate is reported."),
            _fell,
        ),
        (
            "base_old",
            WARNING,
            Denominator,
            _("the source is older than two years"),
            _("Ask for a newer number and propose it."),
            _old_source,
        ),
        (
            "base_source_later",
            HINT,
            Denominator,
            _("in force before the day of its source"),
            _("Check both days."),
            _source_later,
        ),
    )
)
