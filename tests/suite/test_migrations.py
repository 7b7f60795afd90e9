"""Tests make their tables from the models, which is quick; here that is what the migrations make, too."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

Rows = list[tuple[Any, ...]]
NAMED = re.compile(r'CONSTRAINT "(\w+)" (CHECK|UNIQUE)')


def shape(ask: Any) -> dict[str, Any]:
    """Columns, foreign keys, indexes and named constraints by table, and the words of every trigger."""
    tables = ask("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    found: dict[str, Any] = {}
    for name, sql in tables:
        found[name] = {
            "columns": sorted(row[1:6] for row in ask(f"PRAGMA table_info({name})")),
            "keys": sorted(row[2:] for row in ask(f"PRAGMA foreign_key_list({name})")),
            "indexes": sorted(
                (unique, tuple(row[2] for row in ask(f"PRAGMA index_info({index})")))
                for _number, index, unique, *_rest in ask(f"PRAGMA index_list({name})")
            ),
            "constraints": sorted(NAMED.findall(sql)),
        }
    # a trigger names the columns in the order in which the table has them
    triggers = ask("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found["triggers"] = {name: sorted(re.findall(r"\w+", sql)) for name, sql in triggers}
    return found


@pytest.mark.long
@pytest.mark.django_db
def test_migrations_make_the_tables_the_models_ask_for(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("compared on SQLite; migrations are the same for both")
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"ZHIJIA_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zhijia.site.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "django", "migrate", "-v", "0", "--step-by-step"]
    subprocess.run(command, env=environment, check=True, timeout=300)
    with closing(sqlite3.connect(tmp_path / "zhijia.sqlite3")) as migrated:
        made = shape(lambda sql: migrated.execute(sql).fetchall())

    def ask(sql: str) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    asked_for = shape(ask)
    made.pop("django_migrations", None)
    asked_for.pop("django_migrations", None)
    assert made.keys() == asked_for.keys()
    for name in made:
        assert made[name] == asked_for[name], name
