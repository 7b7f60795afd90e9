"""An entry: dated, owned, stated; everything the union counts is one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.kernel.uid import uuid7
from zhijia.tree.models import Org
from zhijia.tree.paths import PathField


class Entry(models.Model):
    """A row of a register. The three gate moments are written by evidence alone."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    org = models.ForeignKey(
        Org, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("entry", "organisation")
    )
    path = PathField(db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_at = models.DateTimeField(
        pgettext_lazy("entry", "recorded at"), default=timezone.now, editable=False
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=pgettext_lazy("entry", "recorded by"),
    )
    evidenced_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    words = models.TextField(default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if self.org_id and not self.path:
            self.path = self.org.path
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Event(Entry):
    """Something that happened on a day and stands in a state."""

    happened_on = models.DateField(pgettext_lazy("entry", "date"))
    state = models.CharField(pgettext_lazy("entry", "state"), max_length=20, default="", editable=False)

    class Meta:
        abstract = True


class Span(Entry):
    """Something that holds from a day to before another; no end means it still holds."""

    valid_from = models.DateField(pgettext_lazy("entry", "from"))
    valid_to = models.DateField(pgettext_lazy("entry", "to"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            )
        ]

    def clean(self) -> None:
        """The end lies after the start: said with both days, before the constraint says it without."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            said = {"end": self.valid_to.isoformat(), "first": self.valid_from.isoformat()}
            raise ValidationError(
                {"valid_to": _("The end (%(end)s) must lie after the start (%(first)s).") % said}
            )
