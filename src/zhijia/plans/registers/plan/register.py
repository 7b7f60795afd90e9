"""A year's work points: the text as issued and the items it falls into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.registry.errors import Refused
from zhijia.registry.fields import DigestField
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, Rule, holds, in_line
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role

drafted = Rule(_("a plan not issued"), lambda actor: Q(state="draft"))
planners = holds(Role.OFFICER, Role.LEADER)
STAFF = (Role.OFFICER, Role.CHAIR, Role.LEADER, Role.CASEWORKER, Role.FINANCE, Role.AUDITOR)


class Plan(Entry):
    """A plan of one union for one year; offsets of items and targets count characters of `text`."""

    title = models.CharField(pgettext_lazy("plan", "title"), max_length=200)
    year = models.PositiveSmallIntegerField(
        pgettext_lazy("plan", "year"), validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    issuer = models.CharField(pgettext_lazy("plan", "issued by"), max_length=200, blank=True)
    text = models.TextField(pgettext_lazy("plan", "text"), blank=True)
    file_name = models.CharField(pgettext_lazy("plan", "file"), max_length=200, blank=True)
    digest = DigestField(default="")
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="following",
        verbose_name=pgettext_lazy("plan", "continues"),
    )
    #: the points as they stand once one was typed or amended by hand, so that the journal tells old and new
    outline = models.TextField(pgettext_lazy("plan", "points"), blank=True, editable=False)
    state = models.CharField(pgettext_lazy("entry", "state"), max_length=20, default="", editable=False)

    class Meta:
        verbose_name = pgettext_lazy("plan", "plan")
        verbose_name_plural = pgettext_lazy("plan", "plans")

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        return str(PlanRegister.flow.states.get(self.state, self.state))


class Item(models.Model):
    """A numbered point of a plan, with its place in the text."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    place = models.PositiveIntegerField(default=0)
    number = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    section = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return f"{self.number} {self.heading or self.text[:40]}".strip()

    @property
    def words(self) -> str:
        """What the point says, its heading once."""
        if not self.heading or self.text.startswith(self.heading):
            return self.text
        return f"{self.heading}。{self.text}"


def refuse_change_when_issued(plan: Plan, actor: Actor, before: Mapping[str, Any] | None) -> None:
    """What was issued stays as it was issued: other unions work by it."""
    if before is None or before["state"] != "issued" or plan.state != "issued":
        return
    for name in ("title", "year", "issuer", "outline"):
        if before[name] != getattr(plan, name):
            raise Refused(name, _("This plan has been issued; amend it before you change it."))


class PlanRegister(Register):
    model = Plan
    fields = ("org", "title", "year", "issuer")
    columns = ("title", "year", "org", "issuer", "state")
    filters = ("org", "state")
    search = ("title", "text")
    select = ("org",)
    order = ("-year", "-id")
    policy = Policy(view=in_line(*STAFF), add=planners, change=planners, remove=planners & drafted)
    flow: ClassVar[Flow] = Flow(
        "draft",
        {"draft": pgettext_lazy("plan", "draft"), "issued": pgettext_lazy("plan", "issued")},
        (
            Move("issue", ("draft",), "issued", pgettext_lazy("plan", "Issue"), planners),
            Move(
                "amend",
                ("issued",),
                "draft",
                pgettext_lazy("plan", "Amend"),
                planners,
                reason=True,
                danger=True,
            ),
        ),
    )
    refuses = (refuse_change_when_issued,)
    icon = "file-text"
    page = "plans:plan"
    links = ((_("Read a plan"), "plans:read", "upload"),)
    first_step = _(
        "Upload this year's work points: the targets in them are found and offered for confirmation."
    )
    menu_order = 20
