"""Members from an xlsx, with every check and the row-level report, beside django-import-export and the bare reader.

Makes a house of its own with unions and a seeded workbook of members (names, numbers with check digits, a
telephone, a day of joining), then, on the same file and the same kind of database, one after another:

* the xlsx reader alone (python-calamine, rows as Python values),
* Zhijia: everything the import page does, from the bytes to the journal: headings, cells, number,
  telephone, name, rights, rules, what stands already, a row-level report, encryption, journal; persons and memberships,
* those same rows and acts, made beforehand, written by the database alone: what no import can be quicker than,
* the same workbook with 200 planted faults, to its report as a workbook (nothing stored),
* django-import-export in bulk mode, as its documentation tells: openpyxl, one resource for persons, one for
  memberships, `use_bulk`, `skip_diff`, the models' own checks (`clean_model_instances`), no journal; on few rows
  when they are many, for its rate hardly depends on their number (`--peer-rows`).

    python benchmarks/import_members.py [ROWS] [--postgres] [--peer-rows N] [--parts bare,zhijia,…] [--profile]

Each part has a process and a fresh copy of one database of its own. Beside the clock stands the processor's time, of
the process and its children (PostgreSQL's own processes are not among them): on a machine that others use too, its
ratios are the steadier ones.

django-import-export is not among the libraries of the house: `pip install django-import-export` puts it beside
them for this script; without it the other figures are printed alone.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HEAD = ["所属工会", "姓名", "证件种类", "身份证号", "手机", "入会时间", "入会方式"]
UNIONS = 400
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华文玉建国春梅红志宏"
PLANTED = 200
PARTS = ("bare", "zhijia", "written", "report", "peer")


def members(rows: int, faults: int = 0) -> bytes:
    """The workbook, the same for the same arguments; `faults` rows have a wrong check digit."""
    import xlsxwriter

    from zhijia.kernel.identity import check_digit

    chance = random.Random(20261122)
    wrong = set(chance.sample(range(rows), faults))
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEAD)
        for row in range(rows):
            born = date(1962, 1, 1) + timedelta(days=row // 900)
            first = f"990101{born:%Y%m%d}{row % 900 + 1:03d}"
            last = check_digit(first)
            if row in wrong:
                last = "0" if last != "0" else "1"
            name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
            union, phone = f"BM{row % UNIONS + 1:04d}", f"138{row:08d}"
            sheet.write_row(row + 1, 0, [union, name, "resident", first + last, phone])
            sheet.write_datetime(row + 1, 5, date(2020, 1, 1) + timedelta(days=row % 2000), day)
            sheet.write(row + 1, 6, "new")
    return file.getvalue()


def found_unions() -> None:
    """A city, ten counties and the unions of the workbook, put in by the house's own service."""
    from zhijia.directory import services
    from zhijia.tree import services as tree
    from zhijia.tree.actor import SYSTEM
    from zhijia.tree.kinds import OrgKind

    day = date(2010, 5, 1)
    city = tree.found(code="BM00", name="云川市总工会", kind=OrgKind.MUNICIPAL, parent=None, opened_on=day)
    for number in range(1, UNIONS + 1):
        values = {"code": f"BM{number:04d}", "name": f"第{number}厂工会", "kind": OrgKind.GRASSROOTS}
        values |= {"approved_by": city, "founded_on": day, "set_up": "single"}
        services.found_union(values, by=SYSTEM)


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def zhijia(content: bytes, *, profile: bool = False) -> int:
    """Everything an import does, from bytes to entries."""
    from zhijia.sheets.columns import sheet_called
    from zhijia.sheets.load import load, reading
    from zhijia.sheets.read import read
    from zhijia.tree.actor import SYSTEM

    with profiled() if profile else contextlib.nullcontext():
        sheet = sheet_called("members")
        return load(reading(sheet, read(content), SYSTEM), source="members.xlsx").added


def report(content: bytes) -> int:
    """The faults of a workbook with planted ones, as a workbook; the number of rows they name."""
    from zhijia.registry.bulk import RowErrors
    from zhijia.sheets import out
    from zhijia.sheets.columns import sheet_called
    from zhijia.sheets.load import load, reading
    from zhijia.sheets.read import read
    from zhijia.tree.actor import SYSTEM

    found = reading(sheet_called("members"), read(content), SYSTEM)
    try:
        load(found, source="members.xlsx")
    except RowErrors as refusal:
        out.faults(found.headings, found.texts, refusal.errors, found.sheet).close()
        return len({error.row for error in refusal.errors})
    return 0


def bare(content: bytes) -> int:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return sum(1 for _row in sheet.iter_rows())


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    """What an import has the database write, in its order; the import itself is undone."""
    from django.db import transaction

    from zhijia.journal import insertion

    kept: list[tuple[Any, ...]] = []
    store = insertion.store
    insertion.store = lambda *asked: (kept.append(asked), store(*asked))[1]
    with transaction.atomic():
        zhijia(content)
        transaction.set_rollback(True)
    insertion.store = store
    return kept


def written(kept: list[tuple[Any, ...]]) -> int:
    """The rows and acts of an import by the database alone: its indices and triggers, no Python between."""
    from django.db import connection, transaction

    from zhijia.journal import insertion

    with transaction.atomic(), connection.cursor() as cursor:
        for _cursor, into, rows in kept:
            insertion.store(cursor, into, rows)
    return sum(len(rows) for _cursor, _into, rows in kept)


