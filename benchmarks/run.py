"""Runs the benchmarks, one after another: on the demo, or with --city on a whole city it makes first.

    python benchmarks/run.py [--city [UNIONS [MEMBERS [RECORDS]]]]

The city goes to a folder of its own and is removed afterwards; DATABASE_URL names an empty PostgreSQL database instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ON_THE_DEMO = ("reader_speed.py", "entry_to_scoreboard.py")
ON_THE_CITY = ("entry_to_scoreboard.py", "recount.py", "marks.py")


def run(script: str, *words: str) -> int:
    print(f"== {script}", flush=True)
    return subprocess.call([sys.executable, str(HERE / script), *words])


def main() -> int:
    if sys.argv[1:2] != ["--city"]:
        return max(run(script) for script in ON_THE_DEMO)
    with tempfile.TemporaryDirectory(prefix="zhijia-city") as folder:
        os.environ["ZHIJIA_DATA"] = folder
        return run("city.py", *sys.argv[2:]) or max(run(script) for script in ON_THE_CITY)


if __name__ == "__main__":
    sys.exit(main())
