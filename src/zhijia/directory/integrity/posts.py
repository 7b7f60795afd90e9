"""Checks of posts, terms and organisers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from zhijia.directory.integrity.check import Check, Severity
from zhijia.directory.integrity.rows import held, standing
from zhijia.directory.models import Appraisal, Organiser, Tenure, Union, UnionPost
from zhijia.directory.terms.limits import vacant_before

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


def chairs() -> QuerySet[Any]:
    """The chairs, past and present, of the union of the outer row."""
    return Tenure.objects.filter(org=OuterRef("org"), post=UnionPost.CHAIR)


def vacant(day: date) -> QuerySet[Union]:
    """Unions whose chair's post ended by the day without a successor, with `since`: the last day it was held."""
    since = Subquery(chairs().filter(valid_to__lte=day).order_by("-valid_to").values("valid_to")[:1])
    rows = standing(day).filter(~Exists(held(chairs(), day))).annotate(since=since)
    return rows.filter(since__isnull=False)


def _long_vacant(day: date) -> QuerySet[Any]:
    return vacant(day).filter(since__lt=vacant_before(day))


def _shortly_vacant(day: date) -> QuerySet[Any]:
    return vacant(day).filter(since__gte=vacant_before(day))


def _other_chair(day: date) -> QuerySet[Any]:
    named = Subquery(held(chairs(), day).values("person__name")[:1])
    return (
        standing(day)
        .annotate(chair_held=named)
        .filter(chair_held__isnull=False)
        .exclude(chair_name=F("chair_held"))
    )


def _beyond_term(day: date) -> QuerySet[Any]:
    return held(Tenure.objects.exclude(post=UnionPost.CHAIR), day).filter(term_ends_on__lte=day)


def _in_closed(day: date) -> QuerySet[Any]:
    return held(Tenure.objects.filter(org__closed_on__lte=day), day)


def _not_assessed(day: date) -> QuerySet[Any]:
    """Organisers the whole of last year, and no result by the end of March."""
    last = day.year - 1 if day.month > 3 else day.year - 2
    given = Appraisal.objects.filter(organiser=OuterRef("pk"), year=last)
    return held(Organiser.objects.filter(valid_from__lte=date(last, 1, 1)), day).filter(~Exists(given))


def _untrained(day: date) -> QuerySet[Any]:
    return held(Organiser.objects.filter(trained_on=None), day)


def _contract_over(day: date) -> QuerySet[Any]:
    return held(Organiser.objects.filter(contract_ends_on__lte=day), day)


POSTS = tuple(
    Check(key, severity, model, label, advice, find)
    for key, severity, model, label, advice, find in (
        (
            "union_chair_long_vacant",
            ERROR,
            Union,
            _("the chair's post is vacant beyond the limit of this house"),
            _("Help the union to elect a chair, then enter the post."),
            _long_vacant,
        ),
        (
            "union_chair_vacant",
            WARNING,
            Union,
            _("the chair's post is vacant"),
            _("Prepare the by-election and enter the new chair."),
            _shortly_vacant,
        ),
        (
            "union_other_chair",
            ERROR,
            Union,
            _("the sheet names another chair than the post"),
            _("Correct the name on the sheet, or end the post of the one who left."),
            _other_chair,
        ),
        (
            "tenure_beyond_term",
            WARNING,
            Tenure,
            _("in the post beyond its term"),
            _("Enter the election that followed, or the day on which the post ended."),
            _beyond_term,
        ),
        (
            "tenure_in_closed",
            ERROR,
            Tenure,
            _("a post in a union that is closed"),
            _("End the post on the day the union closed."),
            _in_closed,
        ),
        (
            "organiser_not_assessed",
            WARNING,
            Organiser,
            _("no result of last year"),
            _("The federation that employs the organiser enters the yearly result."),
            _not_assessed,
        ),
        (
            "organiser_untrained",
            HINT,
            Organiser,
            _("an organiser without training"),
            _("Enter the day of the training once it is completed."),
            _untrained,
        ),
        (
            "organiser_contract_over",
            WARNING,
            Organiser,
            _("an organiser whose contract is over"),
            _("Renew the contract, or end the assignment."),
            _contract_over,
        ),
    )
)
