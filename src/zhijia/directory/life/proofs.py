"""The four proofs of a union's life and the verdict that follows, declared once for pages, checks and figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from zhijia.directory.integrity.rows import at_union, number_of, standing
from zhijia.directory.life.signs import signs
from zhijia.directory.models import Dues, Membership, Union
from zhijia.directory.rules import officers
from zhijia.kernel.period import add_months
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind, Role
from zhijia.tree.models import Post

#: unions of workers; federations are judged by what stands below them
BASE = (OrgKind.GRASSROOTS.value, OrgKind.JOINT_GRASSROOTS.value)
#: how far back a meeting or a payment still proves something
MONTHS = 12
#: so many members have said themselves that they are one; a smaller union all of them
CONFIRMED = 3
#: alive with so many of the four, their members' own word among them; paper with so many at most
ALIVE, PAPER = 3, 1


class Proof(models.TextChoices):
    """What can show that a union lives."""

    CHAIR = "chair", pgettext_lazy("proof of life", "chair in term")
    MEETING = "meeting", pgettext_lazy("proof of life", "something held within a year")
    DUES = "dues", pgettext_lazy("proof of life", "dues paid within a year")
    MEMBERS = "members", pgettext_lazy("proof of life", "members by their own word")


class Verdict(models.TextChoices):
    """What the proofs together say."""

    ALIVE = "alive", pgettext_lazy("verdict on a union", "proven alive")
    DOUBTFUL = "doubtful", pgettext_lazy("verdict on a union", "doubtful")
    PAPER = "paper", pgettext_lazy("verdict on a union", "on paper only")


def judged(day: date) -> QuerySet[Any]:
    """The unions of workers that stand on a day, each with its proofs as columns and its `verdict`."""
    rows = standing(day).filter(kind__in=BASE, founded_on__lte=day)
    members = at_union(Membership, day)
    rows = rows.annotate(
        members=Coalesce(number_of(members, "person"), 0),
        confirmed=Coalesce(number_of(members.filter(confirmed_at__isnull=False), "person"), 0),
        has_chair=_chair(day),
        has_meeting=_meeting(day),
        has_dues=Exists(dues_of(day).filter(org=OuterRef("org"))),
        is_new=Case(
            When(founded_on__gt=add_months(day, -MONTHS), then=Value(True)),
            default=Value(False),
            output_field=models.BooleanField(),
        ),
    )
    return _weighed(rows)


def within_sight(actor: Actor, day: date) -> QuerySet[Any]:
    """The judged unions of those the actor works with."""
    return officers.filter(actor, judged(day))


def _weighed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The number of proofs and the verdict; what a union younger than a year cannot have yet is not held against it."""
    own_word = Q(confirmed__gte=CONFIRMED) | Q(members__gt=0, confirmed__gte=F("members"))
    rows = rows.annotate(has_members=Case(When(own_word, then=Value(True)), default=Value(False)))
    met = {
        "has_chair": Q(has_chair=True),
        "has_meeting": Q(has_meeting=True) | Q(is_new=True),
        "has_dues": Q(has_dues=True) | Q(is_new=True),
        "has_members": Q(has_members=True),
    }
    parts = [
        Case(When(one, then=Value(1)), default=Value(0), output_field=IntegerField()) for one in met.values()
    ]
    counted: Any = parts[0]
    for part in parts[1:]:
        counted = counted + part
    rows = rows.annotate(proofs=counted)
    found: QuerySet[Any] = rows.annotate(
        verdict=Case(
            When(proofs__gte=ALIVE, has_members=True, then=Value(Verdict.ALIVE.value)),
            When(proofs__gt=PAPER, then=Value(Verdict.DOUBTFUL.value)),
            default=Value(Verdict.PAPER.value),
            output_field=models.CharField(),
        )
    )
    return found


def _chair(day: date) -> Any:
    """A chair by post or on the sheet, and a committee whose term is not over."""
    in_term = Q()
    for years in (3, 5):
        in_term |= Q(term_years=years, elected_on__gte=add_months(day, -12 * years))
    named = Q(Exists(at_union(Post, day).filter(role=Role.CHAIR))) | ~Q(chair_name="")
    return Case(
        When(named & in_term & Q(elected_on__lte=day), then=Value(True)),
        default=Value(False),
        output_field=models.BooleanField(),
    )


def _meeting(day: date) -> Any:
    """Something with proof held at the union, of whatever room."""
    found = Q(pk__in=[])
    for sign in signs():
        found |= Q(Exists(held_of(sign, day).filter(org=OuterRef("org"))))
    return Case(When(found, then=Value(True)), default=Value(False), output_field=models.BooleanField())


def held_of(sign: Any, day: date) -> QuerySet[Any]:
    """The entries of a sign within the year before a day, with proof, newest first."""
    rows = sign.held(sign.model._default_manager.filter(evidenced_at__isnull=False))
    return since(rows, day)


def dues_of(day: date) -> QuerySet[Any]:
    """Dues paid within the year before a day and confirmed by the union above, newest first."""
    return since(Dues.objects.filter(state="received", stream="dues"), day)


def since(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """What happened within the year before a day, the day itself counted in."""
    found: QuerySet[Any] = rows.filter(happened_on__gt=add_months(day, -MONTHS), happened_on__lte=day)
    return found.order_by("-happened_on", "-pk")


def on_paper(day: date) -> QuerySet[Union]:
    """The unions hardly anything shows to live: for the checks of the directory."""
    return judged(day).filter(verdict=Verdict.PAPER.value)


def counts(rows: QuerySet[Any]) -> dict[str, int]:
    """How many unions of each verdict."""
    found = rows.order_by().values_list("verdict").annotate(number=Count("pk"))
    numbers = dict(found)
    return {one.value: numbers.get(one.value, 0) for one in Verdict}
