"""Paper for the notice board and the site: lists to sign, lists to hang up, squares that lead to a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings

from zhijia.reach.kinds import Text
from zhijia.reach.lists.crowd import Crowd
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

#: names as they hang on a wall, or whole for a list that goes back to the office
BOARD, SIGN = "board", "sign"
BLANK = 6


@dataclass(frozen=True)
class Way:
    """Something a worker can do with a telephone: what, in one sentence how, and the address for a union."""

    key: str
    name: Text
    text: Text
    path: Callable[[Org], str]
    order: int = 50


_ways: dict[str, Way] = {}


def add(way: Way) -> None:
    """A room above says which of its pages a square on the wall may lead to; none of them names a person."""
    _ways[way.key] = way


def ways() -> list[Way]:
    return sorted(_ways.values(), key=lambda one: (one.order, one.key))


@dataclass(frozen=True)
class Square:
    """A way as it hangs on the wall."""

    way: Way
    address: str
    picture: str


def squares(org: Org, chosen: Iterable[str]) -> list[Square]:
    """The squares chosen for a union, in their order; an address holds the union at most."""
    wanted = set(chosen)
    return [_square(one, org) for one in ways() if one.key in wanted]


def _square(way: Way, org: Org) -> Square:
    address = settings.PUBLIC_URL.rstrip("/") + way.path(org)
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=3, light="#fff")
    parts = urlsplit(address)
    return Square(way, f"{parts.netloc}{parts.path}", picture)


def on_the_wall(name: str) -> str:
    """A name that whoever bears it knows again, and a stranger does not: 李*梅."""
    return name[:1] + "*" * max(1, min(len(name) - 2, 3)) + (name[-1:] if len(name) > 2 else "")


def paper(crowd: Crowd, form: str, title: str) -> dict[str, Any]:
    """A list as it is printed: whole names to sign beside, or masked ones to hang up."""
    named = [one.name if form == SIGN else on_the_wall(one.name) for one in crowd.leaving]
    return {
        "title": " ".join(title.split())[:80] or crowd.title,
        "names": named,
        "rows": list(zip(named[0::3], [*named[1::3], ""], [*named[2::3], "", ""], strict=False)),
        "blank": range(BLANK if form == SIGN else 0),
        "signs": form == SIGN,
        "org": crowd.org,
    }


def chosen_org(actor_orgs: list[Org], code: str) -> Org | None:
    """The union a sheet is for; the first of the actor's own without being asked."""
    return (
        next((one for one in actor_orgs if one.code == code), None) if code else next(iter(actor_orgs), None)
    )


def may_print(actor: Actor, crowd: Crowd) -> bool:
    """Whether the actor may take these entries out of the house, on paper as in a file."""
    return crowd.register.policy.rule("export").ever(actor)
