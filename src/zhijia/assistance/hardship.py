"""Why a family is in hardship, and what the union knows of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Reason(models.TextChoices):
    ILLNESS = "illness", pgettext_lazy("reason of relief", "illness")
    SCHOOLING = "schooling", pgettext_lazy("reason of relief", "children's schooling")
    UNEMPLOYMENT = "unemployment", pgettext_lazy("reason of relief", "loss of work")
    ACCIDENT = "accident", pgettext_lazy("reason of relief", "accident")
    LOW_INCOME = "low_income", pgettext_lazy("reason of relief", "low income")
    DISASTER = "disaster", pgettext_lazy("reason of relief", "disaster")
