"""Employers, unionised or not: the list a federation keeps."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.credit_code import BadCreditCode, parse_credit_code
from zhijia.directory.industries import Industry
from zhijia.directory.registers.unit import rules
from zhijia.directory.rules import kept_above, officers, refused
from zhijia.kernel.pinyin import pinyin_key
from zhijia.kernel.text import clean
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class PlaceKind(models.TextChoices):
    ZONE = "zone", pgettext_lazy("place", "development zone or industrial park")
    MARKET = "market", pgettext_lazy("place", "market")
    OFFICE_BUILDING = "office_building", pgettext_lazy("place", "office building")
    SCHOOL = "school", pgettext_lazy("place", "private school")
    CLINIC = "clinic", pgettext_lazy("place", "private hospital or clinic")
    LAW_FIRM = "law_firm", pgettext_lazy("place", "law or accounting firm")
    SITE = "site", pgettext_lazy("place", "building site")
    OTHER = "other", pgettext_lazy("place", "other place")


class Unit(Entry):
    """One employer; `org` is the federation that keeps the list. Numbers of staff are dated facts."""

    name = models.CharField(pgettext_lazy("unit", "name of the employer"), max_length=120)
    name_key = models.CharField(max_length=240, editable=False, default="", db_index=True)
    social_credit_code = models.CharField(
        pgettext_lazy("unit", "social credit code"),
        max_length=18,
        blank=True,
        help_text=gettext_lazy("18 characters; empty only for a place without a legal person."),
    )
    legal_person = models.BooleanField(pgettext_lazy("unit", "legal person"), default=True)
    industry = models.CharField(
        pgettext_lazy("unit", "industry"), max_length=1, choices=Industry.choices, blank=True
    )
    place_kind = models.CharField(
        pgettext_lazy("unit", "kind of place"),
        max_length=16,
        choices=PlaceKind.choices,
        default=PlaceKind.OTHER,
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "employer")
        verbose_name_plural = pgettext_lazy("noun", "employers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["social_credit_code"],
                condition=~Q(social_credit_code=""),
                name="one_unit_of_a_credit_code",
                violation_error_message=gettext_lazy(
                    "An employer with this social credit code is listed already."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "name_key"], name="unit_place_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = " ".join(clean(self.name or "").text.split())
        if not self.name:
            raise ValidationError({"name": pgettext_lazy("unit", "Type the name of the employer.")})
        self.name_key = pinyin_key(self.name, person=False)
        if self.social_credit_code:
            try:
                self.social_credit_code = parse_credit_code(self.social_credit_code)
            except BadCreditCode as error:
                raise ValidationError({"social_credit_code": refused(error)}) from error


class UnitRegister(Register):
    model = Unit
    fields = ("org", "name", "social_credit_code", "legal_person", "industry", "place_kind")
    columns = ("name", "social_credit_code", "org", "legal_person", "industry", "place_kind")
    filters = ("org", "legal_person", "industry", "place_kind")
    search = ("name", "social_credit_code")
    select = ("org",)
    order = ("name_key", "id")
    natural_keys: ClassVar = {"org": "code"}
    policy = Policy(
        view=officers | kept_above,
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (rules.refuse_keeper, rules.refuse_no_code)
    icon = "building"
    menu_order = 40
    first_step = gettext_lazy(
        "List the employers of your county, best from the register of enterprises as a sheet; "
        "those without a union show where to organise next."
    )
