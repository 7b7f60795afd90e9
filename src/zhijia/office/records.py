"""What the office keeps beside its registers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhijia.office.registers.reply.register import Reply


class Chase(models.Model):
    """A union was chased for a reply on a day, at most once; `call` is the tap that did it."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="chases")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    call = models.UUIDField()
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reply", "on"], name="chased_once_a_day")]
