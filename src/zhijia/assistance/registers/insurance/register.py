"""Women in hardship insured against cancer by the union."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.gates import insurers_list
from zhijia.assistance.hardship import Reason
from zhijia.assistance.listed import on_other_lists
from zhijia.assistance.registers.insurance import rules
from zhijia.assistance.registers.round.register import Plan, Round, officer
from zhijia.directory.models import Person
from zhijia.kernel.identity import mask
from zhijia.kernel.text import clean
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed
from zhijia.tree.actor import Actor


class Insurance(Event):
    """One woman on the list of one round of cancer insurance, with the hardship it is given for."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="insurances", verbose_name=pgettext_lazy("insurance", "round")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("insurance", "woman worker")
    )
    reason = models.CharField(
        pgettext_lazy("insurance", "reason of hardship"), max_length=14, choices=Reason.choices
    )
    file_number = models.CharField(
        pgettext_lazy("insurance", "number of the hardship file"),
        max_length=40,
        blank=True,
        help_text=gettext_lazy("May stay empty where relief or school aid of the last year is on file."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "cancer insurance")
        verbose_name_plural = pgettext_lazy("noun", "cancer insurance")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "person"],
                name="once_insured_by_a_round",
                violation_error_message=gettext_lazy("This worker is on the list of this round already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="insurance_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.round}"

    @property
    def name(self) -> str:
        """What the woman asked reads behind the kind of entry."""
        return str(self.round.insurer)

    def clean(self) -> None:
        """The number without spaces."""
        self.file_number = "".join(clean(self.file_number or "").text.split())


def mask_file(number: str) -> str:
    """The number of a file by its last characters."""
    return mask(number, head=0, tail=3)


class InsuranceRegister(Register):
    model = Insurance
    fields = ("round", "person", "reason", "file_number")
    fixed = ("round", "person")
    columns = ("person", "round", "org", "happened_on")
    filters = ("org", "happened_on")
    search = ("person__name", "round__policy_number")
    select = ("org", "round", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"round": "uid", "person": "uid"}
    levels: ClassVar = {"reason": "sensitive", "file_number": "sensitive"}
    masks: ClassVar = {"file_number": mask_file}
    confirmed_by = "person"
    confirms: ClassVar = ("round", "person")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
        unmask=holds("officer", "chair", "caseworker", "leader"),
    )
    refuses = (
        rules.refuse_plan,
        rules.refuse_man,
        rules.refuse_not_in_hardship,
        rules.refuse_outsider,
        rules.refuse_full,
        rules.refuse_insured,
    )
    suspects: ClassVar = {
        rules.refuse_full: rules.of_full_rounds,
        rules.refuse_insured: on_other_lists,
    }
    indicators = (
        Indicator(
            "wom_cancer_insured",
            pgettext_lazy("indicator", "women in hardship insured against cancer"),
            unit="person",
            on="round__valid_from",
            when=Q(round__plan=Plan.CANCER.value),
            distinct="person",
            gates=(insurers_list, confirmed),
            names=(
                "女职工防癌保险人数",
                "办理防癌保险的困难女职工人数",
                "防癌保险",
                "为困难女职工办理防癌保险",
                "困难女职工防癌保险",
            ),
            rule=gettext_lazy(
                "Different women in hardship whose cancer insurance began in the period, with the insurer's "
                "stamped list and their own confirmation; who stands on two lists counts once."
            ),
        ),
    )
    icon = "shield-lock"
    menu_order = 114
    first_step = gettext_lazy(
        "Choose the round of cancer insurance once and paste the names; only women whose hardship is on file "
        "can be recorded."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """Women stand where and when their round does."""
        one = values.get("round")
        if one is not None:
            values |= {"org": one.org, "happened_on": one.valid_from}

    @classmethod
    def goes_with(cls, entry: Any) -> bool:
        """Not beside a round of another insurance."""
        return getattr(entry, "plan", Plan.CANCER) == Plan.CANCER
