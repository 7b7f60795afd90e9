"""The triggers of the journal: made anew after every migrate, looked for at start-up and by `verify`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from zhijia.journal import triggers_postgresql, triggers_sqlite
from zhijia.journal.models import JournalEvent, Seal, Witness
from zhijia.journal.witness import watches
from zhijia.tree.growing import triggers_stay

KEPT = (JournalEvent._meta.db_table, Witness._meta.db_table, Seal._meta.db_table)
ENGINES: dict[str, Any] = {"sqlite": triggers_sqlite, "postgresql": triggers_postgresql}


def _engine(connection: BaseDatabaseWrapper) -> Any:
    return ENGINES[connection.vendor]


def _expected(connection: BaseDatabaseWrapper, cursor: Any) -> dict[str, Any]:
    """The triggers that should stand, by name, for the tables that exist; none before the first migrate."""
    present = set(connection.introspection.table_names(cursor))
    if not present.issuperset(KEPT):
        return {}
    engine, wanted = _engine(connection), []
    for table in KEPT:
        wanted += engine.keep(cursor, table)
    for watch in watches():
        if watch.table in present:
            said = [name for name in engine.columns(cursor, watch.table) if name not in watch.outside]
            wanted += engine.see(cursor, watch, said)
    return {trigger.key: trigger for trigger in wanted}


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The triggers that are absent, switched off or not the ones written; empty when all stand."""
    connection = connections[using]
    with connection.cursor() as cursor:
        wanted, standing = _expected(connection, cursor), _engine(connection).standing(cursor)
    return sorted(key for key, trigger in wanted.items() if standing.get(key) != trigger.standing)


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Makes what is missing and takes away what is not wanted; what stands as written is not touched."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        wanted, standing = _expected(connection, cursor), _engine(connection).standing(cursor)
        _drop(connection, cursor, [key for key in standing if wanted.get(key) is None])
        wrong = [trigger for key, trigger in wanted.items() if standing.get(key) != trigger.standing]
        _drop(connection, cursor, [trigger.key for trigger in wrong if trigger.key in standing])
        for trigger in wrong:
            for statement in trigger.statements:
                cursor.execute(statement)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Takes all triggers away, for a change of the tables: neither engine alters a column a trigger names."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop(connection, cursor, list(_engine(connection).standing(cursor)))


def _drop(connection: BaseDatabaseWrapper, cursor: Any, keys: Iterable[str]) -> None:
    for key in keys:
        cursor.execute(_engine(connection).drop(connection.ops.quote_name, key))


def in_the_way(plan: Any, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether triggers stand that a plan cannot be carried out beside."""
    connection = connections[using]
    if triggers_stay(plan, connection):
        return False
    with connection.cursor() as cursor:
        return bool(_engine(connection).standing(cursor))


def before_migrate(*, using: str = DEFAULT_DB_ALIAS, plan: Any = None, **_kwargs: Any) -> None:
    """Only where the plan needs it: otherwise the journal stays shut throughout."""
    if in_the_way(plan, using):
        remove(using)


def after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    install(using)


def check(*, databases: Iterable[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """A warning, not an error: `migrate`, which mends it, runs this check first."""
    found: list[CheckMessage] = []
    for using in databases or ():
        if gone := missing(using):
            text = _("%(count)s triggers of the journal are missing or changed: %(names)s.")
            said = text % {"count": len(gone), "names": ", ".join(gone[:5])}
            found.append(
                Warning(said, hint=_("Run the migrations again: they are made anew."), id="journal.W001")
            )
    return found
