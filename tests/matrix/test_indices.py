"""On PostgreSQL the pages that are opened most find their rows by an index, never by reading a large table whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.matrix.world import World

pytestmark = pytest.mark.django_db


#: tables that grow with the people, the entries and the years; a city has from 100,000 rows to millions in each
LARGE = {
    "activities_attendance",
    "assistance_enrolment",
    "assistance_relief",
    "contracts_coveredunit",
    "directory_coverage",
    "directory_membership",
    "directory_person",
    "directory_posting",
    "directory_unitfact",
    "evidence_attachment",
    "evidence_request",
    "journal_event",
    "node_tally",
    "outbox_message",
    "own_tally",
    "tally_overlap",
    "tree_orgspan",
}
PAGES = (
    "/",
    "/board/",
    "/board/{target}/",
    "/board/{target}/entries/",
    "/calendar/",
    "/r/directory/membership/",
    "/r/directory/membership/?q=%E7%8E%8B%E6%A1%82",
    "/r/directory/person/",
    "/r/directory/posting/",
    "/r/directory/unit/",
    "/r/assistance/relief/",
    "/r/activities/attendance/",
    "/r/facilities/readingroom/",
)


def nodes(plan: dict[str, Any], cut: bool = False) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every step of a plan, and whether a LIMIT above it ends the reading early."""
    cut = cut or plan["Node Type"] == "Limit"
    yield plan, cut
    for part in plan.get("Plans", ()):
        yield from nodes(part, cut)


def read_whole(plan: dict[str, Any]) -> set[str]:
    """The large tables a plan reads from end to end."""
    return {
        step["Relation Name"]
        for step, cut in nodes(plan)
        if step.get("Relation Name") in LARGE
        and (
            step["Node Type"] == "Seq Scan"
            or ("Index" in step["Node Type"] and "Index Cond" not in step and not cut)
        )
    }


def asked_of(browser: Client, page: str) -> list[str]:
    """The SELECTs a page makes."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page, follow=True).status_code == 200, page
    return [one["sql"] for one in asked.captured_queries if one["sql"].startswith(("SELECT", "WITH"))]


def test_no_page_reads_a_large_table_whole(world: World, db: None, engine: str) -> None:
    if engine != "postgresql":
        pytest.skip("asks PostgreSQL's own planner")
    browser, found = Client(), []
    for name, page in [("wang", "/"), *(("officer@river", page) for page in PAGES)]:
        browser.force_login(world.users[name])
        queries = asked_of(browser, page.format(target=world.target.uid))
        with connection.cursor() as cursor:
            # a table of ten rows would be read whole at any price but this one
            cursor.execute("SET LOCAL enable_seqscan = off")
            for query in queries:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {query}")
                found += [(page, table, query) for table in read_whole(cursor.fetchone()[0][0]["Plan"])]
            cursor.execute("SET LOCAL enable_seqscan = on")
    assert not found, "\n".join(map(str, found))
