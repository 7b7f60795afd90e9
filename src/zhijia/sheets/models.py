"""What is remembered of lists: those taken in, and those somebody is still looking at."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhijia.kernel.uid import uuid7
from zhijia.registry.fields import DigestField, SensitiveField

#: how long an upload waits between being looked at and being taken in
LIFE = timedelta(hours=1)


class Load(models.Model):
    """A list taken in once; the unique key makes a second time add nothing."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    sheet = models.CharField(max_length=80)
    digest = DigestField()
    source = models.CharField(max_length=255)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("noun", "list taken in")
        verbose_name_plural = pgettext_lazy("noun", "lists taken in")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "digest"], name="list_taken_in_once")
        ]

    def __str__(self) -> str:
        return self.source


class DraftQuery(models.QuerySet["Draft"]):
    def live(self) -> DraftQuery:
        """Those whose hour is not over."""
        return self.filter(at__gt=timezone.now() - LIFE)


class Draft(models.Model):
    """An upload between preview and confirmation, encrypted, seen by nobody but who sent it, for an hour."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=80)
    source = models.CharField(max_length=255)
    body = SensitiveField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DraftQuery.as_manager()

    def __str__(self) -> str:
        return self.source
