"""A mark of its own in every protected value, and a walk through the house that looks for them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import reverse

from tests.contract.factories import EXAMPLES
from tests.evidence.conftest import code, token
from tests.matrix.walk import text_of
from tests.matrix.world import ANYBODY, World
from zhijia.evidence import services as evidence
from zhijia.evidence.models import Channel
from zhijia.registry.cells import is_clear
from zhijia.registry.register import Register, registers
from zhijia.tree.actor import Actor

LINK = re.compile(r"""(?:href|src|hx-get|action)=["']([^"'#]+)""")
#: addresses that end the walk's session or lead out of the house
LEAVES = ("/static/", "/accounts/logout", "mailto:", "tel:", "data:", "javascript:")


@dataclass(frozen=True)
class Mark:
    """One protected value: where it stands and to whom it may be shown."""

    where: str
    text: str
    shown_to: Callable[[Actor], bool]


def marks(world: World) -> list[Mark]:
    """Every protected value of the entries there are, and the keys of a question that was asked."""
    found: list[Mark] = []
    for register in registers():
        for entry in register.model._default_manager.all():
            found += _of_entry(register, entry)
    assert len(found) > 20
    return [*found, *_keys(world)]


def _of_entry(register: type[Register], entry: Any) -> Iterator[Mark]:
    for name in register.levels:
        value = str(getattr(entry, name) or "")
        if len(value) < 8 or register.model._meta.get_field(name).choices:
            # a choice is no mark: its word stands in every form
            continue

        def shown(actor: Actor, name: str = name) -> bool:
            return not actor.is_anonymous and is_clear(register, entry, name, actor)

        yield Mark(f"{register.key}.{name} of {entry}", value, shown)


def _keys(world: World) -> Iterator[Mark]:
    """Token and code of a link sent to the person helped: for no page at all."""
    room = EXAMPLES["facilities.readingroom"].add(world.cast, 8, witness=world.cast.people["wang"])
    for channel, key in ((Channel.LINK, token), (Channel.CODE, code)):
        evidence.ask(room, by=world.cast.actor("gas.officer"), channel=channel)
        yield Mark(f"the {channel} of a question", key(), lambda _actor: False)


def seeds() -> list[str]:
    """Where a walk begins: the home page, every list in several ways, exports, the interface, error pages."""
    found = [
        "/",
        "/board/",
        "/board/unions/",
        "/board/table.xlsx",
        "/composition/",
        "/composition/table.xlsx",
        "/calendar/",
        "/r/no/such/",
        "/files/x/",
        "/evidence/slips/",
        "/evidence/callbacks/",
        "/evidence/reused/",
    ]
    for register in registers():
        args = [register.room, register.noun]
        base = reverse("registry:list", args=args)
        found += [base, f"{base}?q=王", f"{base}?q=燃气", f"{base}?sort=password", f"{base}?page=99"]
        found += [
            f"{base}new/",
            f"{base}export.xlsx",
            f"{base}import/",
            f"/api/v1/{register.room}/{register.noun}",
        ]
        found += [f"{base}pick/{name}/?{name}_typed=王" for name in register.related()]
        found += [f"{base}pick/{name}/?{name}_typed=燃气" for name in register.related()]
    return found


class Crawler:
    """A walk of one who acts, along every link that opens by GET."""

    def __init__(self, world: World, name: str):
        self.actor, self.name = world.actor(name), name
        self.client = Client(raise_request_exception=False)
        if name != ANYBODY:
            self.client.force_login(world.users[name])
        self.foreign = world.foreign(name)
        self.opened: list[str] = []

    def pages(self, most: int, start: list[str] | None = None) -> Iterator[tuple[str, Any, str]]:
        """(address, answer, its text) of up to `most` pages, near ones and every kind of page first."""
        begin = seeds() if start is None else start
        waiting, known, kinds = deque(begin), set(begin), set()
        later: deque[str] = deque()
        while (waiting or later) and len(self.opened) < most:
            url = (waiting or later).popleft()
            response = self.client.get(url)
            text = content(response)
            self.opened.append(url)
            yield url, response, text
            for link in links(url, text, response):
                if link not in known:
                    known.add(link)
                    kind = re.sub(r"[0-9a-f-]{36}|\d+", "*", urlsplit(link).path)
                    (later if kind in kinds else waiting).append(link)
                    kinds.add(kind)


def content(response: Any) -> str:
    """All that an answer says: page or workbook, and the headers."""
    return " ".join([*(str(value) for value in response.headers.values()), text_of(response)])


def links(url: str, text: str, response: Any) -> Iterator[str]:
    """The addresses of the house a page leads to."""
    found = LINK.findall(text)
    if "Location" in response.headers:
        found.append(response.headers["Location"])
    for link in found:
        whole = urldefrag(urljoin(f"http://testserver{url}", link)).url
        parts = urlsplit(whole)
        if parts.netloc == "testserver" and not any(one in whole for one in LEAVES):
            yield parts.path + (f"?{parts.query}" if parts.query else "")
