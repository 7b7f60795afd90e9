"""What a federation asks of training before it counts: settings, never law."""

from __future__ import annotations

from django.conf import settings

#: class hours from which a course is training and no lecture; `settings.TRAINING_LEAST_HOURS`
LEAST_HOURS: int = getattr(settings, "TRAINING_LEAST_HOURS", 8)
#: class hours a person can take in on one day; `settings.TRAINING_MOST_HOURS_A_DAY`
MOST_HOURS_A_DAY: int = getattr(settings, "TRAINING_MOST_HOURS_A_DAY", 10)
#: the part of a course's hours, in a hundred, somebody has to attend; `settings.TRAINING_ATTENDED_PERCENT`
ATTENDED_PERCENT: int = getattr(settings, "TRAINING_ATTENDED_PERCENT", 80)
