"""Checks of people and memberships."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhijia.directory.integrity.check import Check, Severity
from zhijia.directory.integrity.rows import held
from zhijia.directory.models import LeftKind, Membership, Person
from zhijia.directory.rules import WITH_MEMBERS
from zhijia.tree.models import Org

ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT


def _in_closed(day: date) -> QuerySet[Any]:
    """Asked of the few unions that are closed, by the index of unions."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=F("org__closed_on"))
    closed = Org.objects.filter(closed_on__isnull=False)
    return Membership.objects.filter(lasting, org__in=closed.values("pk"))


def _before_founding(day: date) -> QuerySet[Any]:
    """Asked of each union whether it has such a member, then of these unions only."""
    early = Membership.objects.filter(org=OuterRef("pk"), valid_from__lt=OuterRef("opened_on"))
    places = Org.objects.filter(Exists(early))
    return Membership.objects.filter(valid_from__lt=F("org__opened_on"), org__in=places.values("pk"))


def _twice(day: date) -> QuerySet[Any]:
    """Two memberships of one person that share a day; most people have but one and are not looked at."""
    several = Membership.objects.order_by().values("person").annotate(n=Count("pk")).filter(n__gt=1)
    other = Membership.objects.filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
    begins = other.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_from")))
    return Membership.objects.filter(
        Exists(begins.filter(valid_from__lte=OuterRef("valid_from"))), person__in=several.values("person")
    )


def _in_federation(day: date) -> QuerySet[Any]:
    kinds = [one.value for one in WITH_MEMBERS]
    places = Org.objects.exclude(kind__in=kinds)
    return held(Membership.objects.filter(org__in=places.values("pk")), day)


def _before_birth(day: date) -> QuerySet[Any]:
    """Only of people born since the earliest membership of all."""
    first = Membership.objects.aggregate(first=Min("valid_from"))["first"]
    young = Person.objects.filter(birth_on__gte=first or day)
    return Membership.objects.filter(person__birth_on__gte=F("valid_from"), person__in=young.values("pk"))


def _no_way(day: date) -> QuerySet[Any]:
    return Membership.objects.filter(valid_to__isnull=False, left_kind="")


def _lost(day: date) -> QuerySet[Any]:
    """Transferred to another union that never took them up."""
    later = Membership.objects.filter(person=OuterRef("person"), valid_from__gte=OuterRef("valid_to"))
    left = Membership.objects.filter(
        left_kind=LeftKind.TRANSFERRED, valid_to__isnull=False, valid_to__lte=day
    )
    return left.filter(~Exists(later))


def _after_death(day: date) -> QuerySet[Any]:
    died = Membership.objects.filter(left_kind=LeftKind.DIED, valid_to__isnull=False)
    before = died.filter(person=OuterRef("person"), valid_to__lte=OuterRef("valid_from"))
    return Membership.objects.filter(Exists(before), person__in=died.values("person"))


def _file_in_closed(day: date) -> QuerySet[Any]:
    return Person.objects.filter(org__in=Org.objects.filter(closed_on__lte=day).values("pk"))


def _file_elsewhere(day: date) -> QuerySet[Any]:
    """Members of another union than the one that keeps the record, asked from the memberships."""
    own = held(Membership.objects.filter(person=OuterRef("pk"), org=OuterRef("org")), day)
    away = held(Membership.objects.exclude(org=F("person__org")), day)
    return Person.objects.filter(pk__in=away.values("person")).filter(~Exists(own))


def _born(day: date) -> QuerySet[Any]:
    """Those whose day of birth and sound of the name both stand on several files anywhere."""
    known = Person.objects.filter(birth_on__isnull=False)
    several = known.order_by().values("birth_on", "name_key").annotate(n=Count("pk")).filter(n__gt=1)
    return known.filter(birth_on__in=several.values("birth_on"), name_key__in=several.values("name_key"))


def _with_phone(day: date) -> QuerySet[Any]:
    """Those whose telephone stands on several files anywhere."""
    known = Person.objects.exclude(phone="")
    several = known.order_by().values("phone").annotate(n=Count("pk")).filter(n__gt=1)
    return known.filter(phone__in=several.values("phone"))


def _no_number(day: date) -> QuerySet[Any]:
    return Person.objects.filter(id_hash="")


def _unreachable(day: date) -> QuerySet[Any]:
    member = held(Membership.objects.filter(person=OuterRef("pk")), day)
    return Person.objects.filter(Exists(member), phone="", user=None)


MEMBERSHIPS = tuple(
    Check(f"membership_{key}", severity, Membership, label, advice, find)
    for key, severity, label, advice, find in (
        (
            "in_closed",
            ERROR,
            _("a member of a union that is closed"),
            _("Enter when the membership ended, or transfer the member to the union that took it up."),
            _in_closed,
        ),
        (
            "before_founding",
            ERROR,
            _("a member before the union was founded"),
            _("Correct the day of joining; a member of the union before comes by transfer."),
            _before_founding,
        ),
        (
            "twice",
            ERROR,
            _("a member of two unions at a time"),
            _("End the one that is not right; until then the person counts once above and once in each."),
            _twice,
        ),
        (
            "in_federation",
            ERROR,
            _("a member of a union that has none of its own"),
            _("Transfer the member to the union at the place of work."),
            _in_federation,
        ),
        (
            "before_birth",
            ERROR,
            _("joined before being born"),
            _("Correct the day of joining, or the date of birth on the person's sheet."),
            _before_birth,
        ),
        (
            "no_way",
            WARNING,
            _("left without saying how"),
            _("Enter the way of leaving."),
            _no_way,
        ),
        (
            "lost",
            WARNING,
            _("transferred, but no union took the person up"),
            _("Ask the next union to enter the membership, or correct the way of leaving."),
            _lost,
        ),
        (
            "after_death",
            ERROR,
            _("a member after having died"),
            _("One of the entries is another person's: look at both."),
            _after_death,
        ),
    )
)
PEOPLE = tuple(
    Check(f"person_{key}", severity, Person, label, advice, find, twins)
    for key, severity, label, advice, find, twins in (
        (
            "in_closed",
            ERROR,
            _("the file is kept by a union that is closed"),
            _("Ask the union above to transfer the person."),
            _file_in_closed,
            (),
        ),
        (
            "elsewhere",
            WARNING,
            _("the file is kept by another union than the member's"),
            _("Transfer the person, so that the union they belong to keeps the file."),
            _file_elsewhere,
            (),
        ),
        (
            "same_person",
            WARNING,
            _("same name and date of birth on two files"),
            _("Compare the two under “Likely duplicates”; merge them, or say that they are two people."),
            _born,
            ("name", "birth_on"),
        ),
        (
            "same_phone",
            HINT,
            _("one telephone on several files"),
            _("Ask whose it is: links for confirmation go to this number."),
            _with_phone,
            ("phone",),
        ),
        (
            "no_number",
            HINT,
            _("no number of a document"),
            _("Enter it as soon as it is known: without it one person can be entered twice."),
            _no_number,
            (),
        ),
        (
            "unreachable",
            HINT,
            _("a member without telephone and account"),
            _("Enter a telephone, or print slips for confirmation."),
            _unreachable,
            (),
        ),
    )
)
