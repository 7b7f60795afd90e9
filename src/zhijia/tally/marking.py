"""Triggers that mark: a write to any column an indicator reads says which facts must be counted again.

For a row of the register itself the mark is taken from its own columns; for a row the fact query joins to, the
query itself is asked which facts lean on that row, before and after the write.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import ForeignKey

from zhijia.tally import sql
from zhijia.tally.sources import Source, sources
from zhijia.tree.growing import triggers_stay

PREFIX = "tally_"
TREE = "*"
TREE_OWN = "*own"
Trigger = tuple[str, str, str, str]


def before_migrate(*, plan: Any = None, **_: Any) -> None:
    """Takes the triggers away where a plan asks for it: a table that is rebuilt must not fire them, nor may they
    name what is gone."""
    if triggers_stay(plan, connection):
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for name, table in existing():
            cursor.execute(_drop(name, table))


def after_migrate(**_: Any) -> None:
    install()


def install() -> None:
    """Makes what is missing or says something else; what stands as written is not touched, so no write goes
    unmarked."""
    if not {"tally_mark", "tree_orgspan"} <= set(connection.introspection.table_names()):
        return
    with transaction.atomic(), connection.cursor() as cursor:
        wanted, standing = {(one[0], one[1]): _create(*one) for one in triggers()}, existing()
        for (name, table), told in standing.items():
            if told != _told(wanted.get((name, table))):
                cursor.execute(_drop(name, table))
        for key, statements in wanted.items():
            if standing.get(key) != _told(statements):
                for statement in statements:
                    cursor.execute(statement)


def missing() -> list[str]:
    """Names of triggers that should stand and do not."""
    standing = {name for name, _table in existing()}
    return [name for name, _table, _when, _body in triggers() if name not in standing]


def existing() -> dict[tuple[str, str], str]:
    """(name, table) of the marking triggers that stand, with what each does in the database's own keeping."""
    if connection.vendor == "postgresql":
        text = (
            "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgname LIKE 'tally\\_%%'"
        )
    else:
        text = (
            "SELECT name, tbl_name, sql FROM sqlite_master"
            " WHERE type = 'trigger' AND name LIKE 'tally\\_%%' ESCAPE '\\'"
        )
    with connection.cursor() as cursor:
        cursor.execute(text.replace("%%", "%"))
        return {(name, table): told for name, table, told in cursor.fetchall()}


def _told(statements: list[str] | None) -> str:
    """What the database keeps of a trigger that was made so."""
    return "" if statements is None else statements[0].split("$$")[-2 if "$$" in statements[0] else 0]


def triggers() -> list[Trigger]:
    """(name, table, moment, body) of every marking trigger."""
    tables = set(connection.introspection.table_names())
    found = _tree_triggers()
    for number, source in enumerate(sources()):
        read = sql.read_by(source)
        if not {table for table, _columns in read.values()} <= tables:
            continue
        for alias, (table, columns) in sorted(read.items()):
            own = table == source.model._meta.db_table
            body = _own_mark(source) if own else None
            made = _row_triggers(f"{number}_{alias}", source, alias, table, columns, body)
            found += made if own or not _only_pointed_at(source, alias) else made[1:]
    return [(name[:60], table, when, body) for name, table, when, body in found]


def _row_triggers(
    label: str, source: Source, alias: str, table: str, columns: frozenset[str], body: str | None
) -> list[Trigger]:
    """The four moments at which facts that lean on a row can change."""
    update = f"UPDATE OF {', '.join(sorted(columns))}" if columns else "UPDATE"
    moments = [
        ("ai", "AFTER INSERT", "NEW"),
        ("bu", f"BEFORE {update}", "OLD"),
        ("au", f"AFTER {update}", "NEW"),
        ("bd", "BEFORE DELETE", "OLD"),
    ]
    return [
        (
            f"{PREFIX}{label}_{short}",
            table,
            moment,
            (body or _leaning(source, alias)).replace("ROW.", f"{row}."),
        )
        for short, moment, row in moments
    ]


def _only_pointed_at(source: Source, alias: str) -> bool:
    """Whether a joined row is led to by a foreign key: while it is new nothing points to it, so nothing leans on it."""
    query = source.facts().query
    query.get_compiler(connection=connection).as_sql()
    return isinstance(getattr(query.alias_map.get(alias), "join_field", None), ForeignKey)


def _own_mark(source: Source) -> str | None:
    """A mark from the register's own columns, or None when time or place come from a joined table."""
    opts: Any = source.model._meta
    paths = [source.on] if source.on else [day for pair in source.spans for day in pair]
    if any("__" in path for path in [source.org, *paths]) or len(source.spans) > 1:
        return None
    place = opts.get_field(source.org)
    if not isinstance(place, ForeignKey):
        return None
    start = f"ROW.{opts.get_field(paths[0]).column}"
    end = start
    if source.is_stock:
        end = f"COALESCE(ROW.{opts.get_field(paths[1]).column}, '9999-12-31')"
    return (
        f"INSERT INTO tally_mark (source, org_id, starts_on, ends_on) SELECT {sql.literal(source.key)},"
        f" ROW.{place.column}, {start}, {end} WHERE {start} IS NOT NULL"
    )


def _leaning(source: Source, alias: str) -> str:
    """Marks of the facts that lean on a row of a joined table."""
    facts = sql.facts_sql(source)
    head, _select, rest = facts.partition("SELECT ")
    held = f'{head}SELECT "{alias}"."id" AS leaning, {rest}'
    return (
        "INSERT INTO tally_mark (source, org_id, starts_on, ends_on)"
        f" SELECT DISTINCT {sql.literal(source.key)}, f.node, f.starts, f.ends FROM ({held}) f"
        " WHERE f.leaning = ROW.id AND f.node IS NOT NULL AND f.starts IS NOT NULL AND f.ends >= f.starts"
    )


def _tree_triggers() -> list[Trigger]:
    """A change of the dated tree marks the node above and, for a union's own span, its own cells."""
    mark = "INSERT INTO tally_mark (source, org_id, starts_on, ends_on) SELECT"
    body = (
        f"{mark} CASE WHEN ROW.org_id = ROW.ancestor_id THEN '{TREE_OWN}' ELSE '{TREE}' END,"
        " ROW.ancestor_id, ROW.valid_from, ROW.valid_to"
    )
    moments = [("ai", "AFTER INSERT", "NEW"), ("au", "AFTER UPDATE", "NEW"), ("bu", "BEFORE UPDATE", "OLD")]
    moments.append(("bd", "BEFORE DELETE", "OLD"))
    return [
        (f"{PREFIX}span_{short}", "tree_orgspan", when, body.replace("ROW.", f"{row}."))
        for short, when, row in moments
    ]


def _create(name: str, table: str, moment: str, body: str) -> list[str]:
    if connection.vendor == "postgresql":
        body = body.replace("'9999-12-31'", "DATE '9999-12-31'")
        back = "RETURN OLD" if "DELETE" in moment else "RETURN NEW"
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        return [
            # the moment stands in the body, so that a trigger of another moment is another
            f"{function} /* {moment} */ BEGIN {body}; {back}; END $$",
            f'CREATE TRIGGER {name} {moment} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
        ]
    return [f'CREATE TRIGGER {name} {moment} ON "{table}" FOR EACH ROW BEGIN {body}; END']


def _drop(name: str, table: str) -> str:
    if connection.vendor == "postgresql":
        return f'DROP TRIGGER {name} ON "{table}"; DROP FUNCTION IF EXISTS {name}()'
    return f"DROP TRIGGER {name}"
