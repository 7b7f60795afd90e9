"""Checks of dated facts of people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from zhijia.directory.holding.values import ORDERED, VALUES
from zhijia.directory.integrity.check import Check, Severity
from zhijia.directory.models import PersonFact

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def _twice(day: date) -> QuerySet[Any]:
    """Two values of one place that share a day, found at the later one."""
    other = PersonFact.objects.filter(person=OuterRef("person"), slot=OuterRef("slot"))
    begun = other.filter(valid_from__lte=OuterRef("valid_from")).exclude(pk=OuterRef("pk"))
    lasting = begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_from")))
    return PersonFact.objects.filter(Exists(lasting))


def _before_birth(day: date) -> QuerySet[Any]:
    return PersonFact.objects.filter(person__birth_on__gte=F("valid_from"))


def _rank() -> Case:
    steps = [
        When(what=what, then=Value(number)) for slot in ORDERED for number, what in enumerate(VALUES[slot])
    ]
    return Case(*steps, default=Value(0), output_field=IntegerField())


def _falling(slot: str) -> Any:
    """Grades do not fall, degrees neither: a lower one after a higher one of the same person."""

    def find(day: date) -> QuerySet[Any]:
        before = PersonFact.objects.filter(
            person=OuterRef("person"), slot=slot, valid_from__lt=OuterRef("valid_from")
        ).annotate(rank=_rank())
        later = PersonFact.objects.filter(slot=slot).annotate(rank=_rank())
        return later.filter(Exists(before.filter(rank__gt=OuterRef("rank"))))

    return find


def _in_two_places(day: date) -> QuerySet[Any]:
    """A value that stands in another place than its own: nothing would count it."""
    wrong = Q()
    for slot, values in VALUES.items():
        wrong |= Q(slot=slot) & ~Q(what__in=values)
    return PersonFact.objects.filter(wrong | ~Q(slot__in=list(VALUES)))


FACTS = tuple(
    Check(f"fact_{key}", severity, PersonFact, label, advice, find)
    for key, severity, label, advice, find in (
        (
            "twice",
            ERROR,
            _("two values of one kind at a time"),
            _(
                "End the one that is not right: a person has one skill grade, one degree, one kind of work a day."
            ),
            _twice,
        ),
        (
            "misplaced",
            ERROR,
            _("a value that does not belong to its kind"),
            _("Open it and save it again; if it stays, tell the administrator."),
            _in_two_places,
        ),
        (
            "before_birth",
            ERROR,
            _("in force before the person was born"),
            _("Correct the day, or the date of birth."),
            _before_birth,
        ),
        (
            "degree_falls",
            WARNING,
            _("a lower degree after a higher one"),
            _("A degree once received stays: compare both with the diploma and correct one."),
            _falling("degree"),
        ),
        (
            "skill_falls",
            WARNING,
            _("a lower skill grade after a higher one"),
            _(
                "Compare both with the certificates: a new trade has its own certificate and keeps the higher grade."
            ),
            _falling("skill"),
        ),
    )
)
