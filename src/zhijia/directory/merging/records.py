"""What is remembered of two records: that they are two people, or that they were merged and how."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhijia.kernel.uid import uuid7
from zhijia.registry.fields import SensitiveField
from zhijia.tree.models import Org
from zhijia.tree.paths import PathField


class Apart(models.Model):
    """Somebody looked at two records and says: two people. The smaller uid stands first."""

    one_uid = models.UUIDField()
    other_uid = models.UUIDField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "two people told apart")
        verbose_name_plural = pgettext_lazy("noun", "people told apart")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one_uid", "other_uid"], name="told_apart_once"),
            models.CheckConstraint(name="told_apart_in_order", condition=Q(one_uid__lt=F("other_uid"))),
        ]
        indexes: ClassVar = [models.Index(fields=["other_uid"], name="told_apart_other")]

    def __str__(self) -> str:
        return f"{self.one_uid} · {self.other_uid}"


class Merger(models.Model):
    """Two records that became one; `told` holds what is needed to take it back, encrypted.

    Persons are named by uid: a merger must not keep a record from being merged again.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    path = PathField(db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    kept_uid = models.UUIDField(db_index=True)
    gone_uid = models.UUIDField(db_index=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    gone_name = models.CharField(max_length=120)
    reason = models.CharField(pgettext_lazy("merging of people", "reason"), max_length=200)
    told = SensitiveField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "merging of two records")
        verbose_name_plural = pgettext_lazy("noun", "mergings of records")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gone_uid"], condition=Q(undone_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
