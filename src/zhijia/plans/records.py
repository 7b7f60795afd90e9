"""What stands beside a plan: its editions as issued, the repairs of its text, wordings decided before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.plans.registers.plan.register import Plan
from zhijia.tree.models import Org


class Edition(models.Model):
    """A plan as it was issued the n-th time; `content` is never changed afterwards."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    content = models.JSONField()

    class Meta:
        verbose_name = pgettext_lazy("plan", "edition")
        verbose_name_plural = pgettext_lazy("plan", "editions")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="edition_number_once"),)

    def __str__(self) -> str:
        return f"{self.plan} · {self.number}"


class Mending(models.Model):
    """One repair of the damaged text of a plan: offsets count characters of the text as it was given."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="mendings")
    kind = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    before = models.TextField()
    after = models.TextField(blank=True)

    class Meta:
        verbose_name = pgettext_lazy("plan", "repair")
        verbose_name_plural = pgettext_lazy("plan", "repairs")
        ordering = ("start", "end", "id")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Wording(models.Model):
    """What a union decided about a wording: which indicator it means, or, with none, that it is no target."""

    org = models.ForeignKey(Org, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    wording = models.CharField(max_length=300)
    indicator = models.CharField(max_length=60, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)
    year = models.PositiveSmallIntegerField(help_text=_("The year of the plan it was decided in."))

    class Meta:
        verbose_name = pgettext_lazy("plan", "wording decided before")
        verbose_name_plural = pgettext_lazy("plan", "wordings decided before")
        constraints = (models.UniqueConstraint(fields=("org", "digest"), name="wording_once_a_union"),)

    def __str__(self) -> str:
        return self.wording
