"""A union out of sight answers like one that does not exist, by address and by interface."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.contract.factories import RELIEF

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("room", ["assistance/relief", "directory/person", "facilities/readingroom"])
def test_a_filter_tells_nothing_of_a_hidden_union(cast: Cast, client: Any, room: str) -> None:
    browser = cast.login(client, "gas.officer")
    hidden, absent = (browser.get(f"/r/{room}/?org={code}") for code in (cast.orgs["mill"].code, "YC9999"))
    assert hidden.status_code == absent.status_code == 400
    strip = [
        answer.content.decode().partition("<main")[2].replace(code, "")
        for answer, code in ((hidden, cast.orgs["mill"].code), (absent, "YC9999"))
    ]
    assert strip[0].count("<") == strip[1].count("<")


def test_a_union_in_line_may_be_asked_for(cast: Cast, client: Any) -> None:
    RELIEF.add(cast)
    browser = cast.login(client, "gas.officer")
    assert [
        browser.get(f"/r/assistance/relief/?org={cast.orgs[key].code}").status_code
        for key in ("gas", "river", "city")
    ] == [200, 200, 200]
