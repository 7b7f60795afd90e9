"""Postings: what was disclosed, when and where, seen on a photograph, vouched for by a worker who read it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import Person
from zhijia.disclosure.registers.posting import rules
from zhijia.disclosure.registers.posting.figures import INDICATORS
from zhijia.disclosure.registers.system.forms import Form
from zhijia.disclosure.registers.system.register import System
from zhijia.disclosure.standards import fresh_until
from zhijia.kernel.text import clean
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class Matter(models.TextChoices):
    PLANS = "plans", pgettext_lazy("matter disclosed", "plans and operation")
    ACCOUNTS = "accounts", pgettext_lazy("matter disclosed", "budget and accounts")
    SPENDING = "spending", pgettext_lazy("matter disclosed", "large spending and entertainment")
    PROJECTS = "projects", pgettext_lazy("matter disclosed", "projects and purchases")
    APPOINTMENTS = "appointments", pgettext_lazy("matter disclosed", "appointments and appraisals")
    RULES = "rules", pgettext_lazy("matter disclosed", "rules and labour discipline")
    PAY = "pay", pgettext_lazy("matter disclosed", "pay and bonuses")
    INSURANCE = "insurance", pgettext_lazy("matter disclosed", "social insurance and housing fund")
    WELFARE = "welfare", pgettext_lazy("matter disclosed", "welfare and training funds")
    SAFETY = "safety", pgettext_lazy("matter disclosed", "safety and health")
    CONTRACTS = "contracts", pgettext_lazy("matter disclosed", "collective contracts and how they are kept")
    OTHER = "other", pgettext_lazy("matter disclosed", "other matters")


class Posting(Event):
    """One matter disclosed; it keeps its system alive from the day it was posted for a year."""

    system = models.ForeignKey(
        System,
        models.PROTECT,
        related_name="postings",
        verbose_name=pgettext_lazy("posting", "disclosure system"),
    )
    subject = models.CharField(pgettext_lazy("posting", "what was disclosed"), max_length=120)
    matter = models.CharField(pgettext_lazy("posting", "matter"), max_length=12, choices=Matter.choices)
    form = models.CharField(
        pgettext_lazy("posting", "form"), max_length=8, choices=Form.choices, default=Form.BOARD
    )
    happened_on = models.DateField(pgettext_lazy("posting", "posted on"))
    shown_until = models.DateField(
        pgettext_lazy("posting", "shown until"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The last day it can be read; empty for a meeting."),
    )
    place = models.CharField(pgettext_lazy("posting", "place"), max_length=120)
    opinions = models.PositiveIntegerField(
        pgettext_lazy("posting", "opinions of workers"),
        default=0,
        validators=[MaxValueValidator(100_000)],
    )
    answered = models.PositiveIntegerField(
        pgettext_lazy("posting", "opinions answered"), default=0, validators=[MaxValueValidator(100_000)]
    )
    reader = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("posting", "worker who read it"),
        help_text=gettext_lazy("A worker who can confirm it was there to be read; else it does not count."),
    )
    fresh_until = models.DateField(
        pgettext_lazy("posting", "keeps the system alive until"), editable=False, blank=True
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "posting")
        verbose_name_plural = pgettext_lazy("noun", "postings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "subject", "happened_on"],
                name="one_posting_of_a_subject",
                violation_error_message=gettext_lazy("This was posted on the same day already."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="posting_place_day")]

    def __str__(self) -> str:
        return self.subject

    @property
    def name(self) -> str:
        """What the worker who is asked reads."""
        return self.subject

    def clean(self) -> None:
        """A subject that says something; what stays to be read has a last day, a meeting has none."""
        self.subject = " ".join(clean(self.subject or "").text.split())
        if not self.subject:
            raise ValidationError({"subject": _("Say in a few words what was disclosed.")})
        if self.happened_on:
            self.fresh_until = fresh_until(self.happened_on)


class PostingRegister(Register):
    model = Posting
    fields = (
        "system",
        "subject",
        "matter",
        "form",
        "happened_on",
        "shown_until",
        "place",
        "opinions",
        "answered",
        "reader",
    )
    fixed = ("system",)
    ahead = ("shown_until",)
    columns = ("happened_on", "subject", "matter", "system", "org", "form", "shown_until", "opinions")
    filters = ("org", "matter", "form", "happened_on")
    search = ("subject", "place", "system__title")
    select = ("org", "system", "reader")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"system": "uid", "reader": "uid"}
    confirmed_by = "reader"
    confirms: ClassVar = ("system", "subject", "happened_on", "place")
    evidence = gettext_lazy(
        "A photograph of the board, or a page of the network, with the posting and the day."
    )
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("reader"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_outside_system,
        rules.refuse_form,
        rules.refuse_short,
        rules.refuse_more_answers,
        rules.refuse_outsider,
    )
    indicators = INDICATORS
    icon = "message"
    menu_order = 232
    first_step = gettext_lazy(
        "Record each posting with a photograph and a worker who read it: that is what keeps a system counted."
    )

    @classmethod
    def subject(cls) -> str:
        """Postings are recorded one by one."""
        return ""

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A posting stands where its system stands."""
        if values.get("system") is not None:
            values["org"] = values["system"].org
