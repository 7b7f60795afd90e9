"""Organisations with dated relations, and the people who hold posts in them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.kernel.day import today
from zhijia.kernel.period import FOREVER
from zhijia.tree.kinds import OrgKind, RelationKind, Role
from zhijia.tree.paths import PathField


class Org(models.Model):
    """One organisation of the union; `code` is its statistical code and never changes."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        pgettext_lazy("org", "statistical code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]{4,20}\Z", _("4 to 20 digits or capital letters."))],
    )
    name = models.CharField(pgettext_lazy("org", "name"), max_length=120)
    name_key = models.CharField(max_length=240, editable=False, default="", db_index=True)
    kind = models.CharField(pgettext_lazy("org", "kind"), max_length=24, choices=OrgKind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("leading union"),
    )
    path = PathField(unique=True)
    opened_on = models.DateField(pgettext_lazy("org", "founded on"), default=date(2000, 1, 1))
    closed_on = models.DateField(pgettext_lazy("org", "closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="org_closes_after_opening",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """A dated, typed line from an organisation to one above it; one `leads` line at a time."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="relations")
    above = models.ForeignKey(Org, models.PROTECT, related_name="relations_below")
    kind = models.CharField(max_length=10, choices=RelationKind.choices, default=RelationKind.LEADS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org"], condition=Q(kind="leads", valid_to__isnull=True), name="one_leader_at_a_time"
            ),
            models.CheckConstraint(
                name="relation_ends_after_start",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]


class OrgSpan(models.Model):
    """The dated closure of the leading lines: `org` stood under `ancestor` from a day to before another."""

    ancestor = models.ForeignKey(Org, models.CASCADE, related_name="spans_below", db_constraint=False)
    org = models.ForeignKey(Org, models.CASCADE, related_name="spans", db_constraint=False)
    valid_from = models.DateField()
    valid_to = models.DateField(default=FOREVER)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["ancestor", "org", "valid_from", "valid_to"], name="span_down"),
            models.Index(fields=["org", "valid_from", "valid_to", "ancestor"], name="span_up"),
        ]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no superuser, only posts."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account somebody logs in with."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    username = models.CharField(
        pgettext_lazy("user", "account"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9._-]{3,40}\Z", _("3 to 40 small letters, digits, dots or dashes."))
        ],
    )
    name = models.CharField(pgettext_lazy("user", "name"), max_length=120)
    email = models.EmailField(pgettext_lazy("user", "e-mail"), blank=True)
    language = models.CharField(pgettext_lazy("user", "language"), max_length=10, blank=True)
    is_active = models.BooleanField(pgettext_lazy("user", "may log in"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Post(models.Model):
    """A role somebody holds at an organisation from a day to before another."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    org = models.ForeignKey(Org, models.PROTECT, related_name="posts")
    role = models.CharField(pgettext_lazy("post", "role"), max_length=16, choices=Role.choices)
    valid_from = models.DateField(pgettext_lazy("post", "from"), default=today)
    valid_to = models.DateField(pgettext_lazy("post", "to"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes: ClassVar = [models.Index(fields=["user", "valid_from"], name="post_of_user")]
