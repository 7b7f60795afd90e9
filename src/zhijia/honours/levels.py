"""The levels at which titles are awarded, and which of them a survey asks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    NATIONAL = "national", pgettext_lazy("level of an honour", "national")
    PROVINCIAL = "provincial", pgettext_lazy("level of an honour", "provincial or ministerial")
    MUNICIPAL = "municipal", pgettext_lazy("level of an honour", "municipal")
    COUNTY = "county", pgettext_lazy("level of an honour", "county")


class Asked(models.TextChoices):
    NATIONAL = "national", pgettext_lazy("levels a survey asks", "national model workers")
    UPPER = "upper", pgettext_lazy("levels a survey asks", "national and provincial model workers")
    MUNICIPAL = "municipal", pgettext_lazy("levels a survey asks", "municipal model workers")
    ALL = "all", pgettext_lazy("levels a survey asks", "model workers of every level")


LEVELS: dict[str, tuple[str, ...]] = {
    Asked.NATIONAL: (Level.NATIONAL,),
    Asked.UPPER: (Level.NATIONAL, Level.PROVINCIAL),
    Asked.MUNICIPAL: (Level.MUNICIPAL,),
    Asked.ALL: tuple(Level),
}
