"""Keys for programs, and what was answered to requests that may come twice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from zhijia.kernel.uid import uuid7
from zhijia.registry.fields import DigestField


class Scope(models.TextChoices):
    READ = "read", pgettext_lazy("token", "read only")
    WRITE = "write", pgettext_lazy("token", "read and write")


class ApiToken(models.Model):
    """A key by which a program acts for somebody; only its hash is kept, it is shown once."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(pgettext_lazy("token", "name"), max_length=60)
    digest = DigestField(unique=True)
    start = models.CharField(max_length=8)
    scope = models.CharField(pgettext_lazy("token", "may"), max_length=5, choices=Scope.choices)
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(pgettext_lazy("token", "last day"))
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "access token")
        verbose_name_plural = pgettext_lazy("noun", "access tokens")

    def __str__(self) -> str:
        return self.name


class Answered(models.Model):
    """The entry made for an Idempotency-Key, and the digest of the request that made it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = DigestField()
    uid = models.UUIDField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_to_a_key")]
