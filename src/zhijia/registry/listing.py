"""A list as asked for by an address: words, filters, order and page, each from an allowed set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from zhijia.registry import cells
from zhijia.registry.register import Column, Register
from zhijia.registry.search import matching
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import under

PAGE = 50
RESERVED = {"q", "sort", "page", "size"}


class BadQuery(Exception):
    """An address asks for something there is not; `message` says what is allowed."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Filter:
    """One control above a list."""

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""


@dataclass
class Listing:
    """The rows of a register an actor asked for."""

    register: type[Register]
    actor: Actor
    asked: QueryDict
    size: int = PAGE
    filters: list[Filter] = field(default_factory=list)

    @cached_property
    def allowed(self) -> dict[str, str]:
        """Parameter → kind, of the filters there are; what one may not read one may not filter by."""
        found: dict[str, str] = {}
        for name in self.register.filters:
            if self.register.levels.get(name) == "sensitive":
                continue
            kind = self._kind(name)
            if kind == "day":
                found |= {f"{name}_from": "from", f"{name}_to": "to"}
            else:
                found[name] = kind
        return found

    def _kind(self, name: str) -> str:
        column = self.register.field(name)
        if isinstance(column, models.DateField):
            return "day"
        if column.related_model is Org:
            return "org"
        return "choice" if name == "state" or column.choices else "truth"

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows found, in the order asked for."""
        found = self.register.visible(self.actor)
        for name in self.asked:
            if name not in RESERVED:
                found = self._narrow(found, name, str(self.asked[name]))
        words = self.asked.get("q", "").replace("\0", "").strip()[:100]
        if words:
            found = found.filter(matching(self.register, words))
        return found.order_by(*self._order())

    def _narrow(self, found: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        kind = self.allowed.get(name)
        if kind is None:
            names = ", ".join(sorted(self.allowed)) or "-"
            raise BadQuery(
                _("Unknown filter “%(name)s”. Allowed: %(names)s.") % {"name": name, "names": names}
            )
        if text == "":
            return found
        if kind in ("from", "to"):
            column, _sep, _end = name.rpartition("_")
            return found.filter(**{f"{column}__{'gte' if kind == 'from' else 'lte'}": self._day(name, text)})
        if kind == "org":
            return self._under(found, name, text)
        return found.filter(**{name: self._choice(name, kind, text)})

    def _day(self, name: str, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadQuery(_("“%(name)s” is a date such as 2026-03-31.") % {"name": name}) from None

    def _under(self, found: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        """The rows of a union and below; one that shows nothing and is no part of one's own line is not known."""
        org = Org.objects.filter(code=text.replace("\0", "")).first()
        rows = found if org is None else found.filter(under(org.path))
        if org is None or not (self._in_line(org) or rows.exists()):
            raise BadQuery(_("“%(name)s” is the statistical code of a union.") % {"name": name})
        return rows

    def _in_line(self, org: Org) -> bool:
        """Whether the union is at, above or below a post of the actor."""
        places = [seat.path for seat in self.actor.seats]
        return any(org.path.startswith(path) or path.startswith(org.path) for path in places)

    def _choice(self, name: str, kind: str, text: str) -> Any:
        codes = (
            {"1": True, "0": False} if kind == "truth" else {code: code for code, _ in self._choices(name)}
        )
        if text not in codes:
            names = ", ".join(codes)
            raise BadQuery(_("“%(name)s” is one of: %(names)s.") % {"name": name, "names": names})
        return codes[text]

    def _choices(self, name: str) -> list[tuple[str, str]]:
        if name == "state" and self.register.flow is not None:
            return [(code, str(label)) for code, label in self.register.flow.states.items()]
        return [(str(code), str(label)) for code, label in self.register.field(name).flatchoices]

    @cached_property
    def sortable(self) -> dict[str, str]:
        """Column → the database column it sorts by; names sort by their pinyin."""
        found = {}
        for column in self.register.columns:
            if isinstance(column, Column) or self.register.levels.get(column):
                continue
            target = self.register.field(column)
            related = target.related_model
            if isinstance(related, type):
                keys = {one.name for one in related._meta.get_fields()}
                found[column] = f"{column}__name_key" if "name_key" in keys else f"{column}__pk"
            elif column == "name" and hasattr(self.register.model, "name_key"):
                found[column] = "name_key"
            else:
                found[column] = column
        return found

    @property
    def sort(self) -> str:
        """The column sorted by, with a minus for the other way round."""
        return self.asked.get("sort", "")

    def _order(self) -> list[str]:
        name = self.sort.removeprefix("-")
        if not name:
            return list(self.register.order)
        if name not in self.sortable:
            names = ", ".join(self.sortable)
            raise BadQuery(
                _("Cannot sort by “%(name)s”. Allowed: %(names)s.") % {"name": name, "names": names}
            )
        minus = "-" if self.sort.startswith("-") else ""
        return [minus + self.sortable[name], "-pk"]

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for; a number that is none gives the first, one too high the last."""
        asked = self.asked.get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        # keys first: the order is found in a narrow index, and only the rows shown are read whole
        page = Paginator(self.rows.values_list("pk", flat=True), self.size).get_page(max(number, 1))
        page.object_list = self.rows.filter(pk__in=list(page.object_list))
        return page

    def controls(self) -> list[Filter]:
        """The filters with their choices and what is chosen."""
        found = []
        for name, kind in self.allowed.items():
            column = name.rpartition("_")[0] if kind in ("from", "to") else name
            label = cells.label_of(self.register, column)
            choices: list[tuple[str, str]] = []
            if kind == "choice":
                choices = self._choices(name)
            elif kind == "truth":
                choices = [("1", _("yes")), ("0", _("no"))]
            elif kind == "org":
                choices = self._orgs()
            if kind == "org" and len(choices) < 2:
                continue
            found.append(Filter(name, label, kind, tuple(choices), self.asked.get(name, "")))
        return found

    def _orgs(self) -> list[tuple[str, str]]:
        """The actor's places and those directly below them."""
        paths = {seat.path for seat in self.actor.seats}
        orgs = Org.objects.filter(models.Q(path__in=paths) | models.Q(parent__path__in=paths))
        return [(org.code, org.name) for org in orgs.filter(closed_on=None).order_by("path")[:200]]

    def table(self) -> list[tuple[Any, list[cells.Cell]]]:
        """The rows of the page with their cells."""
        return [
            (
                entry,
                [cells.cell(self.register, entry, column, self.actor) for column in self.register.columns],
            )
            for entry in self.page.object_list
        ]

    def headings(self) -> list[dict[str, Any]]:
        """Each column's label and the order a click on it asks for."""
        found = []
        for column in self.register.columns:
            key = column.key if isinstance(column, Column) else column
            current = self.sort.removeprefix("-") == key
            falling = current and not self.sort.startswith("-")
            query = self.asked.copy()
            query["sort"] = f"-{key}" if falling else key
            query.pop("page", None)
            found.append(
                {
                    "label": cells.label_of(self.register, column),
                    "url": f"?{query.urlencode()}" if key in self.sortable else "",
                    "state": ("descending" if not falling else "ascending") if current else "",
                }
            )
        return found
