"""What start-up looks at: the rule packs that ship with the house can be read."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from zhijia.law.packs import BadPack, shipped


def packs_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    """One error for the first fault of a rule pack."""
    try:
        shipped()
    except BadPack as fault:
        return [Error(str(fault), hint="Mend the file in zhijia/law/packs.", id="law.E001")]
    return []
