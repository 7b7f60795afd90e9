"""A message that leaves the house: to whom and what are sealed, how far it got is not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.kernel.uid import uuid7


class Channel(models.TextChoices):
    SMS = "sms", pgettext_lazy("channel", "text message")
    EMAIL = "email", pgettext_lazy("channel", "e-mail")
    WEBHOOK = "webhook", pgettext_lazy("channel", "webhook")
    WECHAT = "wechat", pgettext_lazy("channel", "WeChat")


class State(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("message", "waiting")
    HELD = "held", pgettext_lazy("message", "held back")
    SENT = "sent", pgettext_lazy("message", "sent")
    DELIVERED = "arrived", pgettext_lazy("message", "delivered")
    FAILED = "failed", pgettext_lazy("message", "failed")


class Message(models.Model):
    """One effect outside the house, made once for its `effect_key`.

    `to` and `body` hold sealed text only; a secret body is overwritten as soon as it was sent or given up. A
    lease (`leased_until`, `lease`) belongs to the process that sends; when it runs out, the message is free.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    channel = models.CharField(pgettext_lazy("message", "channel"), max_length=8, choices=Channel.choices)
    to = models.TextField(editable=False)
    to_shown = models.CharField(pgettext_lazy("message", "to"), max_length=120)
    body = models.TextField(editable=False)
    secret = models.BooleanField(pgettext_lazy("message", "secret"), default=False)
    effect_key = models.CharField(max_length=200, unique=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    state = models.CharField(
        pgettext_lazy("message", "state"), max_length=8, choices=State.choices, default=State.WAITING
    )
    tries = models.PositiveSmallIntegerField(pgettext_lazy("message", "tries"), default=0)
    last_error = models.CharField(pgettext_lazy("message", "last error"), max_length=300, blank=True)
    receipt = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("message", "written at"))
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(pgettext_lazy("message", "sent at"), null=True, blank=True)
    arrived_at = models.DateTimeField(pgettext_lazy("message", "delivered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes: ClassVar = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="waiting"), name="outbox_waiting"),
            models.Index(fields=["receipt"], condition=Q(state="sent"), name="outbox_on_its_way"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.to_shown} {self.state}"
