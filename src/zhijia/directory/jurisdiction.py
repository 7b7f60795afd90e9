"""Whose regulations hold for a union: a setting of the installation."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

NATIONAL = "cn"


def jurisdiction(org: Org) -> str:
    """The jurisdiction of a union as the packs of `law` call it: that of the nearest union at or above it.

    `settings.JURISDICTIONS` maps statistical codes to jurisdictions such as cn-33; without it the nation's rules hold.
    """
    own: Mapping[str, str] = getattr(settings, "JURISDICTIONS", {})
    if not own:
        return NATIONAL
    places = [org.path[:end] for end in range(len(org.path), 0, -STEP)]
    known = dict(Org.objects.filter(path__in=places, code__in=list(own)).values_list("path", "code"))
    return next((own[known[place]] for place in places if place in known), NATIONAL)
