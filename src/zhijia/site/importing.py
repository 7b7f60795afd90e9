"""The console's way of reading lists in: members, unions, employers; all of a list or nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.registry.bulk import RowError
from zhijia.sheets.columns import Sheet, sheet_called
from zhijia.sheets.services import BadFile, Result, RowErrors, import_file
from zhijia.tally import services as tally
from zhijia.tree.actor import SYSTEM

#: more faults than this are in the report only
SHOWN = 20


def run(chosen: argparse.Namespace) -> int:
    """Reads `chosen.file` in; 0 when it was taken in or would be, 1 with the faults on standard error."""
    by = replace(SYSTEM, channel="console")
    try:
        done = import_file(chosen.kind, chosen.file, by=by, dry_run=chosen.dry_run, report=chosen.report)
    except BadFile as error:
        return _refuse(f"{chosen.file}: {error}")
    except OSError as error:
        return _refuse(f"{error.filename or chosen.file}: {error.strerror or error}")
    except RowErrors as refusal:
        _tell_faults(chosen.file, sheet_called(chosen.kind), refusal.errors, chosen.report)
        return 1
    if not chosen.dry_run:
        tally.refresh()
    print(_told(chosen.file, done, dry_run=chosen.dry_run))
    return 0


def _refuse(text: str) -> int:
    print(f"zhijia: {text}", file=sys.stderr)
    return 1


def _told(file: str, done: Result, *, dry_run: bool) -> str:
    """What came of the list, in a line."""
    said = {"file": Path(file).name, "added": done.added, "known": done.known}
    if dry_run:
        return _("%(file)s: %(added)s rows are right, %(known)s stand already; nothing was stored.") % said
    if done.before is not None:
        said["day"] = f"{timezone.localtime(done.before.at):%Y-%m-%d}"
        return _("%(file)s: this very list was taken in on %(day)s; 0 rows added.") % said
    return _("%(file)s: %(added)s rows added, %(known)s stood already.") % said


def _tell_faults(file: str, sheet: Sheet, errors: Sequence[RowError], report: str | None) -> None:
    """The first faults with row and column, and where all of them are."""
    rows = len({error.row for error in errors})
    print(
        _("zhijia: %(file)s: %(faults)s faults in %(rows)s rows; nothing was stored.")
        % {"file": file, "faults": len(errors), "rows": rows},
        file=sys.stderr,
    )
    for error in errors[:SHOWN]:
        print(f"  {_fault(sheet, error)}", file=sys.stderr)
    if len(errors) > SHOWN and not report:
        print(_("  … write all of them to a workbook with --report FILE.xlsx"), file=sys.stderr)
    if report:
        print(_("  all of them: %(report)s") % {"report": report}, file=sys.stderr)


def _fault(sheet: Sheet, error: RowError) -> str:
    """One fault: row, column and reason; row 0 stands for the whole list."""
    where = _("row %(row)s") % {"row": error.row} if error.row else _("the whole list")
    labels = {column.name: str(column.label) for column in sheet.columns}
    column = labels.get(error.column, error.column)
    return f"{where}{f', {column}' if column else ''}: {error.reason}"
