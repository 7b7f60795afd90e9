"""Entries for counting, written as rows: the marks come from triggers, so no service is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast, build
from tests.standing import scene
from zhijia.assistance.models import Relief
from zhijia.kernel.day import frozen
from zhijia.tally import services
from zhijia.tree.models import Org

TODAY = date(2026, 11, 20)
YEAR = 2026


def relief(cast: Cast, org: str | Org, worker: str, paid_on: date, **values: Any) -> Relief:
    """A paid, proven and confirmed living relief of 500 yuan, unless `values` say otherwise."""
    now = timezone.now()
    place = cast.orgs[org] if isinstance(org, str) else org
    given = {
        "reason": "illness",
        "amount": 50_000,
        "happened_on": paid_on,
        "pay_way": "cash",
        "state": "received",
        "evidenced_at": now,
        "confirmed_at": now,
    }
    return Relief.objects.create(
        org=place, worker=cast.people[worker], paid_on=paid_on, **{**given, **values}
    )


@scene
def counted_cast(cast: Cast) -> Cast:
    """The cast with cells kept for last year and this one."""
    with frozen(TODAY):
        services.ensure_year(YEAR - 1)
        services.ensure_year(YEAR)
        services.refresh()
    return cast


@pytest.fixture
def year(counted_cast: Cast) -> Iterator[Cast]:
    """The counted cast on a fixed day."""
    with frozen(TODAY):
        yield counted_cast


@pytest.fixture
def committed_year(transactional_db: None) -> Iterator[Cast]:
    """The same, committed, so that another process or engine sees it."""
    with frozen(TODAY):
        yield counted_cast.play(build())
