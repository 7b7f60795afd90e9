"""Skill grades and degrees that certificates give; the levels and their order are those of the dated facts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from zhijia.directory.holding.values import ORDERED, VALUES, Level, rank

__all__ = ["ORDER", "Kind", "Level", "rank"]


class Kind(models.TextChoices):
    SKILL = "skill", pgettext_lazy("kind of advancement", "skill grade")
    DEGREE = "degree", pgettext_lazy("kind of advancement", "degree")


#: the levels of each kind, lowest first
ORDER: dict[str, tuple[str, ...]] = {kind: VALUES[kind] for kind in ORDERED}
