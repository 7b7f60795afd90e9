"""Many figures read at once are those read one by one, as few queries as one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.tally.conftest import TODAY, YEAR, relief
from zhijia.kernel.period import Period
from zhijia.tally import queries, services
from zhijia.tally.sources import RATIOS

WHOLE, FIRST_HALF = Period.year(YEAR), Period.through(date(YEAR, 1, 1), date(YEAR, 6, 30))
THREE_YEARS = Period.through(date(YEAR, 1, 1), date(YEAR + 2, 12, 31))
#: a flow of entries, of money, of different persons; a stock; rates with their base within and without
KEYS = ("aid_living_times", "aid_living_money", "aid_living", "read_new", "mem_count", "org_count")
RATES = ("mem_rate_unionised", "mem_rate_all")
PERIODS = (WHOLE, FIRST_HALF, THREE_YEARS, Period.month(YEAR, 11))


@pytest.fixture
def relieved(year: Cast) -> Cast:
    """Reliefs in both counties, one worker helped by two unions, one without proof."""
    relief(year, "gas", "wang", date(YEAR, 3, 5))
    relief(year, "site", "wang", date(YEAR, 5, 5))
    relief(year, "mill", "li", date(YEAR, 8, 5))
    relief(year, "mill", "gao", date(YEAR, 11, 5), evidenced_at=None)
    services.ensure_today()
    services.refresh()
    return year


@pytest.mark.parametrize("as_of", [None, TODAY, date(YEAR, 5, 4), date(YEAR, 5, 5), date(YEAR - 1, 12, 31)])
def test_together_as_one_by_one(relieved: Cast, as_of: date | None) -> None:
    nodes = [relieved.orgs[key].pk for key in ("city", "river", "hill", "gas")]
    wanted = [(key, period) for key in KEYS + RATES for period in PERIODS]
    found = queries.figures_of(wanted, nodes, as_of=as_of)
    assert set(found) == set(wanted)
    for key, period in wanted:
        for node in nodes:
            assert found[key, period][node] == queries.figure(key, node, period, as_of=as_of)


def test_what_is_kept_is_what_the_facts_say(relieved: Cast) -> None:
    """The cells of a kept period beside the facts of the very same days."""
    node = relieved.orgs["city"].pk
    for key in KEYS[:4]:
        facts = queries.facts(key, node, WHOLE)
        figure = queries.figure(key, node, WHOLE)
        if key == "aid_living":
            assert figure.counted == len({fact.subject_id for fact in facts if not fact.missing}) == 2
            assert figure.claimed == 3
        else:
            assert figure.counted == sum(fact.quantity for fact in facts if not fact.missing)
            assert figure.claimed == sum(fact.quantity for fact in facts)


def _queries(wanted: list[Any], nodes: list[int], as_of: date | None = None) -> int:
    with CaptureQueriesContext(connection) as seen:
        queries.figures_of(wanted, nodes, as_of=as_of)
    return len(seen)


def test_thirty_figures_take_the_queries_of_one(relieved: Cast) -> None:
    nodes = [relieved.orgs[key].pk for key in ("city", "river", "hill")]
    inner = [key for key in RATES if not RATIOS[key].external_base]
    kept = [(key, WHOLE) for key in (*KEYS, *inner)]
    assert _queries(kept[:1], nodes) == _queries(kept, nodes) == 3


def test_no_nodes_and_nothing_wanted_give_nothing(relieved: Cast) -> None:
    assert queries.figures_of([], [relieved.orgs["city"].pk]) == {}
    assert queries.figures_of([("read_new", WHOLE)], []) == {("read_new", WHOLE): {}}
