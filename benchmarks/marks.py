"""What the marking triggers cost: rows inserted with them and without, in turn, on the same table.

    ZHIJIA_DATA=… python benchmarks/marks.py [ROWS [ROUNDS]]       on a city made by city.py

Memberships are added past the registers, as the plain rate of the engine has them, and taken away again.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from filling import lines_of, write

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3


def added(first: int) -> float:
    """Seconds for the rows, committed; they are removed afterwards, with the marks."""
    from zhijia.directory.models import Membership
    from zhijia.tree.models import Org

    places = list(Org.objects.filter(kind="grassroots").values_list("pk", "path")[:500])

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(ROWS):
            org, path = places[number % len(places)]
            yield {"org_id": org, "path": path, "person_id": number + 1, "valid_from": date(2026, 2, 1),
                   "valid_to": date(2026, 2, 2), "join_kind": "new", "left_kind": "other"}  # fmt: skip

    lines = lines_of(Membership, rows(), random.Random(first))
    began = time.perf_counter()
    write(Membership, lines)
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_membership WHERE valid_to = '2026-02-02'")
        cursor.execute("DELETE FROM tally_mark")
    return took


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.site.settings")
    django.setup()
    from zhijia.tally import marking

    plain, marked = [], []
    for number in range(ROUNDS):
        marking.before_migrate()
        plain.append(added(2 * number))
        marking.install()
        marked.append(added(2 * number + 1))
    best, with_marks = min(plain), min(marked)
    print(f"{ROWS:,} memberships on {connection.vendor}, best of {ROUNDS} rounds in turn")
    print(f"  plain  {ROWS / best:9,.0f} rows/s")
    print(f"  marked {ROWS / with_marks:9,.0f} rows/s   {best / with_marks:.2f} of plain (bar 0.8)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
