"""What an older installation is brought up to after its tables were changed, journalled like everything else."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import connection, transaction

from zhijia.directory.behalf import Came
from zhijia.directory.holding.upgrade import take_over_facts
from zhijia.directory.models import Application, Denominator, Leaving, PersonFact, Transfer, Union
from zhijia.directory.registers.denominator.approval import APPROVED
from zhijia.journal.queries import newest_digests
from zhijia.registry import services
from zhijia.registry.register import register_of
from zhijia.registry.writing import values_of
from zhijia.tree.actor import SYSTEM

#: why a number stands approved that nobody approved here
NOTE = "数据升级：本基数在实行上级审批之前已经启用，按已批准处理。 In force before approvals were asked."
WIDENED = "数据升级：登记表增加了项目。 The register has new columns."


def after_migrate(**_kwargs: Any) -> None:
    """What each change of the tables leaves to do; nothing in an installation it does not concern."""
    _approvals()
    # after a way back the table is gone
    if PersonFact._meta.db_table in connection.introspection.table_names():
        take_over_facts()
    if _has(Application, "came_by"):
        _whose_word()


def _has(model: Any, column: str) -> bool:
    """Whether a table has a column: after a way back it has not."""
    with connection.cursor() as cursor:
        held = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return column in {one.name for one in held}


def _approvals() -> None:
    """Numbers in force before approvals were asked count as approved; sheets of unions know their new column.

    Does nothing in an installation that has neither.
    """
    with transaction.atomic():
        rows = list(Denominator.objects.filter(state="").select_related("org"))
        for row in rows:
            services.stamp(row, {"state": APPROVED}, by=SYSTEM, verb="approve", reason=NOTE)
        for union in _widened() if rows else ():
            services.stamp(union, {}, by=SYSTEM, verb="change", reason=WIDENED)


def _widened() -> list[Union]:
    """Sheets the journal knows without the new column and otherwise as they stand: nothing else is covered up."""
    register = Union.register  # type: ignore[attr-defined]
    known = newest_digests(register.key)
    return [union for union in Union.objects.all() if known.get(union.uid) == _digest_before(register, union)]


def _whose_word() -> None:
    """Wishes of earlier days know whose word they are: of the worker who recorded them, else signed on paper."""
    for model in (Application, Transfer, Leaving):
        register = register_of(model)
        rows = list(model.objects.filter(came_by="").select_related("person"))
        known = newest_digests(register.key) if rows else {}
        for row in rows:
            if known.get(row.uid) == _digest_before(register, row, "came_by"):
                services.stamp(row, {"came_by": _came(row)}, by=SYSTEM, verb="change", reason=WIDENED)


def _came(row: Any) -> str:
    if row.person.user_id is not None and row.person.user_id == row.recorded_by_id:
        return Came.SELF.value
    return Came.UNION.value if isinstance(row, Transfer) else Came.PAPER.value


def _digest_before(register: Any, union: Any, column: str = "split_from") -> str:
    values = values_of(register, union)
    del values[column]
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{union.version}|{text}".encode()).hexdigest()
