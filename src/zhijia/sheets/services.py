"""What other rooms and the command line ask of the sheets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from zhijia.registry.bulk import RowErrors
from zhijia.sheets import heads, out
from zhijia.sheets.columns import Sheet, sheet_called
from zhijia.sheets.load import Reading, Result, load, reading, tried
from zhijia.sheets.models import OPEN, Draft
from zhijia.sheets.read import BadFile, Table, read
from zhijia.tree.actor import Actor

__all__ = ["BadFile", "Result", "RowErrors", "discard", "draft_of", "import_file", "keep"]


def import_file(
    key: str, path: str | Path, *, by: Actor, dry_run: bool = False, report: str | Path | None = None
) -> Result:
    """Takes a file in, all or nothing: `key` names a declared sheet (members, unions, units) or a register.

    With `report` the faults are written there as a workbook. Raises BadFile, RowErrors, KeyError or OSError.
    """
    sheet = sheet_called(key)
    found = reading(sheet, read(Path(path).read_bytes()), by)
    try:
        if not dry_run:
            return load(found, source=Path(path).name)
        if tried(found).errors:
            raise RowErrors(found.errors)
        return Result(len(found.rows), found.known)
    except RowErrors as refusal:
        if report:
            with out.faults(found.headings, found.texts, refusal.errors, sheet) as file:
                Path(report).write_bytes(file.read())
        raise


def keep(sheet: Sheet, source: str, content: dict[str, Any], *, by: Actor) -> Draft:
    """An upload kept for its sender for an hour; older ones go unless work on them goes on."""
    gone = Draft.objects.exclude(pk__in=Draft.objects.live().values("pk"))
    gone.exclude(errands__state__in=OPEN).delete()
    body = json.dumps(content, ensure_ascii=False)
    rows = len(content.get("rows", ()))
    return Draft.objects.create(
        user_id=by.user_id, sheet=sheet.key, source=source[:255], body=body, rows=rows
    )


def keep_table(sheet: Sheet, source: str, table: Table, *, by: Actor) -> Draft:
    """A list kept until it is taken in, its headings explained as they were the last time."""
    draft = keep(sheet, source, table_content(table), by=by)
    if told := heads.remembered(sheet, table, by):
        explain(draft, told)
    return draft


def draft_of(sheet: Sheet, uid: UUID, *, by: Actor) -> Draft | None:
    """The sender's own upload to this sheet, or None when it is another's, gone or older than an hour."""
    return Draft.objects.live().filter(uid=uid, user_id=by.user_id, sheet=sheet.key).first()


def discard(draft: Draft) -> None:
    """The upload forgotten once it was taken in."""
    draft.delete()


def table_content(table: Table) -> dict[str, Any]:
    """A table as JSON."""
    return {
        "rows": table.rows,
        "formulas": sorted(table.formulas),
        "base_1904": table.base_1904,
        "notices": table.notices,
    }


def table_of(draft: Draft) -> Table:
    """The kept upload as it was sent."""
    content = json.loads(draft.body)
    rows = [(int(line), list(cells)) for line, cells in content["rows"]]
    formulas = {(line, place) for line, place in content["formulas"]}
    return Table(rows, formulas, content.get("base_1904", False), content.get("notices", []))


def told_of(draft: Draft) -> dict[int, str]:
    """What somebody said the headings of an upload are: place → name, or "" for left out."""
    return {int(place): name for place, name in (draft.columns or {}).items()}


def explain(draft: Draft, told: dict[int, str]) -> None:
    """Keeps with an upload what its headings are; what was found out by other headings is forgotten."""
    draft.columns = {str(place): name for place, name in told.items()}
    draft.save(update_fields=["columns"])
    draft.errands.filter(~models.Q(state__in=OPEN), kind="look").delete()


def read_again(sheet: Sheet, draft: Draft, *, by: Actor) -> Reading:
    """The kept upload as values. Raises BadFile."""
    return reading(sheet, table_of(draft), by, mapping=told_of(draft))


def touch(draft: Draft) -> None:
    """Another hour for an upload that somebody works with."""
    Draft.objects.filter(pk=draft.pk).update(at=timezone.now())
