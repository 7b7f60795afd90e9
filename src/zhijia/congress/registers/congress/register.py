"""Workers' congresses: delegates elected for a term, by an employer, a region or an industry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.congress.quotas import due
from zhijia.congress.registers.congress import rules
from zhijia.congress.registers.congress.figures import INDICATORS
from zhijia.directory.models import Person, Unit
from zhijia.directory.queries import facts_on
from zhijia.kernel.text import clean
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Column, Register


class Scope(models.TextChoices):
    UNIT = "unit", pgettext_lazy("scope of a congress", "one employer")
    REGIONAL = "regional", pgettext_lazy("scope of a congress", "a region")
    SECTOR = "sector", pgettext_lazy("scope of a congress", "an industry")


def _count(label: Any, **more: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, validators=[MaxValueValidator(10_000)], **more)


class Congress(Span):
    """The delegates of one term; people type its last day, the span ends on the day after."""

    scope = models.CharField(
        pgettext_lazy("workers' congress", "scope"),
        max_length=8,
        choices=Scope.choices,
        default=Scope.UNIT,
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="congresses",
        verbose_name=pgettext_lazy("workers' congress", "employer"),
        help_text=gettext_lazy("Empty for the congress of a region or industry."),
    )
    area = models.CharField(
        pgettext_lazy("workers' congress", "region or industry"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("For example a street, a park or a trade; empty for one employer."),
    )
    number = models.PositiveSmallIntegerField(
        pgettext_lazy("workers' congress", "number of the congress"),
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    valid_from = models.DateField(pgettext_lazy("workers' congress", "term from"))
    last_on = models.DateField(pgettext_lazy("workers' congress", "last day of the term"))
    ended_early = models.CharField(
        pgettext_lazy("workers' congress", "why the term ended early"),
        max_length=160,
        blank=True,
        help_text=gettext_lazy("Only for a term that was cut short, for example by a merger."),
    )
    delegates = _count(
        pgettext_lazy("workers' congress", "delegates elected"),
        help_text=gettext_lazy("The list shows beside them how many the rule asks for."),
    )
    front_line = _count(pgettext_lazy("workers' congress", "front-line workers among them"))
    managers = _count(pgettext_lazy("workers' congress", "managers among them"))
    women = _count(pgettext_lazy("workers' congress", "women among them"))
    dispatched = _count(
        pgettext_lazy("workers' congress", "dispatched workers among them"), null=True, blank=True
    )
    delegate = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("workers' congress", "delegate who can confirm it"),
        help_text=gettext_lazy("An elected delegate; without a confirmation the congress does not count."),
    )
    delegates_due = _count(
        pgettext_lazy("workers' congress", "delegates due by rule"), editable=False, default=0
    )
    valid_to = models.DateField(
        pgettext_lazy("workers' congress", "term until"), null=True, blank=True, editable=False
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "workers' congress")
        verbose_name_plural = pgettext_lazy("noun", "workers' congresses")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "number"],
                name="one_congress_of_a_number",
                violation_error_message=gettext_lazy(
                    "A congress of this employer with this number is on file already."
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="congress_place_day")]

    def __str__(self) -> str:
        said = {"whose": whose(self) or self.org, "number": self.number}
        return _("%(whose)s, congress no. %(number)s") % said

    @property
    def name(self) -> str:
        """What the delegate who is asked reads behind the kind."""
        return str(self)

    def clean(self) -> None:
        """The span that follows from the last day, and the delegates due from the staff of the first."""
        self.area = " ".join(clean(self.area or "").text.split())
        self.valid_to = None
        if not self.valid_from or not self.last_on:
            return
        if self.last_on < self.valid_from:
            said = {"last": self.last_on.isoformat(), "first": self.valid_from.isoformat()}
            text = _("The last day (%(last)s) lies before the first (%(first)s).")
            raise ValidationError({"last_on": text % said})
        self.valid_to = self.last_on + timedelta(days=1)
        facts = facts_on(self.unit, self.valid_from) if self.unit is not None else None
        staff = facts.staff if facts is not None else None
        self.delegates_due = due(self.org, staff=staff, on=self.valid_from).number


def whose(congress: Congress) -> str:
    """The employer, or the region or industry."""
    return str(congress.unit) if congress.unit_id is not None else congress.area


def elected(congress: Congress) -> str:
    """How many delegates there are of how many."""
    return f"{congress.delegates} / {congress.delegates_due}"


class CongressRegister(Register):
    model = Congress
    fields = (
        "org",
        "scope",
        "unit",
        "area",
        "number",
        "valid_from",
        "last_on",
        "delegates",
        "front_line",
        "managers",
        "women",
        "dispatched",
        "delegate",
        "ended_early",
    )
    fixed = ("org", "scope", "unit")
    ahead = ("last_on",)
    columns = (
        Column("whose", capfirst(pgettext_lazy("workers' congress", "employer, region or industry")), whose),
        "number",
        "org",
        "valid_from",
        "last_on",
        Column("elected", capfirst(pgettext_lazy("workers' congress", "delegates (elected / due)")), elected),
        "women",
    )
    filters = ("org", "scope", "valid_from", "last_on")
    search = ("unit__name", "area")
    select = ("org", "unit", "delegate")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code", "unit": "social_credit_code", "delegate": "uid"}
    confirmed_by = "delegate"
    confirms: ClassVar = ("org", "unit", "number", "valid_from", "last_on", "delegates")
    evidence = gettext_lazy(
        "The announcement of the election of the delegates, or their list with the stamp."
    )
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("delegate"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_scope,
        rules.refuse_uncovered,
        rules.refuse_term,
        rules.refuse_second_term,
        rules.refuse_impossible_parts,
        rules.refuse_too_few,
        rules.refuse_composition,
        rules.refuse_outsider,
        rules.refuse_sessions_left_out,
    )
    indicators = INDICATORS
    icon = "users-group"
    menu_order = 220
    first_step = gettext_lazy(
        "Record the congress of an employer for its term: delegates elected, their list as proof, and a "
        "delegate who confirms it. When the term is over it drops out by itself."
    )

    @classmethod
    def subject(cls) -> str:
        """A congress is recorded one by one; no pasted list of people makes congresses."""
        return ""
