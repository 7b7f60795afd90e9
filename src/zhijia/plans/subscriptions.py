"""The address by which somebody's calendar program reads the calendar, and when a union is reminded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhijia.kernel.uid import uuid7
from zhijia.registry.fields import DigestField
from zhijia.tree.models import Org, User


class Feed(models.Model):
    """An account's secret address; only its keyed hash is kept, `start` lets its owner tell it apart."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="feeds")
    digest = DigestField(unique=True)
    start = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "calendar subscription")
        verbose_name_plural = pgettext_lazy("noun", "calendar subscriptions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_live_feed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.start}…"


class ReminderDays(models.Model):
    """How many days before a line a union's officers are reminded, such as "7,1"; empty for never.

    A union without a row goes by the nearest one above it that has one, else by `reminders.USUAL`.
    """

    org = models.OneToOneField(Org, models.CASCADE, related_name="+")
    days = models.CharField(pgettext_lazy("reminder", "days before"), max_length=20, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("noun", "reminder setting")
        verbose_name_plural = pgettext_lazy("noun", "reminder settings")

    def __str__(self) -> str:
        return f"{self.org}: {self.days}"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The days, the most first."""
        return tuple(sorted((int(one) for one in self.days.split(",") if one), reverse=True))
