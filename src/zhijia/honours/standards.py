"""What a federation asks of honours before it counts them: its own settings, never law."""

from __future__ import annotations

from django.conf import settings

#: days a commendation hangs on the notice board before it is decided; `settings.HONOURS_PUBLICITY_DAYS`
PUBLICITY_DAYS = 5
#: the youngest somebody can have been awarded a title, in years
YOUNGEST = 16


def publicity_days() -> int:
    return int(getattr(settings, "HONOURS_PUBLICITY_DAYS", PUBLICITY_DAYS))
