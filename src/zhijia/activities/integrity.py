"""Checks of certificates beside the grades and degrees on file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from zhijia.activities.levels import ORDER
from zhijia.activities.models import Advancement
from zhijia.directory.integrity.check import Check, Severity
from zhijia.directory.models import PersonFact


def _rank(column: str) -> Case:
    steps = [
        When(**{column: what}, then=Value(number))
        for levels in ORDER.values()
        for number, what in enumerate(levels)
    ]
    return Case(*steps, default=Value(0), output_field=IntegerField())


def _higher_before(day: date) -> QuerySet[Any]:
    """Something higher than the level reached was on file before the day of issue."""
    facts = PersonFact.objects.filter(
        person=OuterRef("person"), slot=OuterRef("kind"), valid_from__lt=OuterRef("happened_on")
    ).annotate(level=_rank("what"))
    return Advancement.objects.annotate(reached=_rank("to_level")).filter(
        Exists(facts.filter(level__gt=OuterRef("reached")))
    )


def _other_before(day: date) -> QuerySet[Any]:
    """The level on file on the day before issue is not the one the entry begins with."""
    held = PersonFact.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("happened_on")),
        person=OuterRef("person"),
        slot=OuterRef("kind"),
        valid_from__lt=OuterRef("happened_on"),
    )
    differs = held.exclude(what=OuterRef("from_level")).exclude(what=OuterRef("to_level"))
    later = Advancement.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), happened_on__lt=OuterRef("happened_on")
    )
    return (
        Advancement.objects.filter(Exists(differs)).filter(~Exists(later)).exclude(to_level=F("from_level"))
    )


CHECKS = (
    Check(
        "certificate_below_fact",
        Severity.WARNING,
        Advancement,
        _("a certificate of a level lower than one on file before"),
        _("Compare the certificate with what is on file of the person; one of the two is wrong."),
        _higher_before,
    ),
    Check(
        "certificate_other_level",
        Severity.HINT,
        Advancement,
        _("the level before is not the one on file"),
        _("Correct the level before on the certificate's entry, or what is on file of the person."),
        _other_before,
    ),
)
