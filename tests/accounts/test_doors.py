"""Deny by default: every address of the house is closed to strangers but those listed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

pytestmark = pytest.mark.django_db

#: Addresses a stranger may read. Whoever adds one says here why.
OPEN_TO_READ = {
    "c/": "a worker without an account types the code of a message or slip",
    "c/at/": "somebody who came types the number of the class and the end of a telephone number",
    "accounts/login/": "the door itself",
    "accounts/inactive/": "told after the right password of an account switched off",
}
#: Addresses a stranger may send to.
OPEN_TO_SEND = {
    "c/": "a worker without an account types the code of a message or slip",
    "c/at/": "somebody who came types the number of the class and the end of a telephone number",
    "language/": "strangers choose their language; changes a cookie only",
    "accounts/login/": "the door itself",
    "accounts/logout/": "gives up a log-in that waits for its second step",
}
SAMPLES = {"int": "1", "uuid": "00000000-0000-7000-8000-000000000000", "str": "x", "slug": "x", "path": "x"}
CLOSED = {401, 403, 404, 405}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + written(entry)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def written(entry: URLPattern | URLResolver) -> str:
    """The route as text; a regular expression of the old kind would need a sample of its own."""
    if isinstance(entry.pattern, RegexPattern) and str(entry.pattern) not in ("", "^/"):
        pytest.fail(f"{entry.pattern} is a regular expression: write it as a route, or give a sample here")
    return "" if isinstance(entry.pattern, RegexPattern) else str(entry.pattern)


def sample(route: str) -> str:
    """An address that fits the route; converters of our own take the text sample."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "x"), route)


ROUTES = sorted({route for route, _ in patterns(get_resolver())})


def is_closed(answer) -> bool:
    if answer.status_code in (301, 302):
        return urlsplit(answer["Location"]).path == reverse("account_login")
    return answer.status_code in CLOSED


def test_there_are_addresses_to_walk():
    assert len(ROUTES) >= 15


@pytest.mark.parametrize("route", ROUTES)
def test_a_stranger_reads_nothing(route):
    answer = Client().get(sample(route))
    assert is_closed(answer) or route in OPEN_TO_READ, f"{route} answers a stranger with {answer.status_code}"


@pytest.mark.parametrize("route", ROUTES)
def test_a_stranger_sends_nothing(route):
    answer = Client().post(sample(route), {})
    assert is_closed(answer) or route in OPEN_TO_SEND, f"{route} takes from a stranger: {answer.status_code}"


def test_the_lists_name_only_addresses_that_exist_and_are_open():
    assert set(OPEN_TO_READ) | set(OPEN_TO_SEND) <= set(ROUTES)
    for route in OPEN_TO_READ:
        assert Client().get(sample(route)).status_code == 200


def test_the_door_stands_in_the_house(settings):
    order = settings.MIDDLEWARE
    door = order.index("zhijia.site.accounts.middleware.Door")
    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < door
    assert order.index("zhijia.tree.middleware.ActorMiddleware") < door
    assert order[-1] == "axes.middleware.AxesMiddleware"
