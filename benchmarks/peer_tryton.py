"""Tryton with parties, for `pages.py`: `python -m peer_tryton COUNT` fills it, `peer_tryton:application` serves it.

Runs under Tryton's own interpreter; TRYTON_FOLDER holds its SQLite file, its settings and the question to ask.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(os.environ["TRYTON_FOLDER"])
NAME = "bench"
(FOLDER / "trytond.conf").write_text(f"[database]\nuri = sqlite://\npath = {FOLDER}\n")
os.environ["TRYTOND_CONFIG"] = str(FOLDER / "trytond.conf")
os.environ["TRYTOND_DATABASE_NAMES"] = ""

from trytond.config import config  # noqa: E402

config.update_etc(str(FOLDER / "trytond.conf"))

FIELDS = ["name", "code", "active", "lang", "rec_name"]


def fill(count: int) -> None:
    from trytond.pool import Pool
    from trytond.transaction import Transaction

    Pool.start()
    pool = Pool(NAME)
    with Transaction().start(NAME, 0, readonly=True):
        pool.init()
    with Transaction().start(NAME, 1) as transaction:
        party = pool.get("party.party")
        for start in range(0, count, 1000):
            party.create([{"name": f"职工{number:06}"} for number in range(start, min(start + 1000, count))])
        key, user = pool.get("ir.session").new(), transaction.user
        transaction.commit()
    word = base64.b64encode(f"admin:{user}:{key}".encode()).decode()
    (FOLDER / "session").write_text(f"Session {word}")
    asked = [[], 0, 50, [["id", "DESC"]], FIELDS, {}]
    (FOLDER / "question").write_text(
        json.dumps({"id": 1, "method": "model.party.party.search_read", "params": asked})
    )


def main(count: int) -> int:
    (FOLDER / f"{NAME}.sqlite").touch()
    (FOLDER / "pass").write_text("Bench-password-1")
    admin = [
        str(Path(sys.executable).parent / "trytond-admin"),
        "-c",
        str(FOLDER / "trytond.conf"),
        "-d",
        NAME,
    ]
    made = subprocess.run(
        [*admin, "-u", "party", "--activate-dependencies", "--email", "bench@example.org"],
        env={**os.environ, "TRYTONPASSFILE": str(FOLDER / "pass")},
        check=False,
    )
    if made.returncode == 0:
        fill(count)
    return made.returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

from trytond.application import app  # noqa: E402

application = app
