"""Dated facts of people: the groups they belong to, their skill grade, degree and kind of work."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.holding.values import CHOICES, LABELS, SLOT_OF, Slot, Source
from zhijia.directory.registers.person.register import Person
from zhijia.directory.registers.personfact import rules
from zhijia.kernel.text import clean
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class PersonFact(Span):
    """What holds of one person from a day to before another; `slot` is the place its value fills."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="facts", verbose_name=pgettext_lazy("fact of a person", "person")
    )
    slot = models.CharField(
        pgettext_lazy("fact of a person", "about"),
        max_length=8,
        choices=Slot.choices,
        blank=True,
        editable=False,
    )
    what = models.CharField(pgettext_lazy("fact of a person", "what holds"), max_length=18, choices=CHOICES)
    valid_from = models.DateField(
        pgettext_lazy("fact of a person", "in force from"),
        help_text=gettext_lazy(
            "Of a grade or degree the day of the certificate. What held before ends on this day; figures of "
            "earlier days stay."
        ),
    )
    valid_to = models.DateField(
        pgettext_lazy("fact of a person", "in force until"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The first day it no longer holds; empty while it does."),
    )
    source = models.CharField(
        pgettext_lazy("fact of a person", "known from"), max_length=8, choices=Source.choices
    )
    detail = models.CharField(
        pgettext_lazy("fact of a person", "details"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("For instance the trade, the platform, or the number of the certificate."),
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "dated fact of a person")
        verbose_name_plural = pgettext_lazy("noun", "groups, grades and degrees")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(
                fields=["person", "slot"], condition=Q(valid_to__isnull=True), name="one_open_fact_of_a_slot"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "slot", "valid_from"], name="fact_of_person"),
            models.Index(fields=["slot", "valid_from"], name="fact_slot_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_what_display()}"

    @property
    def name(self) -> str:
        """What the person asked reads behind the kind of entry."""
        return str(LABELS.get(self.what, self.what))

    def clean(self) -> None:
        """The place follows from the value."""
        super().clean()
        self.slot = SLOT_OF.get(self.what, "")
        self.detail = " ".join(clean(self.detail or "").text.split())


class PersonFactRegister(Register):
    model = PersonFact
    fields = ("person", "what", "valid_from", "valid_to", "source", "detail")
    fixed = ("person",)
    columns = ("person", "org", "slot", "what", "valid_from", "valid_to", "source")
    filters = ("org", "slot", "what", "source", "valid_from")
    search = ("detail", "person__name")
    select = ("org", "person")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"person": "uid"}
    confirmed_by = "person"
    confirms: ClassVar = ("person", "what", "valid_from", "valid_to")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader", prefix="person__") | is_person("person"),
        add=holds("officer", "caseworker"),
        change=holds("officer", "caseworker", prefix="person__"),
        remove=holds("officer", prefix="person__"),
        export=holds("officer", prefix="person__"),
    )
    refuses = (rules.refuse_before_birth, rules.refuse_unfounded_hardship, rules.end_older_fact)
    suspects: ClassVar = {rules.end_older_fact: rules.with_facts}
    icon = "id"
    beside = False
    menu_order = 15
    first_step = gettext_lazy(
        "Record who is a migrant or platform worker, skill grade, degree and kind of work, each from a day on: "
        "on a person's page, for many by a name list, or with the list of members."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A fact stands where the person stands."""
        if values.get("person") is not None:
            values["org"] = values["person"].org
