"""How a contract stands today, in a few words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhijia.contracts.registers.contract.kinds import CLAIMING
from zhijia.kernel.day import today


def standing(contract: Any) -> str:
    """Whether the contract is in force today, and from or until when."""
    day = today()
    if contract.state not in CLAIMING:
        return _("not signed")
    if contract.valid_to is not None and contract.valid_to <= day:
        return _("over since %(day)s") % {"day": contract.valid_to.isoformat()}
    if contract.filed_on is None:
        return _("not filed")
    if contract.valid_from > day:
        return _("from %(day)s") % {"day": contract.valid_from.isoformat()}
    return _("in force")
