"""What a campaign can count: indicators of things done, and entries of registers by their day."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.registry.models import Event
from zhijia.registry.register import REGISTERS, Register, registers
from zhijia.tally.indicator import Indicator
from zhijia.tally.sources import INDICATORS, model_of

#: how the entries of a register are named among measures
ENTRIES = "entries:"


def indicator_of(key: str) -> Indicator | None:
    """The indicator of a measure, None for entries of a register; what stands on a day is no deed."""
    found = INDICATORS.get(key)
    return None if found is None or found.is_stock else found


def register_of(key: str) -> type[Register] | None:
    """The register whose entries a measure counts by their day."""
    found = REGISTERS.get(key.removeprefix(ENTRIES)) if key.startswith(ENTRIES) else None
    return found if found is not None and issubclass(found.model, Event) else None


def is_known(key: str) -> bool:
    return indicator_of(key) is not None or register_of(key) is not None


def label(key: str) -> str:
    """A measure in words; a key nobody knows any more stands as it is."""
    if (indicator := indicator_of(key)) is not None:
        return capfirst(str(indicator.label))
    if (register := register_of(key)) is not None:
        return _("Entries: %(noun)s") % {"noun": register.model._meta.verbose_name_plural}
    return key


def unit(key: str) -> str:
    indicator = indicator_of(key)
    return indicator.unit if indicator is not None else "entry"


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every measure by the room it comes from, indicators before entries."""
    rooms: dict[str, list[tuple[str, str]]] = {}
    for key in INDICATORS:
        if indicator_of(key) is not None:
            rooms.setdefault(model_of(key)._meta.app_label, []).append((key, label(key)))
    for register in registers():
        if issubclass(register.model, Event):
            key = ENTRIES + register.key
            rooms.setdefault(register.room, []).append((key, label(key)))
    names = {one.room: str(one.model._meta.app_config.verbose_name) for one in registers()}
    return sorted((capfirst(names.get(room, room)), found) for room, found in rooms.items())
