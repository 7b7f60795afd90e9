"""What other rooms and the command line ask of the sheets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhijia.registry.bulk import RowErrors
from zhijia.sheets import out
from zhijia.sheets.columns import Sheet, sheet_called
from zhijia.sheets.load import Reading, Result, load, reading, tried
from zhijia.sheets.models import Draft
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
    """An upload kept for its sender for an hour; older ones go."""
    Draft.objects.exclude(pk__in=Draft.objects.live().values("pk")).delete()
    body = json.dumps(content, ensure_ascii=False)
    return Draft.objects.create(user_id=by.user_id, sheet=sheet.key, source=source[:255], body=body)


def draft_of(sheet: Sheet, uid: UUID, *, by: Actor) -> Draft | None:
    """The sender's own upload to this sheet, or None when it is another's, gone or older than an hour."""
    return Draft.objects.live().filter(uid=uid, user_id=by.user_id, sheet=sheet.key).first()


def discard(draft: Draft) -> None:
    """The upload forgotten once it was taken in."""
    draft.delete()


def table_content(table: Table) -> dict[str, Any]:
    """A table as JSON."""
    return {"rows": table.rows, "formulas": sorted(table.formulas)}


def read_again(sheet: Sheet, draft: Draft, mapping: dict[int, str], *, by: Actor) -> Reading:
    """The kept upload as values, with every fault a trial shows. Raises BadFile."""
    content = json.loads(draft.body)
    rows = [(int(line), list(cells)) for line, cells in content["rows"]]
    table = Table(rows, {(line, place) for line, place in content["formulas"]})
    return reading(sheet, table, by, mapping=mapping)


def too_many(found: Reading, most: int) -> str:
    """What a page says about a list that only the command line takes, or ""."""
    if len(found.rows) <= most:
        return ""
    return _("A page takes up to %(most)s rows; longer lists are read in with the command zhijia import.") % {
        "most": most
    }
