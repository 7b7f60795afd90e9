"""What the directory tells the room that reaches people: who somebody is, and whom a list names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.directory.models import Person
from zhijia.reach.lists import sheets
from zhijia.reach.people import Known
from zhijia.registry.register import Register, register_of
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

LOT = 500
KIND = "directory.person"
COLUMNS = ("uid", "phone", "name", "org_id", "path", "user__language")


def _known(rows: QuerySet[Any]) -> list[Known]:
    found = rows.values_list(*COLUMNS)
    return [
        Known(uid, phone, name, KIND, org, path, lang or "") for uid, phone, name, org, path, lang in found
    ]


def own(actor: Actor) -> Known | None:
    """The person whose account it is."""
    return next(iter(_known(Person.objects.filter(pk=actor.person_id or 0))), None)


def by_uid(uid: UUID) -> Known | None:
    return next(iter(_known(Person.objects.filter(uid=uid))), None)


def by_phone(phone: str) -> list[Known]:
    """Everybody with a mobile number on file; families share one."""
    return _known(Person.objects.filter(phone=phone).order_by("pk")) if phone else []


def person_field(register: type[Register]) -> str | None:
    """The field by which entries name a person, empty for people themselves; None where they name none."""
    if register.model is Person:
        return ""
    first = register.confirmed_by.split("__")[0] if register.confirmed_by else ""
    found = [name for name, other in register.related().items() if other.model is Person]
    named = [name for name in found if not register.field(name).null]
    return first if first in named else next(iter(named), None)


def are_named(register: type[Register]) -> bool:
    return person_field(register) is not None


def _named(register: type[Register], rows: QuerySet[Any]) -> QuerySet[Any]:
    """The people entries name, each once."""
    name = person_field(register)
    if name is None:
        return Person.objects.none()
    return Person.objects.filter(pk__in=rows.order_by().values("pk" if name == "" else f"{name}_id"))


def listed(register: type[Register], rows: QuerySet[Any], most: int) -> list[Known]:
    """The people entries name in the order of their names, so many at most."""
    return _known(_named(register, rows).order_by("name_key", "pk")[:most])


def counted(register: type[Register], rows: QuerySet[Any]) -> int:
    return _named(register, rows).count()


def names(actor: Actor, uids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those the actor sees."""
    wanted = list(uids)
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), LOT):
        rows = register_of(Person).visible(actor).filter(uid__in=wanted[start : start + LOT]).order_by()
        found |= dict(rows.values_list("uid", "name"))
    return found


def _to_join(org: Org) -> str:
    from zhijia.directory.queries import takes_members

    return reverse("directory:join", args=[org.uid]) if takes_members(org) else reverse("directory:find")


def hang_up() -> None:
    """The pages of a worker to which a square on the wall leads."""
    sheets.add(
        sheets.Way(
            "join",
            pgettext_lazy("square for the wall", "Join the union"),
            _("Apply with your own account; whoever has none comes to the union's office."),
            _to_join,
            order=30,
        )
    )
    sheets.add(
        sheets.Way(
            "own",
            pgettext_lazy("square for the wall", "My own page"),
            _("What the union recorded for you, what waits for your word, and which messages you want."),
            lambda org: "/",
            order=40,
        )
    )
    sheets.add(
        sheets.Way(
            "card",
            pgettext_lazy("square for the wall", "My member card"),
            _("Show it where members are asked for it."),
            lambda org: reverse("directory:card"),
            order=50,
        )
    )
