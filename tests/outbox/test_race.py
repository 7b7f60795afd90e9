"""Processes that deliver at the same time over a SQLite file, one of them killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import zhijia
from tests.outbox.race import MESSAGES

SOURCE = Path(zhijia.__file__).parent.parent
ROOT = Path(__file__).parent.parent.parent


def start(folder: Path, part: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(SOURCE), str(ROOT)])
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "DATABASE"))}
    command = [sys.executable, "-m", "tests.outbox.race", str(folder), part]
    return subprocess.Popen(
        command, env=kept | {"PYTHONPATH": path}, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def run(folder: Path, part: str) -> str:
    process = start(folder, part)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return out


def outcome(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(folder, "report"))
    return found


@pytest.mark.parametrize("killed", [False, True], ids=["all live", "one is killed"])
def test_every_message_has_one_line_whoever_dies(tmp_path: Path, killed: bool) -> None:
    run(tmp_path, "write")
    crowd = [start(tmp_path, "deliver") for _ in range(3)]
    if killed:
        assert crowd[0].stdout is not None
        crowd[0].stdout.readline()  # it is at work
        crowd[0].send_signal(signal.SIGKILL)
    for process in crowd:
        process.communicate(timeout=60)
    assert [process.returncode for process in crowd[1:]] == [0, 0]
    run(tmp_path, "late")
    found = outcome(tmp_path)
    assert found["states"] == {"sent": MESSAGES}
    assert found["lines"] == {f"key {number}": 1 for number in range(MESSAGES)}
    assert found["tries"] <= 2
