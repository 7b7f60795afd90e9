"""Workers enrolled in mutual aid: who is insured by which round, for the first time or again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.gates import insurers_list
from zhijia.assistance.listed import on_other_lists
from zhijia.assistance.registers.enrolment import renewals, rules
from zhijia.assistance.registers.round.register import Plan, Round, officer
from zhijia.directory.models import Person
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed
from zhijia.tree.actor import Actor


class Enrolment(Event):
    """One worker on the list of one round; it stands at the round's union, `happened_on` is its first day."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="enrolments", verbose_name=pgettext_lazy("enrolment", "round")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("enrolment", "worker")
    )
    shares = models.PositiveSmallIntegerField(
        pgettext_lazy("enrolment", "shares"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    insured_elsewhere = models.BooleanField(
        pgettext_lazy("enrolment", "insured in the year before"),
        default=False,
        help_text=gettext_lazy(
            "Only where that list is not on file here; with the older list on file it is known by itself."
        ),
    )
    renewal = models.BooleanField(pgettext_lazy("enrolment", "renewal"), default=False, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "enrolment in mutual aid")
        verbose_name_plural = pgettext_lazy("noun", "enrolments in mutual aid")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "person"],
                name="once_on_the_list_of_a_round",
                violation_error_message=gettext_lazy("This worker is on the list of this round already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="enrolment_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.round}"

    @property
    def name(self) -> str:
        """What the person asked reads behind the kind of entry."""
        return f"{self.round.get_plan_display()} · {self.round.insurer}"  # type: ignore[attr-defined]


class EnrolmentRegister(Register):
    model = Enrolment
    fields = ("round", "person", "shares", "insured_elsewhere")
    fixed = ("round", "person")
    columns = ("person", "round", "org", "happened_on", "shares", "renewal")
    filters = ("org", "renewal", "happened_on")
    search = ("person__name", "round__policy_number")
    select = ("org", "round", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"round": "uid", "person": "uid"}
    confirmed_by = "person"
    confirms: ClassVar = ("round", "person", "shares")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    refuses = (rules.refuse_plan, rules.refuse_outsider, rules.refuse_full, renewals.follow_others)
    suspects: ClassVar = {
        rules.refuse_full: rules.of_full_rounds,
        renewals.follow_others: on_other_lists,
    }
    indicators = (
        Indicator(
            "mut_new",
            pgettext_lazy("indicator", "workers newly insured in medical mutual aid"),
            unit="person",
            on="round__valid_from",
            when=Q(round__plan=Plan.MEDICAL.value, renewal=False),
            distinct="person",
            gates=(insurers_list, confirmed),
            names=(
                "新增参加职工医疗互助人数",
                "医疗互助新增人数",
                "新增参加重大疾病医疗保险职工人数",
                "新增参加重大疾病医疗互助职工人数",
                "新增职工参加医疗互助保障",
                "互助保障新增人数",
            ),
            rule=gettext_lazy(
                "Different workers whose insurance in medical mutual aid began in the period and who were not "
                "insured under it in the year before, with the insurer's stamped list and their own "
                "confirmation; renewals are not new."
            ),
        ),
        Indicator(
            "mut_insured",
            pgettext_lazy("indicator", "workers insured in medical mutual aid"),
            unit="person",
            spans=(("round__valid_from", "round__valid_to"),),
            when=Q(round__plan=Plan.MEDICAL.value),
            distinct="person",
            gates=(insurers_list, confirmed),
            names=("互助保障参保人数", "参加医疗互助职工人数", "医疗互助参保人数"),
            rule=gettext_lazy(
                "Different workers insured in medical mutual aid on the day, first ones and renewals, with the "
                "insurer's stamped list and their own confirmation."
            ),
        ),
    )
    icon = "users-group"
    menu_order = 113
    first_step = gettext_lazy(
        "Choose the round once and paste the names of its list; each worker then confirms. Who was insured the "
        "year before is known from the older lists."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """People stand where and when their round does; who ticks it has renewed."""
        one = values.get("round")
        if one is not None:
            values |= {"org": one.org, "happened_on": one.valid_from}
        values["renewal"] = bool(values.get("insured_elsewhere"))

    @classmethod
    def goes_with(cls, entry: Any) -> bool:
        """Not beside a round of cancer insurance, which has a list of its own."""
        return getattr(entry, "plan", "") != Plan.CANCER
