"""What is remembered of lists: those taken in, those still looked at, headings explained, work under way."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhijia.kernel.uid import uuid7
from zhijia.registry.fields import DigestField, SensitiveField
from zhijia.tree.models import Org

#: how long an upload waits between being looked at and being taken in, and a workbook for who asked for it
LIFE = timedelta(hours=1)


class Load(models.Model):
    """A list taken in once; the unique key makes a second time add nothing, unless it was undone meanwhile."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    sheet = models.CharField(max_length=80)
    digest = DigestField()
    source = models.CharField(max_length=255)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: register key → the uids of the entries made, in the order the registers were written
    made = models.TextField(default="", editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "list taken in")
        verbose_name_plural = pgettext_lazy("noun", "lists taken in")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "digest"], condition=Q(undone_at=None), name="list_taken_in_once"
            )
        ]

    def __str__(self) -> str:
        return self.source


class LivingQuery(models.QuerySet["Draft"]):
    def live(self) -> LivingQuery:
        """Those whose hour is not over."""
        return self.filter(at__gt=timezone.now() - LIFE)


class Draft(models.Model):
    """An upload between preview and confirmation, encrypted, seen by nobody but who sent it, for an hour.

    `columns` is what somebody said each heading is: place → name of a column or "" for left out.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=80)
    source = models.CharField(max_length=255)
    body = SensitiveField()
    columns = models.JSONField(null=True)
    rows = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = LivingQuery.as_manager()

    def __str__(self) -> str:
        return self.source


class Headings(models.Model):
    """What the headings of a list were said to be, kept for the next list of this union with the same ones."""

    sheet = models.CharField(max_length=80)
    org = models.ForeignKey(Org, models.CASCADE, related_name="+")
    digest = DigestField()
    columns = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "org", "digest"], name="headings_explained_once")
        ]


#: states of an errand that is not over
OPEN = ("waiting", "running")


class Errand(models.Model):
    """Work on a long list that goes on without the one who asked for it; theirs alone to see."""

    class Kind(models.TextChoices):
        LOOK = "look", pgettext_lazy("errand", "checking a list")
        TAKE = "take", pgettext_lazy("errand", "taking in a list")
        UNDO = "undo", pgettext_lazy("errand", "undoing a list")
        EXPORT = "export", pgettext_lazy("errand", "preparing a workbook")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("errand", "waiting for its turn")
        RUNNING = "running", pgettext_lazy("errand", "at work")
        DONE = "done", pgettext_lazy("errand", "done")
        REFUSED = "refused", pgettext_lazy("errand", "not possible")
        CANCELLED = "cancelled", pgettext_lazy("errand", "stopped by you")
        FAILED = "failed", pgettext_lazy("errand", "failed")

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    #: key of the register whose pages it belongs to
    register = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="errands")
    load = models.ForeignKey(Load, models.CASCADE, null=True, related_name="errands")
    title = models.CharField(max_length=255)
    asked = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    #: rows of the list, for whoever waits
    rows = models.PositiveIntegerField(default=0)
    #: why it came to nothing
    said = models.TextField(default="")
    result = SensitiveField(default="")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # two clicks are one errand
            models.UniqueConstraint(
                fields=["draft", "kind"],
                condition=Q(state__in=OPEN),
                name="one_errand_of_a_draft",
            ),
            models.UniqueConstraint(
                fields=["load"], condition=Q(state__in=OPEN), name="one_undoing_of_a_list"
            ),
            models.UniqueConstraint(
                fields=["user", "register"],
                condition=Q(state__in=OPEN, kind="export"),
                name="one_workbook_at_a_time",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
