"""Processes that deliver at the same time over a SQLite file, one of them killed in the middle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import zhijia
from tests.outbox.race import MESSAGES

SOURCE = Path(zhijia.__file__).parent.parent
ROOT = Path(__file__).parent.parent.parent


def race(folder: Path, *how: str) -> dict[str, Any]:
    """What came of it."""
    path = os.pathsep.join([str(SOURCE), str(ROOT)])
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "DATABASE"))}
    command = [sys.executable, "-m", "tests.outbox.race", str(folder), *how]
    done = subprocess.run(
        command, env=kept | {"PYTHONPATH": path}, capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("how", [(), ("kill",)], ids=["all live", "one is killed"])
def test_every_message_has_one_line_whoever_dies(tmp_path: Path, how: tuple[str, ...]) -> None:
    found = race(tmp_path, *how)
    assert set(found["ends"]) == {0}
    assert found["states"] == {"sent": MESSAGES}
    assert found["lines"] == {f"key {number}": 1 for number in range(MESSAGES)}
    assert found["tries"] <= 2
