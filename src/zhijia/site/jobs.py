"""What each console command does."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.core.management import CommandError, call_command
from django.utils import translation

Options = argparse.Namespace
#: where the demonstration lives unless it is told otherwise
DEMO_DATA = Path("var") / "demo"


def _refuse(text: object) -> int:
    print(f"zhijia: {text}", file=sys.stderr)
    return 1


def _start(*, migrate: bool = True) -> None:
    """Readies the house; the console speaks Chinese as the product does."""
    django.setup()
    translation.activate("zh-hans")
    if migrate:
        _migrate()


def _migrate(**options: Any) -> None:
    """The tables in their newest form; ends the command with a sentence where they cannot be had."""
    try:
        call_command("migrate", interactive=False, verbosity=0, **options)
    except CommandError as refusal:
        raise SystemExit(_refuse(refusal)) from refusal


def migrate(chosen: Options) -> int:
    """Only brings the tables into their newest form."""
    _start(migrate=False)
    _migrate(at_work=chosen.at_work)
    return 0


def _start_beside() -> None:
    """Readies the house beside a server at work, whose triggers a migration would take away for a moment."""
    _start(migrate=False)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _start()


def _only_the_demo() -> None:
    """Where there is nothing but a demonstration, what only looks looks at that, and says so."""
    told = os.environ.get("ZHIJIA_DATA") or os.environ.get("DATABASE_URL")
    if not told and not Path("var/zhijia.sqlite3").exists() and (DEMO_DATA / "demo.json").exists():
        os.environ["ZHIJIA_DATA"] = str(DEMO_DATA)
        print(f"zhijia: ZHIJIA_DATA={DEMO_DATA}", file=sys.stderr)


def demo(chosen: Options) -> int:
    """A federation with a year of entries; prints the scoreboard, then serves it."""
    began = time.monotonic()
    os.environ["ZHIJIA_DEMO"] = "1"
    if not os.environ.get("ZHIJIA_DATA") and not os.environ.get("DATABASE_URL"):
        # an installation in ./var is never touched
        os.environ["ZHIJIA_DATA"] = str(DEMO_DATA)
    from zhijia.site import serving

    if not chosen.no_serve and serving.taken(chosen.port):
        return _refuse(serving.taken_text(chosen.port))
    _start()
    from zhijia.site.demo import build, telling

    def say(text: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} s] {text}", flush=True)

    try:
        build.demo(size=chosen.size, say=say)
    except build.NotADemo as refusal:
        return _refuse(refusal)
    print(telling.report(), flush=True)
    say(telling.ready())
    return 0 if chosen.no_serve else serving.serve(chosen.port)


def serve(chosen: Options) -> int:
    """The production server and one job worker."""
    _start()
    from zhijia.site.serving import serve as run

    return run(chosen.port)


def read_plan(chosen: Options) -> int:
    """Prints what a plan promises; nothing is stored."""
    _start(migrate=False)
    from zhijia.plans import reader
    from zhijia.plans.catalogue import measures

    path = Path(chosen.file)
    try:
        reading = reader.read_plan(path.read_bytes(), filename=path.name, catalogue=measures())
    except OSError as error:
        return _refuse(f"{chosen.file}: {error.strerror}")
    except reader.UnreadablePlan as error:
        return _refuse(f"{chosen.file}: {error}")
    if chosen.format == "json":
        print(json.dumps(reader.as_json(reading), ensure_ascii=False, indent=1))
    else:
        print(reader.table(reading))
    return 0


def import_list(chosen: Options) -> int:
    """Loads a list of members, unions or units, all or nothing."""
    _start_beside()
    from zhijia.site import importing

    return importing.run(chosen)


def recount(chosen: Options) -> int:
    """Counts everything from nothing and prints figures, seconds and checksum."""
    _only_the_demo()
    _start_beside()
    from zhijia.tally import engines, services

    began = time.perf_counter()
    if chosen.year is not None:
        services.ensure_year(chosen.year)
    periods = engines.kept_periods(chosen.year) if chosen.year is not None else None
    if chosen.engine == "database" and not chosen.check:
        services.recount_all()
    cells = engines.ENGINES[chosen.engine](periods)
    took = time.perf_counter() - began
    print(f"engine {chosen.engine}: {len(cells)} figures in {took:.2f} s, checksum {engines.checksum(cells)}")
    if not chosen.check:
        return 0
    found = services.compare(cells, periods)
    for one in found[:50]:
        print(
            f"  {one.indicator} {one.period} node {one.node_id}: kept {one.kept}, true {one.true}",
            file=sys.stderr,
        )
    print(f"differences: {len(found)}")
    return 1 if found else 0


def verify(chosen: Options) -> int:
    """One line for each thing that does not agree; exit 1 when there is any."""
    _only_the_demo()
    _start_beside()
    from zhijia.journal import verify as journal

    found = journal.problems()
    for problem in found:
        print(problem.line)
    faults = sum(1 for problem in found if not problem.information)
    print(f"problems: {faults}")
    return 1 if faults else 0
