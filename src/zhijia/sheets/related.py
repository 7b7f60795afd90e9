"""Entries and organisations a list names: all looked up at once, only within the actor's sight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.kernel.text import DOTS, fold_name
from zhijia.registry.pickers import orgs_for_adding
from zhijia.registry.register import Register
from zhijia.sheets.columns import SheetColumn
from zhijia.tree.actor import Actor

CHUNK = 500
#: fewer characters would fit too many
SHORTEST_HINT = 4


def chunks(values: Iterable[Any]) -> list[list[Any]]:
    """The distinct values in lots a database takes at once."""
    wanted = list(dict.fromkeys(values))
    return [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]


def orgs_by_text(register: type[Register], by: Actor, texts: Iterable[str]) -> dict[str, Any]:
    """Text → the organisation of that code, or the only one of that name, where the actor may add entries."""
    found: dict[str, list[Any]] = defaultdict(list)
    for some in chunks(texts):
        orgs = orgs_for_adding(register, by)
        for org in orgs.filter(code__in=some):
            found[org.code] = [org]
        for org in orgs.filter(name__in=some):
            found[org.name].append(org)
    return {text: orgs[0] for text, orgs in found.items() if len(orgs) == 1}


def entries_by_key(other: type[Register], by: Actor, key: str, texts: Iterable[str]) -> dict[str, Any]:
    """Text → the entry whose natural key it is."""
    found = {}
    for some in chunks(texts):
        for entry in other.visible(by).filter(**{f"{key}__in": some}):
            found[str(getattr(entry, key))] = entry
    return found


def uids(texts: Iterable[str]) -> list[UUID]:
    """The texts that are uids."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


class Named:
    """People or things by name, told apart by the end of a number only they have."""

    def __init__(self, other: type[Register], by: Actor, names: Iterable[str]):
        self.other, self.field = other, name_field(other)
        self.known: dict[str, dict[int, Any]] = defaultdict(dict)
        for some in chunks(name for given in names for name in _spellings(given)):
            for entry in other.visible(by).filter(**{f"{self.field}__in": some}):
                self.known[fold_name(getattr(entry, self.field))][entry.pk] = entry

    def fitting(self, name: str, hint: str = "") -> list[Any]:
        """The entries of that name whose protected numbers, if a hint is given, end with it."""
        found = list(self.known.get(fold_name(name), {}).values())
        return [entry for entry in found if self._ends(entry, hint)] if hint else found

    def _ends(self, entry: Any, hint: str) -> bool:
        ends = "".join(hint.split()).upper()
        values = (str(getattr(entry, name) or "") for name in self.other.levels)
        return len(ends) >= SHORTEST_HINT and any(value.endswith(ends) for value in values)

    def only(self, name: str, hint: str = "") -> Any:
        """The one entry meant; raises ValidationError for none and for several."""
        found = self.fitting(name, hint)
        if len(found) == 1:
            return found[0]
        said = {"name": name, "count": len(found), "hint": hint}
        if found:
            raise ValidationError(_("%(count)s are called %(name)s: add the end of a number.") % said)
        if hint and self.fitting(name):
            raise ValidationError(
                _("No %(name)s within your sight has a number ending with %(hint)s.") % said
            )
        raise ValidationError(_("Nobody and nothing within your sight is called %(name)s.") % said)


def name_field(other: type[Register]) -> str:
    """The column a register's entries are called by: the first it is searched by."""
    return next(name for name in other.search if "__" not in name)


def _spellings(name: str) -> list[str]:
    """A name as typed and with each of the dots foreign names are written with."""
    plain = name.strip()
    dots = [dot for dot in DOTS if dot in plain]
    return [plain, *(plain.replace(old, new) for old in dots for new in "·•・．.‧")]


def value_column(column: SheetColumn) -> bool:
    """Whether a cell names something that must be looked up."""
    return column.kind in ("org", "key", "named", "hint", "uid")