@contextlib.contextmanager
def profiled() -> Any:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.enable()
    yield
    profile.disable()
    pstats.Stats(profile).sort_stats("cumtime").print_stats(70)


def child(what: str, chosen: argparse.Namespace) -> None:
    """One measurement in a process and a database of its own; prints seconds, rows and memory."""
    import django

    django.setup()
    import import_peer
    from django.core.management import call_command
    from django.db import connection

    if what == "base":
        call_command("migrate", interactive=False, verbosity=0)
        found_unions()
        print("RESULT 0 0 0 0 0")
        return
    rows = chosen.peer_rows if what == "peer" else chosen.rows
    content: Any = members(rows, PLANTED if what == "report" else 0)
    if what == "written":
        content = rows_of(content)
    connection.ensure_connection()
    work: Any = {"bare": bare, "report": report, "peer": import_peer.peer, "written": written}.get(what)
    if work is None:
        work = functools.partial(zhijia, profile=chosen.profile)
    before, spent, began = peak(), processor(), time.perf_counter()
    done = work(content)
    print(
        f"RESULT {time.perf_counter() - began:.3f} {processor() - spent:.3f} {done} {before:.0f} {peak():.0f}"
    )


def processor() -> float:
    """Seconds of a processor used by this process and the children it has waited for."""
    told = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in told)


def measured(what: str, chosen: argparse.Namespace, environment: dict[str, str], base: Path) -> list[float]:
    """Seconds by the clock and of the processor, rows done, memory before and at most."""
    command = [sys.executable, __file__, *sys.argv[1:], "--only", what]
    with tempfile.TemporaryDirectory() as folder:
        place = base if what == "base" else Path(folder, "data")
        if what != "base":
            shutil.copytree(base, place)
        own = database_of(what, environment)
        told = subprocess.run(command, env=own | {"ZHIJIA_DATA": str(place)}, capture_output=True, text=True)
    if told.returncode:
        sys.exit(told.stdout[-2000:] + told.stderr[-2000:])
    lines = told.stdout.splitlines()
    if chosen.profile and what == "zhijia":
        print("\n".join(lines[:-1]))
    return [float(one) for one in lines[-1].split()[1:]]


def database_of(what: str, environment: dict[str, str]) -> dict[str, str]:
    """On PostgreSQL a database of its own for a part, made like the base."""
    server, _slash, _name = environment.get("DATABASE_URL", "").rpartition("/")
    if not server:
        return environment
    import psycopg

    with psycopg.connect(f"{server.replace('postgres:', 'postgresql:')}/postgres", autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{what}"' + ("" if what == "base" else " TEMPLATE base"))
    return environment | {"DATABASE_URL": f"{server}/{what}"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("rows", nargs="?", type=int, default=20_000)
    parser.add_argument(
        "--postgres", action="store_true", help="on a throw-away PostgreSQL instead of SQLite"
    )
    parser.add_argument("--peer-rows", type=int, default=0, help="rows django-import-export gets (all)")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--only", choices=("base", *PARTS))
    parser.add_argument("--parts", default=",".join(PARTS))
    chosen = parser.parse_args()
    chosen.peer_rows = chosen.peer_rows or chosen.rows
    sys.path.insert(0, str(ROOT))
    if chosen.only:
        child(chosen.only, chosen)
        return 0
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "zhijia.site.settings"}
    environment.pop("DATABASE_URL", None)
    with contextlib.ExitStack() as stack:
        if chosen.postgres:
            from tests.private_postgres import private_postgres

            environment["DATABASE_URL"] = stack.enter_context(private_postgres())
        tell(chosen, environment)
    return 0


def tell(chosen: argparse.Namespace, environment: dict[str, str]) -> None:
    print(f"{chosen.rows:,} members, {UNIONS} unions, {'PostgreSQL' if chosen.postgres else 'SQLite'}")
    rates: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        measured("base", chosen, environment, Path(folder))
        for what in chosen.parts.split(","):
            if what == "peer" and not has_peer():
                print("  django-import-export is not installed here: left out")
                continue
            clock, spent, done, before, most = measured(what, chosen, environment, Path(folder))
            rows = chosen.peer_rows if what == "peer" else chosen.rows
            rates[what] = (rows / clock, rows / spent)
            print(
                f"  {what:8} {clock:8.2f} s  {rows / clock:8,.0f} rows/s  processor {spent:8.2f} s"
                f"  done {done:,.0f}  memory {before:.0f} -> {most:.0f} MB",
                flush=True,
            )
    for other, said in {
        "peer": "django-import-export",
        "written": "the bare rows",
        "bare": "the reader",
    }.items():
        if "zhijia" in rates and other in rates:
            by = [ours / theirs for ours, theirs in zip(rates["zhijia"], rates[other], strict=True)]
            print(f"  Zhijia's rate is {by[0]:.3f} times that of {said}; by processor time {by[1]:.3f}")


def has_peer() -> bool:
    import importlib.util

    return importlib.util.find_spec("import_export") is not None


if __name__ == "__main__":
    sys.exit(main())
