"""What a federation asks before help counts: its own settings, never law."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

#: full years one round of a plan lasts at most; `settings.INSURANCE_YEARS` replaces single plans
YEARS: Mapping[str, int] = {"medical": 3, "accident": 1, "cancer": 4}
#: days a contract of somebody placed runs at least; `settings.PLACEMENT_LEAST_DAYS`
LEAST_DAYS = 90
#: days after which somebody placed is looked up again; `settings.PLACEMENT_STAY_DAYS`
STAY_DAYS = 180
#: days for which a payment of relief shows that a family is in hardship; `settings.HARDSHIP_DAYS`
HARDSHIP_DAYS = 365


def most_years(plan: str) -> int:
    """The longest a round of a plan may last, in years."""
    own: Mapping[str, int] = getattr(settings, "INSURANCE_YEARS", {})
    return {**YEARS, **own}[plan]


def least_days() -> int:
    return int(getattr(settings, "PLACEMENT_LEAST_DAYS", LEAST_DAYS))


def stay_days() -> int:
    return int(getattr(settings, "PLACEMENT_STAY_DAYS", STAY_DAYS))


def hardship_days() -> int:
    return int(getattr(settings, "HARDSHIP_DAYS", HARDSHIP_DAYS))
