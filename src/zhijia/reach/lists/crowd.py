"""The people of a register's list as it is filtered: which entries, whom they name, and how the list is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.reach import people
from zhijia.reach.people import Known
from zhijia.registry.listing import BadQuery, Listing
from zhijia.registry.models import Span
from zhijia.registry.register import REGISTERS, Register
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org
from zhijia.tree.paths import under

#: more people than this are written to in parts, so that one press of a button is done while one waits
MOST = 2000
#: who writes to lists and prints them, at the union or one above
WRITERS = (Role.OFFICER, Role.CHAIR)
#: what an address says beside the filters of the list
SENDER, PARENT, TITLE = "union", "of", "title"
BESIDE = (SENDER, PARENT, TITLE, "sort", "page", "size")


def senders(actor: Actor) -> list[Org]:
    """The unions in whose name an actor writes to lists."""
    return list(Org.objects.filter(path__in=actor.paths(*WRITERS), closed_on=None).order_by("path"))


def may_write(actor: Actor) -> bool:
    return actor.holds(*WRITERS)


def sources(actor: Actor) -> list[type[Register]]:
    """The registers with lists of people an actor sees, in the order of the menu."""
    found = [one for one in REGISTERS.values() if people.are_named(one) and one.policy.view.ever(actor)]
    return sorted(found, key=lambda one: (one.menu_order, one.key))


@dataclass(frozen=True)
class Crowd:
    """People of one union and those below, by the entries of a register that name them."""

    register: type[Register]
    org: Org
    asked: QueryDict
    actor: Actor
    orgs: tuple[Org, ...] = ()

    @classmethod
    def of(cls, actor: Actor, kind: str, asked: QueryDict) -> Crowd | None:
        """The crowd of an address; None where there is none for the actor."""
        register = REGISTERS.get(kind)
        found = senders(actor)
        if register is None or not found or register not in sources(actor):
            return None
        code = asked.get(SENDER, "") or found[0].code
        org = next((one for one in found if one.code == code), None)
        return cls(register, org, asked, actor, tuple(found)) if org else None

    @cached_property
    def filters(self) -> QueryDict:
        """What narrows the list itself."""
        found = self.asked.copy()
        for name in BESIDE:
            found.pop(name, None)
        return found

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.register, self.actor, self.filters)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The entries at the union and below; spans that hold today alone. Raises BadQuery."""
        found = self.listing.rows.filter(under(self.org.path))
        if issubclass(self.register.model, Span):
            day = today()
            found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
        if self.parent is not None:
            found = found.filter(**{self.parent[0]: self.parent[1]})
        return found

    @cached_property
    def parent(self) -> tuple[str, Any] | None:
        """The field and entry a list belongs to, such as one meeting's; raises BadQuery for one not in sight."""
        text = self.asked.get(PARENT, "")
        if not text:
            return None
        for name, other in self.register.related().items():
            try:
                entry = other.visible(self.actor).filter(uid=UUID(text)).first()
            except ValueError:
                break
            if entry is not None:
                return name, entry
        raise BadQuery(_("There is no such entry: open the list from its page."))

    @cached_property
    def people(self) -> list[Known]:
        """Everybody, as far as one can be written to at once, and one more where there are more."""
        return people.listed(self.register, self.rows, MOST + 1)

    @cached_property
    def count(self) -> int:
        """How many people the list names."""
        few = len(self.people)
        return few if few <= MOST else people.counted(self.register, self.rows)

    @cached_property
    def leaving(self) -> list[Known]:
        """Those of them whose entries the actor may take out of the house, on paper as in a file."""
        rule = self.register.policy.rule("export")
        return people.listed(self.register, rule.filter(self.actor, self.rows), MOST)

    @property
    def query(self) -> str:
        """The address's own words, for coming back to the same list."""
        found = self.asked.copy()
        for name in (TITLE, "sort", "page", "size"):
            found.pop(name, None)
        return found.urlencode()

    @cached_property
    def title(self) -> str:
        """The list in words: what it holds and how it is narrowed."""
        said = [capfirst(str(self.register.model._meta.verbose_name_plural))]
        if self.parent is not None:
            said.append(str(self.parent[1]))
        for one in self.listing.controls():
            if one.value:
                said.append(f"{one.label}: {dict(one.choices).get(one.value, one.value)}")
        if words := self.filters.get("q", "").strip():
            said.append(f"“{words[:60]}”")
        return " · ".join(said)[:300]

    @property
    def sensitive(self) -> bool:
        """Whether being on this list tells what is nobody else's business."""
        return "sensitive" in self.register.levels.values() and not self.is_of_people

    @property
    def is_of_people(self) -> bool:
        """Whether the list is that of people themselves."""
        return hasattr(self.register.model, "id_number")

    @property
    def list_url(self) -> str:
        to = reverse("registry:list", args=[self.register.room, self.register.noun])
        return f"{to}?{self.filters.urlencode()}" if self.filters else to
