"""The console command `zhijia`. Exit codes: 0 done, 1 refused or found something wrong, 2 wrong call."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; what is wrong goes to standard error with where and what to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.site.settings")
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="zhijia", description="The work system of a trade union.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    demo = _command(commands, "demo", "a federation with a year of entries, served", "demo")
    demo.add_argument("--no-serve", action="store_true", help="make it and print the scoreboard only")
    demo.add_argument("--size", choices=("small", "city"), default="city")
    demo.add_argument("--port", type=_port, default=8000)
    serve = _command(commands, "serve", "production server on 127.0.0.1 and one job worker", "serve")
    serve.add_argument("--port", type=_port, default=8000)
    read = _command(commands, "read-plan", "a plan's items and targets; nothing is stored", "read_plan")
    read.add_argument("file")
    read.add_argument("--format", choices=("json", "table"), default="table")
    load = _command(commands, "import", "all-or-nothing import of a list with row errors", "import_list")
    load.add_argument("kind", choices=("members", "unions", "units"))
    load.add_argument("file")
    load.add_argument("--dry-run", action="store_true", help="check only")
    load.add_argument("--report", help="write the row errors to this xlsx file")
    count = _command(commands, "recount", "every figure from nothing", "recount")
    count.add_argument("--year", type=_year)
    count.add_argument("--engine", choices=("database", "duckdb"), default="database")
    count.add_argument(
        "--check", action="store_true", help="compare with the kept cells, fail on a difference"
    )
    tables = _command(commands, "migrate", "brings the tables into their newest form", "migrate")
    tables.add_argument("--at-work", action="store_true", help="also while servers run (PostgreSQL)")
    _command(commands, "verify", "journal, witness, figures and files agree", "verify")
    return top


def _command(commands: argparse._SubParsersAction, name: str, text: str, job: str) -> argparse.ArgumentParser:
    found: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    found.set_defaults(run=_job(job))
    return found


def _job(name: str) -> Callable[[argparse.Namespace], int]:
    def run(chosen: argparse.Namespace) -> int:
        from zhijia.site import jobs

        found: Callable[[argparse.Namespace], int] = getattr(jobs, name)
        return found(chosen)

    return run


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and 1949 <= int(text) <= 2100:
        return int(text)
    raise argparse.ArgumentTypeError(f"a year lies between 1949 and 2100, not {text!r}")


if __name__ == "__main__":
    sys.exit(main())
