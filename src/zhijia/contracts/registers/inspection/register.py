"""What a supervision round saw at one enterprise, and whether it was put right."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.contracts.gates import through
from zhijia.contracts.registers.harmony.register import TAKING_PART, Harmony
from zhijia.contracts.registers.inspection import rules
from zhijia.contracts.registers.inspection.form import InspectionForm
from zhijia.contracts.registers.visit.register import Visit
from zhijia.contracts.registers.visit.rules import DONE
from zhijia.directory.models import Unit
from zhijia.registry.flow import Flow, Move, never
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced
from zhijia.tree.actor import Actor

officer = holds("officer")


class Inspection(Event):
    """One enterprise visited in one round; it stands at the union where the enterprise takes part."""

    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="inspections",
        verbose_name=pgettext_lazy("inspection", "supervision round"),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="inspections",
        verbose_name=pgettext_lazy("inspection", "enterprise"),
    )
    happened_on = models.DateField(pgettext_lazy("inspection", "visited on"))
    problems = models.TextField(
        pgettext_lazy("inspection", "problems found"),
        max_length=1000,
        blank=True,
        help_text=gettext_lazy("Empty when everything is in order."),
    )
    correct_by = models.DateField(pgettext_lazy("inspection", "to be put right by"), null=True, blank=True)
    corrected_on = models.DateField(pgettext_lazy("inspection", "put right on"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "inspection of an enterprise")
        verbose_name_plural = pgettext_lazy("noun", "inspections of enterprises")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "unit"],
                name="one_inspection_a_round",
                violation_error_message=gettext_lazy("This enterprise is recorded in this round already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="inspection_place_day")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.visit.name}"


class InspectionRegister(Register):
    model = Inspection
    fields = ("visit", "unit", "happened_on", "problems", "correct_by", "corrected_on")
    fixed = ("visit", "unit")
    ahead = ("correct_by",)
    columns = ("happened_on", "unit", "org", "visit", "correct_by", "corrected_on", "state")
    filters = ("org", "state", "happened_on", "correct_by")
    search = ("problems", "unit__name", "visit__name")
    select = ("org", "unit", "visit__org")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"visit": "uid", "unit": "social_credit_code"}
    form_class = InspectionForm  # type: ignore[assignment]
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader"),
        add=officer,
        change=officer,
        remove=officer & rules.round_open,
        export=officer,
    )
    flow = Flow(
        start="in_order",
        states={
            "in_order": pgettext_lazy("state of an inspection", "in order"),
            "to_correct": pgettext_lazy("state of an inspection", "to be put right"),
            "corrected": pgettext_lazy("state of an inspection", "put right"),
        },
        moves=(
            Move(
                "object",
                ("in_order",),
                "to_correct",
                label=pgettext_lazy("step", "Something must be put right"),
                by=officer,
                form=("problems", "correct_by"),
                due=never,
            ),
            Move(
                "correct",
                ("to_correct",),
                "corrected",
                label=pgettext_lazy("step", "It has been put right"),
                by=officer,
                form=("corrected_on",),
            ),
        ),
        closed=("corrected",),
    )
    refuses = (
        rules.refuse_not_the_visitors,
        rules.refuse_not_enrolled,
        rules.refuse_outside_round,
        rules.refuse_half_problem,
        rules.refuse_early_correction,
    )
    indicators = (
        Indicator(
            "harmony_inspected",
            pgettext_lazy("indicator", "enterprises of the programme visited"),
            unit="unit",
            on="happened_on",
            when=Q(visit__state__in=list(DONE)),
            distinct="unit",
            gates=(through(evidenced, "visit"), through(confirmed, "visit")),
            names=("督导检查企业数", "督导检查和谐企业创建单位数"),
            rule=gettext_lazy(
                "Different enterprises visited in the period by rounds that are done, proven and confirmed; "
                "one visited every quarter counts once."
            ),
        ),
    )
    icon = "search"
    menu_order = 223
    first_step = gettext_lazy(
        "Record every enterprise a round visits, best by pasting their names; what must be put right gets a day."
    )

    @classmethod
    def subject(cls) -> str:
        """A pasted list names enterprises."""
        return "unit"

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The inspection stands where the enterprise takes part; what was found decides where it starts."""
        visit, unit = values.get("visit"), values.get("unit")
        if visit is None or unit is None:
            return
        enrolments = Harmony.objects.filter(unit=unit, year=visit.year, state__in=TAKING_PART)
        enrolment = enrolments.select_related("org").first()
        values["org"] = enrolment.org if enrolment is not None else visit.org
        found = "to_correct" if (values.get("problems") or "").strip() else "in_order"
        values["state"] = "corrected" if values.get("corrected_on") else found
