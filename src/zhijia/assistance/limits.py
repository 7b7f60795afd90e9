"""The highest amounts of help: standards of each federation, settings and never law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

#: fen; what holds where no federation above has set its own
DEFAULT = 2_000_000
#: fen a chair may approve alone; what holds where no federation above has set its own
ALONE = 500_000
#: fen for one school year, by stage; what holds where no federation above has set its own
SCHOOLING: Mapping[str, int] = {
    "primary": 200_000,
    "junior": 200_000,
    "senior": 300_000,
    "vocational": 300_000,
    "college": 500_000,
    "university": 500_000,
    "postgraduate": 500_000,
}


def ceiling(org: Org) -> int:
    """The ceiling of one relief in fen for a union: that of the nearest federation at or above it that has set
    one.

    `settings.RELIEF_CEILINGS` maps statistical codes to fen.
    """
    own: Mapping[str, int] = getattr(settings, "RELIEF_CEILINGS", {})
    return int(_nearest(org.path, own, DEFAULT))


def alone(path: str) -> int | None:
    """The most fen the chair of the union at a place may approve; None for the union nobody stands above.

    `settings.APPROVAL_LIMITS` maps statistical codes to fen. What is above goes to the union above.
    """
    if len(path) <= STEP:
        return None
    own: Mapping[str, int] = getattr(settings, "APPROVAL_LIMITS", {})
    return int(_nearest(path, own, ALONE))


def schooling_ceiling(org: Org, stage: str) -> int:
    """The ceiling of school aid for one school year in fen.

    `settings.SCHOOLING_CEILINGS` maps statistical codes to stage → fen.
    """
    own: Mapping[str, Mapping[str, int]] = getattr(settings, "SCHOOLING_CEILINGS", {})
    return int({**SCHOOLING, **_nearest(org.path, own, {})}[stage])


def _nearest(path: str, own: Mapping[str, Any], otherwise: Any) -> Any:
    """What the nearest federation at or above a place has set."""
    if own:
        places = [path[:length] for length in range(len(path), 0, -STEP)]
        above = dict(Org.objects.filter(path__in=places, code__in=list(own)).values_list("path", "code"))
        for place in places:
            if place in above:
                return own[above[place]]
    return otherwise
