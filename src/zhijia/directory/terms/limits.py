"""How long a chair's post may stand vacant, and how early an election is called due: settings of the house, no law."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from zhijia.kernel.period import add_months

#: months, where `settings.CHAIR_VACANCY_MONTHS` says nothing else
VACANCY = 3
#: months before the end of a term
SOON = 6


def vacancy_months() -> int:
    found: int = getattr(settings, "CHAIR_VACANCY_MONTHS", VACANCY)
    return found


def vacant_before(day: date) -> date:
    """Posts vacant since before this day are beyond the limit."""
    return add_months(day, -vacancy_months())


def fill_by(since: date) -> date:
    """The day by which a post vacant since a day is to be filled."""
    return add_months(since, vacancy_months())
