"""The pool of connections on PostgreSQL: bounded, and whole again after the database closed one."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_connections_the_database_closed_are_replaced_before_anybody_gets_them() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a pool is kept for PostgreSQL only")
    pool: Any = connection.pool
    before = _number()
    connection.close()
    given = connection.get_connection_params()
    asked = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if name in given}
    with psycopg.connect(**asked) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    for _turn in range(pool.max_size):
        assert _number() != before
        connection.close()
    assert pool.max_size == 8
