"""What the database saw against what the journal says, and both against the rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from zhijia.journal.models import JournalEvent, Witness
from zhijia.journal.problems import Problem
from zhijia.journal.witness import Watch, watches


def unexplained() -> Iterator[Problem]:
    """Changes of watched rows that no act of the journal tells of: bulk updates, raw SQL, another program."""
    words = {
        "I": _("was inserted on %(at)s (version %(version)s) without a word in the journal"),
        "U": _("was changed on %(at)s (version %(version)s) without a word in the journal"),
        "D": _("was deleted on %(at)s (version %(version)s) without a word in the journal"),
    }
    for watch in watches():
        told = JournalEvent.objects.filter(
            kind=watch.kind,
            entry_uid=OuterRef("entry_uid"),
            version=OuterRef("version"),
            id__gt=OuterRef("seen"),
        )
        # no cursor: few rows come, but PostgreSQL would plan for the first of many, thousandfold slower
        silent = Witness.objects.filter(~Exists(told), table=watch.table).order_by("id")
        for row in silent:
            said = {"at": f"{row.at:%Y-%m-%d %H:%M:%S}Z", "version": row.version}
            yield Problem("witness", f"{watch.table} {row.entry_uid}", words[row.op] % said)


def unseen() -> Iterator[Problem]:
    """Acts that tell of a change the database never saw: an invented act, or triggers that were away."""
    for watch in watches():
        seen = Witness.objects.filter(
            table=watch.table,
            entry_uid=OuterRef("entry_uid"),
            version=OuterRef("version"),
            seen__lt=OuterRef("id"),
        )
        acts = JournalEvent.objects.filter(~Exists(seen), kind=watch.kind, version__isnull=False).order_by(
            "id"
        )
        for pk, uid in acts.values_list("id", "entry_uid"):
            text = _("journal event %(number)s tells of a change the database did not see") % {"number": pk}
            yield Problem("witness", f"{watch.table} {uid}", text)


def rows() -> Iterator[Problem]:
    """Rows of watched tables that are older or newer than the journal says, unknown to it, or gone."""
    present = set(connection.introspection.table_names())
    for watch in watches():
        if watch.table in present:
            for uid in _ask(watch, NOT_AS_TOLD):
                yield Problem(
                    "rows", f"{watch.table} {uid}", _("does not stand at the version the journal tells of")
                )
            for uid in _ask(watch, GONE):
                yield Problem("rows", f"{watch.table} {uid}", _("is gone, though the journal says it stands"))


#: rows without the act of their version, or with an act of a later one
NOT_AS_TOLD = """
    SELECT t.{uid} FROM {table} t WHERE NOT EXISTS (
        SELECT 1 FROM journal_event e WHERE e.kind = %s AND e.entry_uid = t.{uid} AND e.version = t.{version}
    ) OR EXISTS (
        SELECT 1 FROM journal_event e WHERE e.kind = %s AND e.entry_uid = t.{uid} AND e.version > t.{version}
    ) ORDER BY t.{uid}
"""
#: entries whose newest act leaves something, but there is no row
GONE = """
    SELECT e.entry_uid FROM journal_event e WHERE e.kind = %s AND e.version IS NOT NULL AND e.after_text <> ''
    AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{uid} = e.entry_uid)
    AND NOT EXISTS (
        SELECT 1 FROM journal_event n
        WHERE n.kind = %s AND n.entry_uid = e.entry_uid AND n.version > e.version
    ) ORDER BY e.entry_uid
"""


def _ask(watch: Watch, question: str) -> list[UUID]:
    quote = connection.ops.quote_name
    names = {"table": quote(watch.table), "uid": quote(watch.uid), "version": quote(watch.version)}
    with connection.cursor() as cursor:
        cursor.execute(question.format(**names), [watch.kind, watch.kind])
        return [_uid(row[0]) for row in cursor.fetchall()]


def _uid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
