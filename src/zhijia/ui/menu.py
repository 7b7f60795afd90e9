"""What the menus hold: each room adds its entries, the shell shows those the actor may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise

Text = str | Promise


def everyone(actor: Any) -> bool:
    """Visible to whoever is signed in."""
    return True


@dataclass(frozen=True)
class Entry:
    """One line of a menu; `phone` puts it into the bottom bar of a phone, where there is room for four."""

    label: Text
    url_name: str
    icon: str = "list"
    order: int = 100
    visible: Callable[[Any], bool] = everyone
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    section: Text = ""
    phone: bool = False

    @property
    def url(self) -> str:
        """The address, or an empty text when no such page is installed."""
        return address(self.url_name, **self.kwargs)


@dataclass(frozen=True)
class Line:
    """An entry as one page shows it."""

    label: Text
    url: str
    icon: str
    section: Text
    active: bool
    phone: bool


_entries: list[Entry] = []
_account: list[Entry] = []


def address(url_name: str, **kwargs: Any) -> str:
    """The URL of that name, or an empty text when no such page is installed."""
    return _address(get_urlconf() or settings.ROOT_URLCONF, url_name, tuple(sorted(kwargs.items())))


@lru_cache(maxsize=500)
def _address(urlconf: Any, url_name: str, kwargs: tuple[tuple[str, Any], ...]) -> str:
    """Kept by the table of addresses: every page asks for all lines of the menu."""
    try:
        return reverse(url_name, urlconf=urlconf, kwargs=dict(kwargs) or None)
    except NoReverseMatch:
        return ""


def add(entry: Entry) -> None:
    """Puts an entry into the main menu, once however often the room starts."""
    if entry not in _entries:
        _entries.append(entry)


def add_account(entry: Entry) -> None:
    """Puts an entry into the account menu, once however often the room starts."""
    if entry not in _account:
        _account.append(entry)


def main(actor: Any, *, path: str) -> list[Line]:
    """The main menu for an actor on the page `path`; the longest matching address is the active one."""
    return _lines(_entries, actor, path)


def account(actor: Any, *, path: str) -> list[Line]:
    """The account menu for an actor."""
    return _lines(_account, actor, path)


def _lines(entries: list[Entry], actor: Any, path: str) -> list[Line]:
    shown = [(entry, entry.url) for entry in sorted(entries, key=lambda entry: entry.order)]
    shown = [(entry, url) for entry, url in shown if url and entry.visible(actor)]
    here = max((url for _, url in shown if _leads_to(url, path)), key=len, default=None)
    return [
        Line(entry.label, url, entry.icon, entry.section, url == here, entry.phone) for entry, url in shown
    ]


def _leads_to(url: str, path: str) -> bool:
    """Whether the page lies under that address; the front page only leads to itself."""
    return path == url or (url != "/" and path.startswith(url))
