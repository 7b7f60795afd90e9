"""Goods a union hands out to a list of people: what, when, where, and how many it brought."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.registers.checkup.register import officer
from zhijia.assistance.registers.handout import rules
from zhijia.registry.fields import MoneyField
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class Occasion(models.TextChoices):
    FESTIVAL = "festival", pgettext_lazy("occasion of a handout", "festival visit")
    SUMMER = "summer", pgettext_lazy("occasion of a handout", "cooling goods in summer")
    WINTER = "winter", pgettext_lazy("occasion of a handout", "warm goods in winter")
    DISASTER = "disaster", pgettext_lazy("occasion of a handout", "after a disaster")
    BENEFIT = "benefit", pgettext_lazy("occasion of a handout", "members' benefit")
    OTHER = "other", pgettext_lazy("occasion of a handout", "other")


class Handout(Event):
    """One day on which a union hands out goods; `happened_on` is that day."""

    title = models.CharField(pgettext_lazy("handout", "title"), max_length=80)
    occasion = models.CharField(pgettext_lazy("handout", "occasion"), max_length=10, choices=Occasion.choices)
    goods = models.CharField(
        pgettext_lazy("handout", "what everybody gets"),
        max_length=120,
        help_text=gettext_lazy("What one person takes home, such as rice 10 kg and oil 5 litres."),
    )
    happened_on = models.DateField(pgettext_lazy("handout", "handed out on"))
    place = models.CharField(pgettext_lazy("handout", "place"), max_length=120)
    portions = models.PositiveIntegerField(
        pgettext_lazy("handout", "portions brought"),
        validators=[MinValueValidator(1), MaxValueValidator(50_000)],
        help_text=gettext_lazy("No more people are recorded than portions were brought."),
    )
    worth = MoneyField(
        pgettext_lazy("handout", "worth of one portion"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "handing out of goods")
        verbose_name_plural = pgettext_lazy("noun", "goods handed out")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "title", "happened_on"],
                name="one_handout_of_a_title_a_day",
                violation_error_message=gettext_lazy(
                    "This union hands out goods under this title on the same day already."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="handout_place_day")]

    def __str__(self) -> str:
        return self.title


class HandoutRegister(Register):
    model = Handout
    fields = ("org", "title", "occasion", "goods", "happened_on", "place", "portions", "worth")
    fixed = ("org",)
    ahead = ("happened_on",)
    columns = ("title", "org", "occasion", "happened_on", "portions", "state")
    filters = ("org", "state", "occasion", "happened_on")
    search = ("title", "goods", "place")
    select = ("org",)
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code"}
    evidence = gettext_lazy("The list everybody signed, and a photo of the handing out.")
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
            "planned": pgettext_lazy("state of a handout", "planned"),
            "open": pgettext_lazy("state of a handout", "being handed out"),
            "done": pgettext_lazy("state of a handout", "handed out"),
            "cancelled": pgettext_lazy("state of a handout", "cancelled"),
        },
        moves=(
            Move("open", ("planned",), "open", label=pgettext_lazy("step", "Hand out today"), by=officer),
            Move("finish", ("open",), "done", label=pgettext_lazy("step", "All is handed out"), by=officer),
            Move(
                "cancel",
                ("planned", "open"),
                "cancelled",
                label=pgettext_lazy("step", "Hand out nothing"),
                by=officer,
                reason=True,
                danger=True,
            ),
        ),
        closed=("done", "cancelled"),
    )
    refuses = (rules.refuse_ahead, rules.refuse_nobody, rules.refuse_few, rules.refuse_changed_handout)
    icon = "heart"
    menu_order = 111
    first_step = gettext_lazy(
        "Record what is handed out; on the day paste the name list, print it for the signatures, and add its "
        "photo. Everybody then says for themselves that the goods arrived."
    )
