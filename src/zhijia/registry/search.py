"""Finding entries by words: two-character tokens in FTS5 or a text-search index, the same answers on both."""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from zhijia.kernel.text import phrases
from zhijia.registry.models import Entry
from zhijia.registry.register import Register


def matching(register: type[Register], query: str) -> Q:
    """Entries that have every run of the query in one of the register's search fields; empty for no words."""
    wanted = phrases(query)
    if not wanted:
        return Q()
    found = Q()
    for phrase in wanted:
        found &= _has(register, phrase)
    return found


def _has(register: type[Register], phrase: str) -> Q:
    either = Q()
    if any("__" not in name for name in register.search):
        either |= _rows(register.model, "", phrase)
    relations = {name.rpartition("__")[0] for name in register.search if "__" in name}
    for relation in sorted(relations):
        either |= _rows(_related(register.model, relation), relation, phrase)
    return either


def _related(model: type[models.Model], path: str) -> Any:
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model


def _rows(model: Any, relation: str, phrase: str) -> Q:
    """The rows of a model whose words hold a phrase, as a condition seen from the register."""
    if not issubclass(model, Entry):
        name = "name" if any(field.name == "name" for field in model._meta.fields) else "pk"
        text = phrase.replace(" ", "") if " " not in phrase else _joined(phrase)
        return Q(**{f"{relation}__{name}__icontains": text})
    lookup = f"{relation}__pk__in" if relation else "pk__in"
    return Q(**{lookup: _matches(model._meta.db_table, phrase)})


def _joined(phrase: str) -> str:
    """The run of characters that overlapping pairs were cut from."""
    pairs = phrase.split(" ")
    return pairs[0] + "".join(pair[-1] for pair in pairs[1:])


def _matches(table: str, phrase: str) -> RawSQL:
    """A subquery of the row numbers of a table; the table's name comes from a model, the phrase as a value."""
    whole = phrase.isascii() and " " not in phrase
    if connection.vendor == "postgresql":
        query = "to_tsquery('simple', %s)" if whole else "phraseto_tsquery('simple', %s)"
        text = f"{phrase}:*" if whole else phrase
        return RawSQL(f"SELECT id FROM \"{table}\" WHERE to_tsvector('simple', words) @@ {query}", [text])
    text = f'"{phrase}"*' if whole else f'"{phrase}"'
    return RawSQL(f'SELECT rowid FROM "{table}_fts" WHERE "{table}_fts" MATCH %s', [text])


def install(tables: list[str]) -> None:
    """Makes the search index of each table anew where it is missing or its triggers are gone."""
    make = _install_postgres if connection.vendor == "postgresql" else _install_sqlite
    standing = set(connection.introspection.table_names())
    for table in tables:
        if table in standing:
            make(table)


def _install_postgres(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE INDEX IF NOT EXISTS "{table}_words" ON "{table}" USING gin (to_tsvector(\'simple\', words))'
        )


def _install_sqlite(table: str) -> None:
    index, gone = f'"{table}_fts"', f'INSERT INTO "{table}_fts" ("{table}_fts", rowid, words)'
    remove = f"{gone} VALUES ('delete', OLD.id, OLD.words);"
    insert = f"INSERT INTO {index} (rowid, words) VALUES (NEW.id, NEW.words);"
    triggers = {
        "fi": f'AFTER INSERT ON "{table}" BEGIN {insert} END',
        "fd": f'AFTER DELETE ON "{table}" BEGIN {remove} END',
        "fu": f'AFTER UPDATE OF words ON "{table}" BEGIN {remove} {insert} END',
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(words, content='{table}',"
            " content_rowid='id', tokenize='unicode61')"
        )
        for short, body in triggers.items():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_{short}"')
            cursor.execute(f'CREATE TRIGGER "{table}_{short}" {body}')
        cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
