"""Members from an xlsx, with every check and the row-level report, beside django-import-export and the bare reader.

Makes a house of its own with unions and a seeded workbook of members (names, numbers with check digits, a
telephone, a day of joining), then, on the same file and the same kind of database, one after another:

* the xlsx reader alone (python-calamine, rows as Python values),
* Zhijia: everything the import page does, from the bytes to the sealed journal: headings, cells, number,
  telephone, name, rights, rules, what stands already, a row-level report, encryption, journal; persons and memberships,
* the same workbook with 200 planted faults, to its report as a workbook (nothing stored),
* django-import-export in bulk mode, as its documentation tells: openpyxl, one resource for persons, one for
  memberships, `use_bulk`, `skip_diff`, the models' own checks (`clean_model_instances`), no journal; on few rows
  when they are many, for its rate hardly depends on their number (`--peer-rows`).

    python benchmarks/import_members.py [ROWS] [--postgres] [--peer-rows N] [--profile]

django-import-export is not among the libraries of the house: `pip install django-import-export` puts it beside
them for this script; without it the other figures are printed alone.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import resource
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


def peer(content: bytes) -> int:
    """The same members by django-import-export in bulk mode: persons first, then their memberships."""
    import tablib
    from import_export import fields, resources, widgets
    from import_export.formats.base_formats import XLSX

    from zhijia.directory.models import Membership, Person
    from zhijia.kernel.identity import parse_id_number
    from zhijia.registry.crypt import keyed_hash
    from zhijia.tree.models import Org

    orgs = {org.code: org for org in Org.objects.all()}
    people: dict[str, Any] = {}

    class Known(widgets.Widget):
        """A key already in memory: the fastest widget there can be."""

        def __init__(self, known: dict[str, Any]):
            super().__init__()
            self.known = known

        def clean(self, value: Any, row: Any = None, **_more: Any) -> Any:
            return self.known[value]

    def hashed(number: str) -> str:
        return keyed_hash(f"resident|{parse_id_number(number).number}")

    class Bulk:
        use_bulk, skip_diff, force_init_instance, batch_size = True, True, True, 1000
        clean_model_instances, import_id_fields = True, ()

    class People(resources.ModelResource):
        org = fields.Field("org", "所属工会", Known(orgs))
        name = fields.Field("name", "姓名")
        id_kind = fields.Field("id_kind", "证件种类")
        id_number = fields.Field("id_number", "身份证号")
        phone = fields.Field("phone", "手机")

        class Meta(Bulk):
            model = Person
            fields = ("org", "name", "id_kind", "id_number", "phone")

        def before_save_instance(self, instance: Any, row: Any, **_more: Any) -> None:
            instance.path = instance.org.path

    class Memberships(resources.ModelResource):
        org = fields.Field("org", "所属工会", Known(orgs))
        person = fields.Field("person", "身份证号", Known(people))
        valid_from = fields.Field("valid_from", "入会时间", widgets.DateWidget())
        join_kind = fields.Field("join_kind", "入会方式")

        class Meta(Bulk):
            model = Membership
            fields = ("org", "person", "valid_from", "join_kind")

        def before_save_instance(self, instance: Any, row: Any, **_more: Any) -> None:
            instance.path = instance.org.path

    data: tablib.Dataset = XLSX().create_dataset(content)
    result = People().import_data(data, raise_errors=True, use_transactions=True)
    assert not result.has_errors() and not result.has_validation_errors(), result.invalid_rows[:1]
    by_hash = {person.id_hash: person for person in Person.objects.all()}
    people |= {number: by_hash[hashed(number)] for number in data["身份证号"]}
    result = Memberships().import_data(data, raise_errors=True, use_transactions=True)
    assert not result.has_errors() and not result.has_validation_errors(), result.invalid_rows[:1]
    return Membership.objects.count()


def bare(content: bytes) -> int:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return sum(1 for _row in sheet.iter_rows())


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
    from django.core.management import call_command

    rows = chosen.peer_rows if what == "peer" else chosen.rows
    content = members(rows, PLANTED if what == "report" else 0)
    if what != "bare":
        call_command("flush", interactive=False, verbosity=0) if chosen.postgres else None
        call_command("migrate", interactive=False, verbosity=0)
        found_unions()
    before = peak()
    began = time.perf_counter()
    if what == "zhijia":
        done = zhijia(content, profile=chosen.profile)
    else:
        done = {"bare": bare, "report": report, "peer": peer}[what](content)
    print(f"RESULT {time.perf_counter() - began:.3f} {done} {before:.0f} {peak():.0f}")


def measured(
    what: str, chosen: argparse.Namespace, environment: dict[str, str]
) -> tuple[float, int, int, int]:
    """Seconds, rows done, memory before and at most."""
    command = [sys.executable, __file__, *sys.argv[1:], "--only", what]
    with tempfile.TemporaryDirectory() as folder:
        told = subprocess.run(
            command, env=environment | {"ZHIJIA_DATA": folder}, capture_output=True, text=True
        )
    if told.returncode:
        sys.exit(told.stdout[-2000:] + told.stderr[-2000:])
    lines = told.stdout.splitlines()
    if chosen.profile and what == "zhijia":
        print("\n".join(lines[:-1]))
    seconds, done, before, most = lines[-1].split()[1:]
    return float(seconds), int(done), int(before), int(most)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("rows", nargs="?", type=int, default=20_000)
    parser.add_argument(
        "--postgres", action="store_true", help="on a throw-away PostgreSQL instead of SQLite"
    )
    parser.add_argument("--peer-rows", type=int, default=0, help="rows django-import-export gets (all)")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--only", choices=("bare", "zhijia", "report", "peer"))
    parser.add_argument("--parts", default="bare,zhijia,report,peer")
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
    rates = {}
    for what in chosen.parts.split(","):
        if what == "peer" and not has_peer():
            print("  django-import-export is not installed here: left out")
            continue
        seconds, done, before, most = measured(what, chosen, environment)
        rows = chosen.peer_rows if what == "peer" else chosen.rows
        rates[what] = rows / seconds
        print(
            f"  {what:7} {seconds:8.2f} s  {rates[what]:9,.0f} rows/s  done {done:,}  memory {before} -> {most} MB"
        )
    if "zhijia" in rates and "peer" in rates:
        print(f"  Zhijia is {rates['zhijia'] / rates['peer']:.2f} times django-import-export")
    if "zhijia" in rates and "bare" in rates:
        print(f"  Zhijia is {rates['zhijia'] / rates['bare']:.3f} of the bare reader's rate")


def has_peer() -> bool:
    import importlib.util

    return importlib.util.find_spec("import_export") is not None


if __name__ == "__main__":
    sys.exit(main())
