"""The highest amount of one relief: a standard of each federation, a setting and never law."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

#: fen; what holds where no federation above has set its own
DEFAULT = 2_000_000


def ceiling(org: Org) -> int:
    """The ceiling in fen for a union: that of the nearest federation at or above it that has set one.

    `settings.RELIEF_CEILINGS` maps statistical codes to fen.
    """
    own: Mapping[str, int] = getattr(settings, "RELIEF_CEILINGS", {})
    if own:
        places = [org.path[:length] for length in range(len(org.path), 0, -STEP)]
        above = dict(Org.objects.filter(path__in=places, code__in=list(own)).values_list("path", "code"))
        for place in places:
            if place in above:
                return own[above[place]]
    return DEFAULT
