"""Today's tree as paths: where a newcomer stands, and the rewriting of every copy when a branch moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.functions import Length

from zhijia.tree.errors import TreeError
from zhijia.tree.models import Org
from zhijia.tree.paths import DEEPEST, DIGITS, STEP, number, step, successor

#: a number of our own for PostgreSQL's advisory locks
TREE_LOCK = 7_301_001
_followers: dict[str, tuple[str, str]] = {}


def follows(table: str, *, column: str = "path", org: str = "org_id") -> None:
    """Registers a table whose `column` copies the path of the organisation in `org`."""
    _followers[table] = (column, org)


def forget(table: str) -> None:
    """Takes a table off the list: for tests that make their own."""
    _followers.pop(table, None)


def followers() -> dict[str, tuple[str, str]]:
    """The tables that follow, with their path and organisation columns, where they exist."""
    present = set(connection.introspection.table_names())
    return {table: columns for table, columns in sorted(_followers.items()) if table in present}


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction in which nobody else changes the tree: paths and circles are checked across rows.

    SQLite has one writer at a time anyway (IMMEDIATE).
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
        yield


def next_path(parent: Org | None) -> str:
    """The path of the next organisation directly below `parent`; raises TreeError when there is no room."""
    above = parent.path if parent else ""
    name = parent.name if parent else "—"
    if len(above) >= STEP * DEEPEST:
        raise TreeError("too_deep", most=DEEPEST, name=name)
    siblings = Org.objects.annotate(length=Length("path")).filter(length=len(above) + STEP)
    if above:
        siblings = siblings.filter(path__gte=above, path__lt=successor(above))
    last = siblings.order_by("-path").values_list("path", flat=True).first()
    taken = number(last) if last else -1
    if taken + 1 >= len(DIGITS) ** STEP:
        raise TreeError("full", name=name)
    return above + step(taken + 1)


def rewrite(org: Org, *, under: Org | None) -> None:
    """Puts an organisation and all below it under another in today's tree, copies included.

    One UPDATE per table; no version is raised and only the move itself is journalled, because a path is where
    the tree stands today, not something an entry says. Raises TreeError when the branch would stand too deep.
    """
    old = org.path
    new = next_path(under)
    deepest = (
        Org.objects.filter(path__gte=old, path__lt=successor(old))
        .annotate(length=Length("path"))
        .order_by("-length")
        .values_list("length", flat=True)
        .first()
    )
    if len(new) + (deepest or len(old)) - len(old) > STEP * DEEPEST:
        raise TreeError("too_deep", most=DEEPEST, name=org.name)
    tables = {Org._meta.db_table: "path", **{table: column for table, (column, _) in followers().items()}}
    with connection.cursor() as cursor:
        for table, column in tables.items():
            _rewrite_table(cursor, table, column, old, new)
    org.path = new


def _rewrite_table(cursor: object, table: str, column: str, old: str, new: str) -> None:
    quote = connection.ops.quote_name
    name, path = quote(table), quote(column)
    sql = f"UPDATE {name} SET {path} = %s || substr({path}, %s) WHERE {path} >= %s AND {path} < %s"
    cursor.execute(sql, [new, len(old) + 1, old, successor(old)])  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Astray:
    """Rows of a table whose path is not their organisation's."""

    table: str
    count: int
    example: int


def astray() -> list[Astray]:
    """The followers with copies that differ from today's tree; empty when all is well."""
    quote = connection.ops.quote_name
    found = []
    with connection.cursor() as cursor:
        for table, (column, org) in followers().items():
            cursor.execute(
                f"SELECT count(*), min(t.id) FROM {quote(table)} t JOIN {quote(Org._meta.db_table)} o"
                f" ON o.id = t.{quote(org)} WHERE o.path <> t.{quote(column)}"
            )
            count, example = cursor.fetchone()
            if count:
                found.append(Astray(table, count, example))
    return found
