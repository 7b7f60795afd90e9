"""The cast with two counted years, and the officer of the city at the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.cast import Cast
from tests.directory.changing import DAY, LAST
from tests.tally.conftest import relief
from zhijia.tally import services as tally


@pytest.fixture
def years(cast: Cast) -> Cast:
    """The cast with relief in last year and this, and cells kept for both."""
    for number, (org, who) in enumerate([("gas", "wang"), ("mill", "li"), ("farm", "tian")]):
        relief(cast, org, who, date(LAST, 3, 5 + number))
        relief(cast, org, who, date(DAY.year, 1, 1))
    tally.ensure_year(LAST)
    tally.ensure_year(DAY.year)
    tally.ensure_today()
    return cast


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    return cast.login(client, "city.officer")
