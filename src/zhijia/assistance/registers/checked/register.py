"""Women migrant workers examined free of charge: that they were, never what was found."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.gates import hospitals_list
from zhijia.assistance.registers.checked import rules
from zhijia.assistance.registers.checkup.register import CheckUp, officer
from zhijia.directory.models import Person
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed
from zhijia.tree.actor import Actor


class Checked(Event):
    """One woman at one check-up; it stands where the check-up stands, `happened_on` is its first day."""

    checkup = models.ForeignKey(
        CheckUp,
        models.PROTECT,
        related_name="women",
        verbose_name=pgettext_lazy("woman examined", "check-up"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("woman examined", "woman migrant worker"),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "woman examined free of charge")
        verbose_name_plural = pgettext_lazy("noun", "women examined free of charge")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkup", "person"],
                name="once_at_a_checkup",
                violation_error_message=gettext_lazy("She is on the list of this check-up already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="checked_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.checkup}"

    @property
    def name(self) -> str:
        """What the woman asked reads behind the kind of entry."""
        return str(self.checkup.hospital)


class CheckedRegister(Register):
    model = Checked
    fields = ("checkup", "person")
    fixed = ("checkup", "person")
    columns = ("person", "checkup", "org", "happened_on")
    filters = ("org", "happened_on")
    search = ("person__name", "checkup__hospital")
    select = ("org", "checkup", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"checkup": "uid", "person": "uid"}
    confirmed_by = "person"
    confirms: ClassVar = ("checkup", "person")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    refuses = (
        rules.refuse_not_held,
        rules.refuse_man,
        rules.refuse_not_migrant,
        rules.refuse_outsider,
        rules.refuse_full,
    )
    suspects: ClassVar = {
        rules.refuse_full: rules.of_full_checkups,
        rules.refuse_not_migrant: rules.on_file_as_none,
    }
    indicators = (
        Indicator(
            "wom_checkup",
            pgettext_lazy("indicator", "women migrant workers examined free of charge"),
            unit="person",
            on="checkup__ends_on",
            when=Q(checkup__state="held"),
            distinct="person",
            gates=(hospitals_list, confirmed),
            names=(
                "免费妇检的女农民工人数",
                "免费妇检人数",
                "免费妇检",
                "为女农民工免费妇检",
                "女农民工免费妇检",
                "女农民工免费妇科检查",
            ),
            rule=gettext_lazy(
                "Different women migrant workers examined free of charge at check-ups that ended in the period, "
                "with the hospital's stamped list and their own confirmation; who came twice counts once."
            ),
        ),
    )
    icon = "user-check"
    menu_order = 116
    first_step = gettext_lazy(
        "Choose the check-up once and paste the names on the hospital's list; only women on file as migrant "
        "workers can be recorded, and never a result."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """Women stand where and when their check-up does."""
        checkup = values.get("checkup")
        if checkup is not None:
            values |= {"org": checkup.org, "happened_on": checkup.happened_on}
