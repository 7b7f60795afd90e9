"""What is late in the unions below: on the desk at once, or fetched by it where there are many unions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.contract.factories import RELIEF
from zhijia.desks.officer import below

ASKED_LATER = 'hx-get="/late/"'


@pytest.fixture
def waiting(cast: Cast) -> Any:
    """A relief asked for at the gas company's union two months ago that nobody decided."""
    relief = RELIEF.add(cast)
    type(relief).objects.filter(pk=relief.pk).update(recorded_at=timezone.now() - timedelta(days=60))
    return relief


def test_the_desk_names_what_is_late_below(cast: Cast, client: Any, waiting: Any) -> None:
    page = cast.login(client, "city.officer").get("/").content.decode()
    assert 'id="below"' in page and ASKED_LATER not in page
    assert cast.orgs["river"].name in page.partition('id="below"')[2]


def test_with_many_unions_below_the_desk_fetches_it(
    cast: Cast, client: Any, waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(below, "MANY", 2)
    browser = cast.login(client, "city.officer")
    assert ASKED_LATER in browser.get("/").content.decode()
    part = browser.get("/late/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="below"') and cast.orgs["river"].name in part
    whole = browser.get("/late/").content.decode()
    assert "<main" in whole and cast.orgs["river"].name in whole


def test_where_nothing_is_late_it_says_so(cast: Cast, client: Any) -> None:
    assert "下级工会没有逾期的事项" in cast.login(client, "city.officer").get("/late/").content.decode()
