"""A city with two counties, on a fixed day."""

from __future__ import annotations

import pytest

from tests.tree.growing import TODAY, org
from zhijia.kernel.day import frozen
from zhijia.tree.kinds import OrgKind


@pytest.fixture(autouse=True)
def _day():
    with frozen(TODAY):
        yield


@pytest.fixture
def city():
    return org("4200", None, kind=OrgKind.MUNICIPAL)


@pytest.fixture
def counties(city):
    return [org(f"420{n}", city, kind=OrgKind.COUNTY) for n in (1, 2)]
