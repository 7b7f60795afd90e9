"""What is remembered of log-ins: every try with its outcome, and codes that must not work twice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """By which secret somebody tried to get in, or which secret was changed."""

    PASSWORD = "password", pgettext_lazy("log-in kind", "password")
    TOTP = "totp", pgettext_lazy("log-in kind", "code of the authenticator app")
    RECOVERY = "recovery", pgettext_lazy("log-in kind", "recovery code")


class Result(models.TextChoices):
    """How it ended; `reset` is a secret given or taken away by an administrator."""

    OK = "ok", pgettext_lazy("log-in result", "logged in")
    FAILED = "failed", pgettext_lazy("log-in result", "refused")
    LOCKED = "locked", pgettext_lazy("log-in result", "locked")
    SET = "set", pgettext_lazy("log-in result", "set or changed")
    REMOVED = "removed", pgettext_lazy("log-in result", "switched off")
    RESET = "reset", pgettext_lazy("log-in result", "reset by an administrator")


TONES: dict[str, str] = {Result.OK: "good", Result.FAILED: "warn", Result.LOCKED: "bad"}


class LoginRecord(models.Model):
    """One try to log in or one change of a secret; `user` is empty when no such account exists."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="login_records"
    )
    at = models.DateTimeField(pgettext_lazy("log-in", "time"), default=timezone.now, db_index=True)
    address = models.GenericIPAddressField(pgettext_lazy("log-in", "address"), null=True, blank=True)
    device = models.CharField(pgettext_lazy("log-in", "device"), max_length=60, blank=True)
    kind = models.CharField(pgettext_lazy("log-in", "by"), max_length=10, choices=Kind.choices)
    result = models.CharField(pgettext_lazy("log-in", "result"), max_length=10, choices=Result.choices)

    class Meta:
        verbose_name = pgettext_lazy("log-in", "log-in record")
        verbose_name_plural = pgettext_lazy("log-in", "log-in records")
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="login_record_of_user")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()}: {self.get_result_display()}"

    @property
    def tone(self) -> str:
        """How the result is coloured: good, warn or plain."""
        return TONES.get(self.result, "plain")


class SpentCode(models.Model):
    """A one-time code that was used a moment ago; the unique key refuses it a second time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    code = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "code"], name="code_spent_once")]
