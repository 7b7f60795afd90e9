"""Commendations of enterprises, other employers and unions: publicised, decided, written in a document."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import Person, Unit
from zhijia.honours.levels import Level
from zhijia.honours.registers.commendation import rules
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, above, in_line, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced


class Recipient(models.TextChoices):
    ENTERPRISE = "enterprise", pgettext_lazy("who is commended", "enterprise")
    EMPLOYER = "employer", pgettext_lazy("who is commended", "other employer")
    UNION = "union", pgettext_lazy("who is commended", "the union itself")


class Award(models.TextChoices):
    OUTSTANDING = "outstanding", pgettext_lazy("award", "outstanding enterprise or unit")
    HARMONIOUS = "harmonious", pgettext_lazy("award", "harmonious labour relations")
    CERTIFICATE = "certificate", pgettext_lazy("award", "May Day labour certificate")
    PIONEER = "pioneer", pgettext_lazy("award", "worker pioneer")
    MODEL_HOME = "model_home", pgettext_lazy("award", "model workers' home")
    OTHER = "other", pgettext_lazy("award", "other award")


class Commendation(Event):
    """One award to one employer or union; it stands at the union commended, `happened_on` is the decision's day."""

    recipient = models.CharField(
        pgettext_lazy("commendation", "who is commended"),
        max_length=10,
        choices=Recipient.choices,
        default=Recipient.ENTERPRISE,
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commendations",
        verbose_name=pgettext_lazy("commendation", "employer"),
        help_text=gettext_lazy("Left empty where the union itself is commended."),
    )
    award = models.CharField(pgettext_lazy("commendation", "award"), max_length=11, choices=Award.choices)
    title = models.CharField(
        pgettext_lazy("commendation", "title"),
        max_length=80,
        help_text=gettext_lazy("As the decision writes it."),
    )
    level = models.CharField(pgettext_lazy("commendation", "level"), max_length=10, choices=Level.choices)
    issuer = models.CharField(pgettext_lazy("commendation", "decided by"), max_length=80)
    document_number = models.CharField(pgettext_lazy("commendation", "number of the decision"), max_length=60)
    public_from = models.DateField(pgettext_lazy("commendation", "notice hung from"))
    public_to = models.DateField(pgettext_lazy("commendation", "notice hung through"))
    happened_on = models.DateField(pgettext_lazy("commendation", "decided on"))
    witness = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("commendation", "worker who can confirm it"),
        help_text=gettext_lazy(
            "A worker of this union, its chair for example, who saw the notice before the decision."
        ),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "commendation")
        verbose_name_plural = pgettext_lazy("noun", "commendations")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="commended_once_publicised",
                condition=Q(happened_on__gt=F("public_from")),
                violation_error_message=gettext_lazy("The notice hangs before the decision."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="commendation_place_day")]

    def __str__(self) -> str:
        return f"{self.unit or self.org} · {self.title}"

    @property
    def name(self) -> str:
        """What the worker asked reads behind the kind of entry."""
        return str(self)


#: nobody commends themselves: a union above records it
officer = above("officer")


class CommendationRegister(Register):
    model = Commendation
    fields = (
        "org",
        "recipient",
        "unit",
        "award",
        "title",
        "level",
        "issuer",
        "document_number",
        "public_from",
        "public_to",
        "happened_on",
        "witness",
    )
    fixed = ("org",)
    columns = ("happened_on", "org", "unit", "title", "award", "level", "document_number")
    filters = ("org", "recipient", "award", "level", "happened_on")
    search = ("title", "document_number", "unit__name")
    select = ("org", "unit", "witness")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "unit": "social_credit_code", "witness": "uid"}
    confirmed_by = "witness"
    confirms: ClassVar = ("org", "unit", "witness", "title", "public_from", "public_to", "happened_on")
    evidence = gettext_lazy("The decision with its number, and a photo of the notice.")
    policy = Policy(
        view=in_line("officer", "chair", "caseworker", "leader") | is_person("witness"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    refuses = (
        rules.refuse_recipient,
        rules.refuse_no_enterprise,
        rules.refuse_not_covered,
        rules.refuse_publicity,
        rules.refuse_second,
        rules.refuse_witness,
    )
    indicators = (
        Indicator(
            "honours_enterprises",
            pgettext_lazy("indicator", "enterprises commended"),
            unit="unit",
            on="happened_on",
            when=Q(recipient=Recipient.ENTERPRISE.value),
            distinct="unit",
            gates=(evidenced, confirmed),
            names=(
                "表彰优秀企业单位数",
                "表彰优秀企业单位",
                "表彰企业数",
                "表彰优秀企业",
                "表彰企业",
            ),
            rule=gettext_lazy(
                "Different enterprises commended by a decision of the period, with the decision's document and the "
                "word of one of their workers that the notice hung before it; two awards are one enterprise."
            ),
        ),
    )
    icon = "trophy"
    menu_order = 133
    first_step = gettext_lazy(
        "Record whom your federation commends once the notice has hung and the decision has its number; the union "
        "commended cannot do it for itself."
    )

    @classmethod
    def subject(cls) -> str:
        """No pasted list of names makes commendations: every one has its employer and its union."""
        return ""
