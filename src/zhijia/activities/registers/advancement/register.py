"""Workers who raised their skill grade or degree, by the certificate they received."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.gates import certificate
from zhijia.activities.levels import Kind, Level
from zhijia.activities.registers.advancement import rules
from zhijia.activities.registers.advancement.form import AdvancementForm
from zhijia.activities.registers.certification.register import Certification
from zhijia.activities.registers.course.register import officer
from zhijia.directory.models import Person
from zhijia.kernel.text import clean
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed
from zhijia.tree.actor import Actor
from zhijia.ui.menu import Text


class Advancement(Event):
    """One certificate of one person that raised a level; `happened_on` is the day of issue."""

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="advancements",
        verbose_name=pgettext_lazy("advancement", "person"),
    )
    certification = models.ForeignKey(
        Certification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="advancements",
        verbose_name=pgettext_lazy("advancement", "issuer's list"),
        help_text=gettext_lazy(
            "With a list chosen, kind, issuing body, day and union may be left empty: they are its."
        ),
    )
    kind = models.CharField(pgettext_lazy("advancement", "kind"), max_length=6, choices=Kind.choices)
    from_level = models.CharField(
        pgettext_lazy("advancement", "level before"), max_length=18, choices=Level.choices
    )
    to_level = models.CharField(
        pgettext_lazy("advancement", "level reached"), max_length=18, choices=Level.choices
    )
    happened_on = models.DateField(pgettext_lazy("advancement", "issued on"))
    issuer = models.CharField(pgettext_lazy("advancement", "issuing body"), max_length=120)
    certificate_number = models.CharField(
        pgettext_lazy("advancement", "certificate number"), max_length=40, blank=True
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "raised grade or degree")
        verbose_name_plural = pgettext_lazy("noun", "raised grades and degrees")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "certificate_number"],
                condition=~Q(certificate_number=""),
                name="one_certificate_of_a_number",
                violation_error_message=gettext_lazy("A certificate of this number is on file already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="advancement_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_to_level_display()}"

    @property
    def name(self) -> str:
        """What the person asked reads behind the kind."""
        return f"{self.get_from_level_display()} → {self.get_to_level_display()}"

    def clean(self) -> None:
        """The certificate's number in one form."""
        self.certificate_number = "".join(clean(self.certificate_number or "").text.split()).upper()
        self.issuer = " ".join(clean(self.issuer or "").text.split())


def _raised(key: str, label: Text, when: Q, names: tuple[str, ...], rule: Text) -> Indicator:
    """Different persons whose level was raised, by the day of issue."""
    return Indicator(
        key,
        label,
        unit="person",
        on="happened_on",
        when=when,
        distinct="person",
        gates=(certificate, confirmed),
        names=names,
        rule=rule,
    )


SKILL, DEGREE, WOMEN = Q(kind=Kind.SKILL.value), Q(kind=Kind.DEGREE.value), Q(person__sex="female")


class AdvancementRegister(Register):
    model = Advancement
    fields = (
        "org",
        "person",
        "certification",
        "kind",
        "from_level",
        "to_level",
        "happened_on",
        "issuer",
        "certificate_number",
    )
    fixed = ("org", "person")
    columns = ("person", "org", "kind", "from_level", "to_level", "happened_on", "issuer")
    filters = ("org", "kind", "to_level", "happened_on")
    search = ("certificate_number", "issuer", "person__name")
    select = ("org", "person", "certification")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "person": "uid", "certification": "uid"}
    form_class = AdvancementForm  # type: ignore[assignment]
    confirmed_by = "person"
    confirms: ClassVar = ("person", "kind", "from_level", "to_level", "happened_on")
    evidence = gettext_lazy(
        "A photo of the certificate; where the issuer's list stands for it, none is needed."
    )
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    refuses = (
        rules.refuse_not_rising,
        rules.refuse_no_certificate,
        rules.refuse_other_list,
        rules.refuse_full_list,
        rules.refuse_known_level,
    )
    suspects: ClassVar = {
        rules.refuse_full_list: rules.on_full_lists,
        rules.refuse_known_level: rules.raised_before,
    }
    indicators = (
        _raised(
            "skill_up",
            pgettext_lazy("indicator", "persons who raised their skill grade"),
            SKILL,
            ("提升技术等级人数", "技术等级提升人数"),
            gettext_lazy(
                "Different persons whose skill grade was raised by a certificate issued in the period, with the "
                "certificate or the issuer's list and their own confirmation."
            ),
        ),
        _raised(
            "skill_up_women",
            pgettext_lazy("indicator", "women who raised their skill grade"),
            SKILL & WOMEN,
            ("女职工提升技术等级", "提升技术等级的女职工人数", "女职工技术等级提升人数"),
            gettext_lazy("Of the persons who raised their skill grade the women."),
        ),
        _raised(
            "edu_up",
            pgettext_lazy("indicator", "persons who raised their degree"),
            DEGREE,
            ("提升学历人数", "学历提升人数", "提升学历层次人数"),
            gettext_lazy(
                "Different persons who received a higher degree issued in the period, with the diploma or the "
                "issuer's list and their own confirmation."
            ),
        ),
        _raised(
            "edu_up_women",
            pgettext_lazy("indicator", "women who raised their degree"),
            DEGREE & WOMEN,
            ("女职工提升学历层次", "提升学历层次的女职工人数", "女职工学历提升人数"),
            gettext_lazy("Of the persons who raised their degree the women."),
        ),
    )
    icon = "award"
    menu_order = 231
    first_step = gettext_lazy(
        "Enter who raised a skill grade or degree: from the issuer's list by names, or one by one with the "
        "certificate."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """What is left empty is taken from the issuer's list."""
        listed = values.get("certification")
        if listed is None:
            return
        for name in ("org", "kind", "issuer", "happened_on"):
            if not values.get(name):
                values[name] = getattr(listed, name)
