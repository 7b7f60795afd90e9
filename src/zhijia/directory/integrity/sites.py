"""Checks of project sites and the people posted there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhijia.directory.integrity.check import Check, Severity
from zhijia.directory.integrity.rows import held
from zhijia.directory.models import Membership, Posting, Site
from zhijia.directory.sites.limits import expected_before


def _at_closed_site(day: date) -> QuerySet[Any]:
    longer = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return Posting.objects.filter(longer, site__closed_on__lte=day)


def _past_expected(day: date) -> QuerySet[Any]:
    return Site.objects.filter(state="open", expected_close_on__lt=expected_before(day))


def _without_union(day: date) -> QuerySet[Any]:
    member = held(Membership.objects.filter(person=OuterRef("person")), day)
    return held(Posting.objects.all(), day).filter(~Exists(member))


SITES = (
    Check(
        "posting_at_closed_site",
        Severity.ERROR,
        Posting,
        _("posted at a site that has closed"),
        _("Enter the day the person left the site: the day it closed, or before."),
        _at_closed_site,
    ),
    Check(
        "site_past_expected",
        Severity.WARNING,
        Site,
        _("a site open long after it was to close"),
        _("Close the site if the work is over, which ends the postings; else enter the new day expected."),
        _past_expected,
    ),
    Check(
        "posting_without_union",
        Severity.HINT,
        Posting,
        _("posted far away and a member of no union"),
        _("Ask whether the worker wants to join; a home union looks after those who are away, too."),
        _without_union,
    ),
)
