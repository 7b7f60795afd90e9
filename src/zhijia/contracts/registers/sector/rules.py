"""What a key industry must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.contracts.registers.contract.kinds import AT_ENTERPRISE
from zhijia.kernel.text import fold_name
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind
from zhijia.tree.paths import STEP, under

AT_THE_BASE = AT_ENTERPRISE | {OrgKind.BRANCH, OrgKind.GROUP}


def refuse_keeper(sector: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A programme is a federation's."""
    if sector.org.kind in AT_THE_BASE:
        raise Refused("org", _("Key industries are listed by a federation; choose the county or the city."))


def refuse_same_name(sector: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """One industry, one entry, for a federation and those above and below it."""
    above = [sector.path[:length] for length in range(STEP, len(sector.path), STEP)]
    rows = type(sector)._default_manager.filter(under(sector.path) | Q(path__in=above)).exclude(pk=sector.pk)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=sector.valid_from)).select_related("org")
    for other in rows if sector.valid_to is None else rows.filter(valid_from__lt=sector.valid_to):
        if fold_name(other.name) == fold_name(sector.name):
            raise Refused(
                "name",
                _("%(org)s lists this industry already, as %(name)s.")
                % {"org": other.org, "name": other.name},
            )
