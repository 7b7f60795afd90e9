"""What a drive must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.rules import AT_THE_BASE
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

LONGEST_DAYS = 366
MOST = 100_000


def refuse_base(drive: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if drive.org.kind in AT_THE_BASE:
        raise Refused("org", _("A drive is a federation's; choose the county or the city."))


def refuse_no_end(drive: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if drive.valid_to is None:
        raise Refused("valid_to", _("A drive ends; give the first day after it."))


def refuse_endless(drive: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if drive.valid_to and (drive.valid_to - drive.valid_from).days > LONGEST_DAYS:
        raise Refused("valid_to", _("A drive lasts a year at most; make a new one for the next year."))


def refuse_bad_quota(drive: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Quotas are whole numbers, one for a union."""
    for code, number in drive.quotas.items():
        if not isinstance(number, int) or not 0 <= number <= MOST:
            raise Refused(
                "title",
                _("The quota of %(code)s must be a whole number from 0 on.") % {"code": str(code)[:20]},
            )
