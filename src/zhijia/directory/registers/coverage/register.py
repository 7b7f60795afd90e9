"""Coverage: which union covers which employer, from a day to before another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.coverage import rules
from zhijia.directory.registers.coverage.bases import BASES
from zhijia.directory.registers.unit.register import Unit
from zhijia.directory.rules import kept_above, officers
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tally.indicator import Ratio
from zhijia.tally.sources import declare_ratio


class Coverage(Span):
    """One union covers one employer; a joint union covers many, an employer is covered by one at a time."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="coverages", verbose_name=pgettext_lazy("coverage", "employer")
    )

    valid_from = models.DateField(pgettext_lazy("coverage", "covered from"))
    valid_to = models.DateField(
        pgettext_lazy("coverage", "covered until"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The first day it is no longer covered."),
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "coverage")
        verbose_name_plural = pgettext_lazy("noun", "coverages")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(fields=["unit"], condition=Q(valid_to__isnull=True), name="one_open_coverage"),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="coverage_place_day")]

    def __str__(self) -> str:
        return f"{self.org} · {self.unit}"


class CoverageRegister(Register):
    model = Coverage
    fields = ("org", "unit", "valid_from", "valid_to")
    fixed = ("org", "unit")
    columns = ("unit", "org", "valid_from", "valid_to")
    filters = ("org", "valid_from")
    search = ("unit__name",)
    select = ("org", "unit")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code", "unit": "social_credit_code"}
    policy = Policy(
        view=officers | kept_above,
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_kind,
        rules.refuse_before_founding,
        rules.refuse_second_employer,
        rules.refuse_second_union,
    )
    suspects: ClassVar = {
        rules.refuse_second_employer: rules.unions_with_employers,
        rules.refuse_second_union: rules.employers_with_unions,
    }
    indicators = BASES
    icon = "link"
    menu_order = 50
    first_step = gettext_lazy(
        "Say which union covers which employer and since when: the membership rate rests on their staff."
    )


declare_ratio(
    Ratio(
        "mem_rate_unionised",
        pgettext_lazy("indicator", "membership rate in unionised employers"),
        part="mem_count",
        whole="staff_covered",
        names=("职工入会率", "入会率", "会员入会率"),
        rule=gettext_lazy("Members by the staff of employers covered by a union, both on the same day."),
    )
)
declare_ratio(
    Ratio(
        "org_establish_rate",
        pgettext_lazy("indicator", "unionisation rate of enterprises"),
        part="units_covered",
        whole="enterprises_all",
        external_base=True,
        names=("企业法人建会率", "法人建会率", "企业建会率", "建会率"),
        rule=gettext_lazy(
            "Covered enterprises by all enterprise legal persons of the place, a number from outside "
            "the union with source and date."
        ),
    )
)
