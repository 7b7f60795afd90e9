"""Applications for membership: by the worker from the own page, or on paper, decided by the union."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory import behalf
from zhijia.directory.answering import ANSWER_BY, RequestForm, entered_for, standing_in
from zhijia.directory.behalf import Wish, refuse_borrowed_word
from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.application import rules
from zhijia.directory.registers.membership.rules import refuse_kind
from zhijia.directory.registers.person.register import Person
from zhijia.directory.rules import officers
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register

#: the committee of the union decides: its chair, or the officer who keeps its books
committee = holds("officer", "chair")


class Application(Wish, Event):
    """One worker's wish to join one union; `happened_on` is the day it was made."""

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="applications",
        verbose_name=pgettext_lazy("application", "worker"),
    )
    happened_on = models.DateField(pgettext_lazy("application", "applied on"))
    workplace = models.CharField(
        pgettext_lazy("application", "place of work"),
        max_length=120,
        help_text=gettext_lazy("The employer, site or platform the worker works for."),
    )
    note = models.CharField(pgettext_lazy("application", "note"), max_length=300, blank=True)
    admitted_on = models.DateField(
        pgettext_lazy("application", "member from"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The day the union's committee approved it."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "application for membership")
        verbose_name_plural = pgettext_lazy("noun", "applications for membership")
        constraints: ClassVar = [
            RaceGuard(fields=["person"], condition=Q(state="applied"), name="one_open_application")
        ]
        indexes: ClassVar = [models.Index(fields=["path", "state"], name="application_place_state")]

    def __str__(self) -> str:
        return f"{self.person} · {self.org}"


class ApplicationRegister(Register):
    model = Application
    fields = ("org", "person", "workplace", "note", "happened_on", "came_by", "admitted_on")
    fixed = ("org", "person")
    columns = ("happened_on", "person", "org", "workplace", "came_by", "state", "admitted_on", ANSWER_BY)
    filters = ("org", "state", "came_by", "happened_on")
    search = ("person__name", "workplace")
    select = ("org", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "person": "uid"}
    form_class = RequestForm  # type: ignore[assignment]
    policy = Policy(
        view=officers | is_person("person"),
        add=holds("officer"),
        change=holds("officer") & standing_in("applied"),
        remove=holds("officer") & standing_in("applied"),
        export=holds("officer"),
    )
    flow = Flow(
        "applied",
        {
            "applied": pgettext_lazy("state of application", "applied"),
            "admitted": pgettext_lazy("state of application", "admitted"),
            "refused": pgettext_lazy("state of application", "refused"),
            "withdrawn": pgettext_lazy("state of application", "withdrawn"),
        },
        (
            Move(
                "approve",
                ("applied",),
                "admitted",
                label=pgettext_lazy("step", "Admit as a member"),
                by=committee,
                through=rules.admit,
                form=("admitted_on",),
            ),
            Move(
                "refuse",
                ("applied",),
                "refused",
                label=pgettext_lazy("step", "Refuse the application"),
                by=committee,
                reason=True,
                danger=True,
            ),
            Move(
                "own_word",
                ("applied",),
                "applied",
                label=pgettext_lazy("step", "It is my own wish"),
                by=is_person("person") & entered_for,
                through=behalf.own_word,
                due=lambda: None,
            ),
            Move(
                "withdraw",
                ("applied",),
                "withdrawn",
                label=pgettext_lazy("step", "Withdraw my application"),
                by=is_person("person"),
                danger=True,
                due=lambda: None,
            ),
        ),
        closed=("admitted", "refused", "withdrawn"),
    )
    refuses = (
        refuse_kind,
        rules.refuse_closed_union,
        rules.refuse_member,
        rules.refuse_second,
        refuse_borrowed_word,
    )
    prepare = behalf.fill
    icon = "user-plus"
    menu_order = 21
    first_step = gettext_lazy(
        "Workers apply from their own page; an application on paper is recorded here by the officer."
    )
