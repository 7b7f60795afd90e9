"""Supervision rounds of the programme for harmonious enterprises: one a quarter."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.contracts.quarters import quarter_of
from zhijia.contracts.registers.visit import rules
from zhijia.contracts.registers.visit.form import VisitForm
from zhijia.directory.models import Person
from zhijia.evidence.services import confirm_move
from zhijia.kernel.text import clean
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, in_line, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced

officer = holds("officer")


class Visit(Event):
    """One round of visits by a union within one quarter; what was seen stands in the inspections."""

    name = models.CharField(
        pgettext_lazy("supervision round", "name of the round"),
        max_length=80,
        help_text=gettext_lazy("Year and quarter, for example “2026, second quarter”."),
    )
    happened_on = models.DateField(pgettext_lazy("supervision round", "first day"))
    last_on = models.DateField(pgettext_lazy("supervision round", "last day"), null=True, blank=True)
    led_by = models.CharField(pgettext_lazy("supervision round", "led by"), max_length=60)
    offices = models.CharField(
        pgettext_lazy("supervision round", "together with"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("The labour office, the employers' association, others who came along."),
    )
    findings = models.TextField(pgettext_lazy("supervision round", "findings"), max_length=2000, blank=True)
    follow_up = models.TextField(
        pgettext_lazy("supervision round", "what follows"), max_length=2000, blank=True
    )
    follow_up_by = models.DateField(
        pgettext_lazy("supervision round", "to be done by"), null=True, blank=True
    )
    host = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("supervision round", "worker who can confirm it"),
        help_text=gettext_lazy("A worker of one of the enterprises visited, not of the visitors."),
    )
    year = models.PositiveSmallIntegerField(
        pgettext_lazy("supervision round", "year"), default=0, editable=False
    )
    quarter = models.PositiveSmallIntegerField(
        pgettext_lazy("supervision round", "quarter"), default=0, editable=False
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "supervision round")
        verbose_name_plural = pgettext_lazy("noun", "supervision rounds")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "year", "quarter"],
                name="one_round_a_quarter",
                violation_error_message=gettext_lazy(
                    "This union has a round in this quarter already: add what you visited to that one."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="visit_place_day")]

    def __str__(self) -> str:
        return f"{self.org} · {self.name}"

    def clean(self) -> None:
        """The name in order, and the quarter the round belongs to."""
        self.name = " ".join(clean(self.name or "").text.split())
        if not self.name:
            raise ValidationError({"name": _("Type a name for the round.")})
        if self.state == "under_way":
            # it goes on: the last day is not known any more
            self.last_on = None
        if self.happened_on:
            self.year, self.quarter = quarter_of(self.happened_on)


class VisitRegister(Register):
    model = Visit
    fields = (
        "org",
        "name",
        "happened_on",
        "last_on",
        "led_by",
        "offices",
        "findings",
        "follow_up",
        "follow_up_by",
        "host",
    )
    fixed = ("org",)
    ahead = ("follow_up_by",)
    columns = ("happened_on", "name", "org", "led_by", "last_on", "follow_up_by", "state")
    filters = ("org", "state", "happened_on", "follow_up_by")
    search = ("name", "led_by", "findings", "follow_up")
    select = ("org", "host")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "host": "uid"}
    form_class = VisitForm  # type: ignore[assignment]
    confirmed_by = "host"
    confirmed_state = "confirmed"
    confirms: ClassVar = ("org", "happened_on", "last_on", "host")
    evidence = gettext_lazy("The minutes of the round, or a photograph taken on a visit.")
    policy = Policy(
        view=in_line("officer", "chair", "caseworker", "leader") | is_person("host"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = Flow(
        start="under_way",
        states={
            "under_way": pgettext_lazy("state of a round", "under way"),
            "done": pgettext_lazy("state of a round", "done"),
            "confirmed": pgettext_lazy("state of a round", "confirmed"),
        },
        moves=(
            Move(
                "finish",
                ("under_way",),
                "done",
                label=pgettext_lazy("step", "The round is done"),
                by=officer,
                form=("last_on", "findings"),
            ),
            Move(
                "confirm",
                ("done",),
                "confirmed",
                label=pgettext_lazy("step", "They were here"),
                by=is_person("host"),
                through=confirm_move,
            ),
            Move(
                "reopen",
                ("done", "confirmed"),
                "under_way",
                label=pgettext_lazy("step", "It goes on"),
                by=officer,
                reason=True,
            ),
        ),
    )
    refuses = (
        rules.refuse_half_done,
        rules.refuse_other_quarter,
        rules.refuse_empty_round,
        rules.refuse_left_out,
        rules.refuse_follow_up,
        rules.refuse_host,
    )
    indicators = (
        Indicator(
            "harmony_visits",
            pgettext_lazy("indicator", "quarterly supervision rounds"),
            unit="entry",
            on="happened_on",
            when=Q(state__in=list(rules.DONE)),
            gates=(evidenced, confirmed),
            names=("创建活动督导检查频次", "季度督导检查次数", "督导检查次数", "督导检查"),
            rule=gettext_lazy(
                "Rounds begun in the period that visited at least one enterprise of the programme and are "
                "done, with minutes or photograph and the word of a worker visited; a union has one round a "
                "quarter, however often it goes out."
            ),
        ),
    )
    icon = "clipboard-check"
    menu_order = 222
    first_step = gettext_lazy(
        "Open a round each quarter, record the enterprises visited, then finish it with what was found."
    )

    @classmethod
    def subject(cls) -> str:
        """A list of names makes no rounds: the person named only vouches for one."""
        return ""
