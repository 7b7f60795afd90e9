"""Women on the list of an activity of the achievement programme."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.gates import activity_sheet
from zhijia.activities.registers.course.register import officer
from zhijia.activities.registers.participation import rules
from zhijia.activities.registers.programme.register import Programme
from zhijia.directory.models import Person
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, Ratio, confirmed
from zhijia.tally.sources import declare_ratio
from zhijia.tree.actor import Actor


class Part(models.TextChoices):
    TOOK_PART = "took_part", pgettext_lazy("part in an activity", "took part")
    ORGANISED = "organised", pgettext_lazy("part in an activity", "helped to organise")
    PRIZE = "prize", pgettext_lazy("part in an activity", "won a prize")


class Participation(Event):
    """One woman in one activity; it stands where the activity stands, `happened_on` is its first day."""

    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="participations",
        verbose_name=pgettext_lazy("participation", "activity"),
    )
    woman = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="participations",
        verbose_name=pgettext_lazy("participation", "woman"),
    )
    role = models.CharField(
        pgettext_lazy("participation", "part she took"),
        max_length=10,
        choices=Part.choices,
        default=Part.TOOK_PART,
    )
    prize = models.CharField(pgettext_lazy("participation", "prize"), max_length=80, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "woman in an activity")
        verbose_name_plural = pgettext_lazy("noun", "women in activities")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "woman"],
                name="once_on_the_list_of_an_activity",
                violation_error_message=gettext_lazy("She is on the list of this activity already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="participation_place_day")]

    def __str__(self) -> str:
        return f"{self.woman} · {self.programme}"

    @property
    def name(self) -> str:
        """What the woman asked reads behind the kind of entry."""
        return f"{self.programme} · {self.programme.days}"

    def clean(self) -> None:
        self.prize = " ".join((self.prize or "").split())


class ParticipationRegister(Register):
    model = Participation
    fields = ("programme", "woman", "role", "prize")
    fixed = ("programme", "woman")
    columns = ("woman", "programme", "org", "happened_on", "role", "prize")
    filters = ("org", "role", "happened_on")
    search = ("prize", "woman__name", "programme__title")
    select = ("org", "programme", "woman")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"programme": "uid", "woman": "uid"}
    confirmed_by = "woman"
    confirms: ClassVar = ("programme", "woman")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("woman"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    refuses = (rules.refuse_not_held, rules.refuse_man, rules.refuse_prize)
    indicators = (
        Indicator(
            "wom_activity",
            pgettext_lazy("indicator", "women taking part in the achievement programme"),
            unit="person",
            on="programme__ends_on",
            when=Q(programme__state="held", woman__sex="female"),
            distinct="woman",
            gates=(activity_sheet, confirmed),
            names=("女职工参加建功立业人数", "参加建功立业实践活动的女职工人数"),
            rule=gettext_lazy(
                "Different women who took part in an activity of the programme that ended in the period, with "
                "the activity's sign-in sheet or photo and their own confirmation."
            ),
        ),
    )
    icon = "users"
    menu_order = 221
    first_step = gettext_lazy(
        "Enter which women took part: choose the activity once and paste the names; each woman then confirms."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """Women stand where and when their activity does."""
        programme = values.get("programme")
        if programme is not None:
            values |= {"org": programme.org, "happened_on": programme.happened_on}


declare_ratio(
    Ratio(
        "wom_activity_rate",
        pgettext_lazy("indicator", "share of women workers in the achievement programme"),
        part="wom_activity",
        whole="women_covered",
        names=("女职工参加建功立业实践活动", "女职工参加建功立业实践活动比例", "女职工建功立业参与率"),
        rule=gettext_lazy(
            "Different women who took part in the period, by the women workers of covered employers on its last day."
        ),
    )
)
declare_ratio(
    Ratio(
        "wom_training_rate",
        pgettext_lazy("indicator", "share of women workers trained"),
        part="wom_trained",
        whole="women_covered",
        names=("女职工接受各类教育培训", "女职工接受教育培训比例", "女职工教育培训比例"),
        rule=gettext_lazy(
            "Different women who finished a course or lecture in the period, by the women workers of covered "
            "employers on its last day."
        ),
    )
)
