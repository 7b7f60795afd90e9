"""Counting everything tells PostgreSQL so: its plan for a handful of rows never ends on a city's."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from zhijia.tally import sql

pytestmark = pytest.mark.django_db


def shown() -> list[str]:
    return [str(sql.rows(f"SHOW {name}")[0][0]) for name in ("enable_nestloop", "jit")]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is told")
def test_no_loops_while_everything_is_counted() -> None:
    with transaction.atomic():
        usual = shown()
        with sql.at_large():
            assert shown() == ["off", "off"]
        assert shown() == usual
        with sql.at_large(range(sql.MANY)):
            assert shown() == usual
