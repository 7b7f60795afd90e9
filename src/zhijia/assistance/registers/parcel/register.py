"""People who were handed goods, each confirming for themselves that they got them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.gates import signed_list
from zhijia.assistance.registers.checkup.register import officer
from zhijia.assistance.registers.handout.register import Handout
from zhijia.assistance.registers.parcel import rules
from zhijia.directory.models import Person
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed
from zhijia.tree.actor import Actor


class Parcel(Event):
    """One person's portion of one handing out; it stands where and when that does."""

    handout = models.ForeignKey(
        Handout, models.PROTECT, related_name="parcels", verbose_name=pgettext_lazy("parcel", "goods")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="parcels", verbose_name=pgettext_lazy("parcel", "person")
    )
    fetched_by = models.CharField(
        pgettext_lazy("parcel", "fetched by"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("Who signed, where it was not the person: a relative, a colleague."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "person handed goods")
        verbose_name_plural = pgettext_lazy("noun", "people handed goods")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["handout", "person"],
                name="one_portion_of_a_handout",
                violation_error_message=gettext_lazy(
                    "This person is on this list already: one portion each."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="parcel_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.handout}"

    @property
    def name(self) -> str:
        """What the person asked reads behind the kind of entry."""
        return f"{self.handout.title} · {self.handout.goods}"


class ParcelRegister(Register):
    model = Parcel
    fields = ("handout", "person", "fetched_by")
    fixed = ("handout", "person")
    columns = ("person", "handout", "org", "happened_on", "fetched_by")
    filters = ("org", "happened_on")
    search = ("person__name", "handout__title")
    select = ("org", "handout", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"handout": "uid", "person": "uid"}
    confirmed_by = "person"
    confirms: ClassVar = ("handout", "person")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    refuses = (rules.refuse_not_handed, rules.refuse_oneself, rules.refuse_outsider, rules.refuse_full)
    suspects: ClassVar = {rules.refuse_full: rules.of_full_handouts}
    indicators = (
        Indicator(
            "goods_people",
            pgettext_lazy("indicator", "people handed goods"),
            unit="person",
            on="handout__happened_on",
            when=Q(handout__state="done"),
            distinct="person",
            gates=(signed_list, confirmed),
            names=("发放慰问物资人数", "走访慰问职工人数", "送清凉慰问职工", "送温暖慰问职工"),
            rule=gettext_lazy(
                "Different people handed goods in the period, with the signed list or a photo and their own "
                "word that they got them; who got goods twice counts once."
            ),
        ),
        Indicator(
            "goods_portions",
            pgettext_lazy("indicator", "portions of goods handed out"),
            unit="entry",
            on="handout__happened_on",
            when=Q(handout__state="done"),
            gates=(signed_list, confirmed),
            names=("发放慰问物资份数", "发放慰问品"),
            rule=gettext_lazy(
                "Portions of goods handed out in the period, each with the signed list or a photo and the word "
                "of the person who got it."
            ),
        ),
    )
    icon = "user-check"
    menu_order = 112
    first_step = gettext_lazy(
        "Choose the handing out once and paste the names; each person then confirms by link, code or slip."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """People stand where and when the goods were handed out."""
        handout = values.get("handout")
        if handout is not None:
            values |= {"org": handout.org, "happened_on": handout.happened_on}
