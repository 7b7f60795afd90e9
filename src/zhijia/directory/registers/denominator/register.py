"""Denominators: all workers and all enterprises of a place, numbers from outside the union."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.denominator import rules
from zhijia.directory.registers.denominator.approval import APPROVED, FLOW, OPEN, approved, proposer, remover
from zhijia.directory.rules import kept_above, officers
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, Ratio
from zhijia.tally.sources import declare_ratio


class BaseKind(models.TextChoices):
    WORKERS = "workers", pgettext_lazy("denominator", "all workers")
    ENTERPRISES = "enterprises", pgettext_lazy("denominator", "all enterprise legal persons")


class Denominator(Span):
    """A number of a whole place, who gave it and as of which day.

    It counts once the next level has approved it, and holds until a newer one is approved.
    """

    kind = models.CharField(
        pgettext_lazy("denominator", "what is counted"), max_length=12, choices=BaseKind.choices
    )
    number = models.PositiveBigIntegerField(
        pgettext_lazy("denominator", "number"), validators=[MinValueValidator(1)]
    )
    valid_from = models.DateField(
        pgettext_lazy("denominator", "in force from"),
        help_text=gettext_lazy("The older number ends on this day, once this one is approved."),
    )
    valid_to = models.DateField(pgettext_lazy("denominator", "in force until"), null=True, blank=True)
    source = models.CharField(
        pgettext_lazy("denominator", "source"),
        max_length=160,
        help_text=gettext_lazy(
            "Who published it: the economic census, market supervision, a yearbook with page."
        ),
    )
    source_on = models.DateField(pgettext_lazy("denominator", "as of"))
    state = models.CharField(pgettext_lazy("denominator", "state"), max_length=10, default="", editable=False)

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "denominator")
        verbose_name_plural = pgettext_lazy("noun", "denominators")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(
                fields=["org", "kind"],
                condition=Q(valid_to__isnull=True, state=APPROVED),
                name="one_open_denominator",
            ),
            RaceGuard(fields=["org", "kind"], condition=Q(state__in=OPEN), name="one_proposed_denominator"),
        ]

    def __str__(self) -> str:
        return f"{self.org} · {self.get_kind_display()}"  # type: ignore[attr-defined]


class DenominatorRegister(Register):
    model = Denominator
    fields = ("org", "kind", "number", "valid_from", "valid_to", "source", "source_on")
    fixed = ("org", "kind")
    columns = ("org", "kind", "number", "valid_from", "valid_to", "source", "source_on", "state")
    filters = ("org", "kind", "state", "valid_from")
    search = ("source",)
    select = ("org",)
    order = ("path", "kind", "-valid_from")
    natural_keys: ClassVar = {"org": "code"}
    policy = Policy(
        view=officers | kept_above,
        add=holds("officer"),
        change=proposer,
        remove=remover,
        export=holds("officer"),
    )
    flow = FLOW
    refuses = (
        rules.refuse_source,
        rules.refuse_at_the_base,
        rules.refuse_second_proposal,
        rules.end_older_number,
        rules.refuse_counted_twice,
    )
    indicators = (
        Indicator(
            "workers_all",
            pgettext_lazy("indicator", "all workers"),
            unit="person",
            spans=(("valid_from", "valid_to"),),
            when=Q(kind=BaseKind.WORKERS.value),
            amount="number",
            gates=(approved,),
            names=("职工总数", "全部职工数"),
            rule=gettext_lazy(
                "The number of workers of the place in force on the day, with source and date, approved by the next "
                "level."
            ),
        ),
        Indicator(
            "enterprises_all",
            pgettext_lazy("indicator", "all enterprise legal persons"),
            unit="unit",
            spans=(("valid_from", "valid_to"),),
            when=Q(kind=BaseKind.ENTERPRISES.value),
            amount="number",
            gates=(approved,),
            names=("企业法人总数", "企业法人单位数"),
            rule=gettext_lazy(
                "The number of enterprise legal persons of the place in force on the day, "
                "with source and date, approved by the next level."
            ),
        ),
    )
    icon = "scale"
    menu_order = 60
    first_step = gettext_lazy(
        "A rate needs a base from outside the union: enter the number with its source; without one the rate "
        "reads “no base”."
    )


declare_ratio(
    Ratio(
        "mem_rate_all",
        pgettext_lazy("indicator", "membership rate of all workers"),
        part="mem_count",
        whole="workers_all",
        external_base=True,
        names=("全部职工入会率", "全体职工入会率"),
        rule=gettext_lazy(
            "Members by all workers of the place, unionised or not: a number from outside the union."
        ),
    )
)
