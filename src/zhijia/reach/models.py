"""What the house keeps of reaching people: wordings, what became of each message, who wants none, and the limits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.kernel.uid import uuid7
from zhijia.outbox.models import Channel, Message
from zhijia.reach.kinds import Category
from zhijia.tree.models import Org, User

#: text messages paid in a month for messages to lists, where a union sets nothing else
MONTH_PARTS = 5000


class Form(models.TextChoices):
    CHINESE = "zh-hans", pgettext_lazy("wording", "text in Chinese")
    ENGLISH = "en", pgettext_lazy("wording", "text in English")
    WECHAT = "wechat", pgettext_lazy("wording", "WeChat template")


class Wording(models.Model):
    """One edition of how a federation words a kind of message; an empty text goes back to the usual one."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    form = models.CharField(max_length=8, choices=Form.choices)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("wording")
        constraints: ClassVar = [
            # of two who change the same edition at once, one wins
            models.UniqueConstraint(fields=["org", "key", "form", "number"], name="reach_one_edition")
        ]


class Held(models.TextChoices):
    NO_ADDRESS = "address", pgettext_lazy("not sent", "no address")
    OPTED_OUT = "left", pgettext_lazy("not sent", "opted out")
    PERSON_LIMIT = "person", pgettext_lazy("not sent", "held by the person's daily limit")
    UNION_LIMIT = "union", pgettext_lazy("not sent", "held by the union's daily limit")


class Mailing(models.Model):
    """One message to the people of a list: whose list, which wording, what was typed; its `uid` is sent once."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    query = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    parts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("message to a list")
        verbose_name_plural = _("messages to lists")
        indexes: ClassVar = [models.Index(fields=["org", "made_at"], name="reach_mailing_place")]

    def __str__(self) -> str:
        return self.title


class Sending(models.Model):
    """One message to one person and what became of it; what was not sent stands here with its reason."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    category = models.CharField(max_length=10, choices=Category.choices)
    person_uid = models.UUIDField(null=True)
    effect_key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    held = models.CharField(max_length=8, choices=Held.choices, blank=True)
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="sending")
    on = models.DateField()
    made_at = models.DateTimeField()
    waits_until = models.DateTimeField(null=True)
    mailing = models.ForeignKey(Mailing, models.PROTECT, null=True, related_name="sendings")

    class Meta:
        verbose_name = _("message to a person")
        verbose_name_plural = _("messages to people")
        indexes: ClassVar = [models.Index(fields=["org", "on"], name="reach_org_day")]


class OptOut(models.Model):
    """Somebody who wants no messages of a category; `who` is a person or an address, never in clear."""

    who = models.CharField(max_length=80)
    category = models.CharField(max_length=10, choices=Category.choices)
    through = models.CharField(max_length=8)
    since_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["who", "category"], name="reach_left_once")]


class Count(models.Model):
    """How many messages somebody got, or a union sent, on a day; `call` is the last one that counted."""

    who = models.CharField(max_length=80)
    on = models.DateField()
    number = models.PositiveIntegerField(default=0)
    call = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["who", "on"], name="reach_one_count")]


class Limits(models.Model):
    """When and how often a union and those below it may write: hours of quiet, messages a day."""

    org = models.OneToOneField(Org, models.PROTECT, related_name="+")
    quiet_from = models.PositiveSmallIntegerField()
    quiet_to = models.PositiveSmallIntegerField()
    person_daily = models.PositiveSmallIntegerField()
    union_daily = models.PositiveIntegerField()
    month_parts = models.PositiveIntegerField(default=MONTH_PARTS)
    version = models.PositiveIntegerField(default=1)


class Binding(models.Model):
    """The WeChat mark under which a person follows the official account, sealed."""

    person_uid = models.UUIDField(unique=True)
    open_id = models.TextField(editable=False)
    mark = models.CharField(max_length=64, unique=True, editable=False)
    bound_at = models.DateTimeField()


class BindingCode(models.Model):
    """A code shown once on a worker's own page; kept as a keyed hash, good once and for minutes."""

    person_uid = models.UUIDField(unique=True)
    code = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
