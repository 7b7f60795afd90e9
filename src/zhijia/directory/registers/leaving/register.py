"""Notices of leaving: a member leaves of own accord, the union declares it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory import behalf
from zhijia.directory.answering import ANSWER_BY, RequestForm, entered_for, standing_in
from zhijia.directory.behalf import Wish, refuse_borrowed_word
from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.leaving import rules
from zhijia.directory.registers.person.register import Person
from zhijia.directory.rules import officers
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register


class Leaving(Wish, Event):
    """One member's notice to one union."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="leavings", verbose_name=pgettext_lazy("leaving", "member")
    )
    happened_on = models.DateField(pgettext_lazy("leaving", "notice given on"))
    note = models.CharField(pgettext_lazy("leaving", "what the member said"), max_length=300, blank=True)
    left_on = models.DateField(
        pgettext_lazy("leaving", "no member from"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The first day the person is no longer a member."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "notice of leaving")
        verbose_name_plural = pgettext_lazy("noun", "notices of leaving")
        constraints: ClassVar = [
            RaceGuard(fields=["person"], condition=Q(state="given"), name="one_open_notice")
        ]
        indexes: ClassVar = [models.Index(fields=["path", "state"], name="leaving_place_state")]

    def __str__(self) -> str:
        return f"{self.person} · {self.org}"


class LeavingRegister(Register):
    model = Leaving
    fields = ("org", "person", "happened_on", "note", "came_by", "left_on")
    fixed = ("org", "person")
    columns = ("happened_on", "person", "org", "came_by", "state", "left_on", ANSWER_BY)
    filters = ("org", "state", "came_by", "happened_on")
    search = ("person__name",)
    select = ("org", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "person": "uid"}
    form_class = RequestForm  # type: ignore[assignment]
    policy = Policy(
        view=officers | is_person("person"),
        add=holds("officer"),
        change=holds("officer") & standing_in("given"),
        remove=holds("officer") & standing_in("given"),
        export=holds("officer"),
    )
    flow = Flow(
        "given",
        {
            "given": pgettext_lazy("state of leaving", "notice given"),
            "declared": pgettext_lazy("state of leaving", "left, declared by the union"),
            "withdrawn": pgettext_lazy("state of leaving", "withdrawn"),
        },
        (
            Move(
                "declare",
                ("given",),
                "declared",
                label=pgettext_lazy("step", "Declare that the member has left"),
                by=holds("officer", "chair"),
                through=rules.declare,
                form=("left_on",),
            ),
            Move(
                "own_word",
                ("given",),
                "given",
                label=pgettext_lazy("step", "It is my own wish"),
                by=is_person("person") & entered_for,
                through=behalf.own_word,
                due=lambda: None,
            ),
            Move(
                "withdraw",
                ("given",),
                "withdrawn",
                label=pgettext_lazy("step", "Withdraw my notice"),
                by=is_person("person"),
                danger=True,
                due=lambda: None,
            ),
        ),
        closed=("declared", "withdrawn"),
    )
    refuses = (rules.refuse_no_member, rules.refuse_second, refuse_borrowed_word)
    prepare = behalf.fill
    icon = "logout"
    menu_order = 23
    first_step = gettext_lazy(
        "A member who wants to leave says so from the own page, or on paper; the union declares it."
    )
