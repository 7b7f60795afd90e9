"""Free gynaecological check-ups the union arranges: a hospital, some days, and how many women came."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.registers.checkup import rules
from zhijia.assistance.registers.checkup.form import CheckUpForm
from zhijia.registry.fields import MoneyField
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class CheckUp(Event):
    """Days on which a hospital examines women free of charge; what it finds is theirs and stands nowhere here."""

    hospital = models.CharField(pgettext_lazy("check-up", "hospital"), max_length=80)
    happened_on = models.DateField(pgettext_lazy("check-up", "first day"))
    ends_on = models.DateField(
        pgettext_lazy("check-up", "last day"),
        help_text=gettext_lazy("The women examined count in the period of this day."),
    )
    place = models.CharField(pgettext_lazy("check-up", "place"), max_length=120)
    examinations = models.CharField(
        pgettext_lazy("check-up", "what is examined"),
        max_length=120,
        help_text=gettext_lazy("Only the kinds of examination, never anybody's result."),
    )
    cost = MoneyField(
        pgettext_lazy("check-up", "paid by the union"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    examined = models.PositiveIntegerField(
        pgettext_lazy("check-up", "women on the hospital's list"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50_000)],
        help_text=gettext_lazy("No more women than the stamped list names are recorded from it."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "free check-up")
        verbose_name_plural = pgettext_lazy("noun", "free check-ups")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "hospital", "happened_on"],
                name="one_checkup_of_a_day",
                violation_error_message=gettext_lazy(
                    "This union has a check-up at this hospital beginning on the same day already."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "ends_on"], name="checkup_place_day")]

    def __str__(self) -> str:
        return f"{self.hospital} {self.happened_on.isoformat()}"


officer = holds("officer", "caseworker")


class CheckUpRegister(Register):
    model = CheckUp
    fields = ("org", "hospital", "happened_on", "ends_on", "place", "examinations", "cost", "examined")
    fixed = ("org",)
    ahead = ("happened_on", "ends_on")
    columns = ("hospital", "org", "happened_on", "ends_on", "examined", "state")
    filters = ("org", "state", "happened_on", "ends_on")
    search = ("hospital", "place")
    select = ("org",)
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code"}
    form_class = CheckUpForm  # type: ignore[assignment]
    evidence = gettext_lazy("The list of women stamped by the hospital, or its bill.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | holds("finance", here=True),
        add=officer,
        change=officer,
        remove=holds("officer"),
        export=officer,
    )
    flow = Flow(
        start="planned",
        states={
            "planned": pgettext_lazy("state of a check-up", "planned"),
            "held": pgettext_lazy("state of a check-up", "held"),
            "cancelled": pgettext_lazy("state of a check-up", "cancelled"),
        },
        moves=(
            Move(
                "hold",
                ("planned",),
                "held",
                label=pgettext_lazy("step", "The check-up was held"),
                by=officer,
                form=("examined",),
            ),
            Move(
                "cancel",
                ("planned",),
                "cancelled",
                label=pgettext_lazy("step", "Cancel the check-up"),
                by=officer,
                reason=True,
                danger=True,
            ),
        ),
        closed=("cancelled",),
    )
    refuses = (
        rules.refuse_days,
        rules.refuse_ahead,
        rules.refuse_number,
        rules.refuse_changed_checkup,
    )
    icon = "heart"
    menu_order = 115
    first_step = gettext_lazy(
        "Plan a check-up; once it was held add the hospital's stamped list and enter the women by name list. "
        "Results are never recorded."
    )
