"""How long people far away wait for home, and how late a site may close: settings of the house, no law."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from zhijia.kernel.period import add_months

#: months without home leave or a visit, where `settings.HOME_LEAVE_MONTHS` says nothing else
WAIT = 6
#: days after the expected closing from which a site that is still open is asked about
LATE_DAYS = 30


def wait_months() -> int:
    found: int = getattr(settings, "HOME_LEAVE_MONTHS", WAIT)
    return found


def due_on(since: date) -> date:
    """The day on which somebody who has been without home since a day should have seen it again."""
    return add_months(since, wait_months())


def expected_before(day: date) -> date:
    """Sites expected to close before this day should have closed."""
    return day - timedelta(days=LATE_DAYS)
