"""A new database is made at once, and nothing is left for the steps that led there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def django(folder: Path, *words: str) -> Any:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"ZHIJIA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "zhijia.site.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "django", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_every_step_counts_as_taken(tmp_path: Path) -> None:
    made = django(tmp_path, "migrate", "-v", "0")
    assert made.returncode == 0, made.stderr
    assert django(tmp_path, "migrate", "--check").returncode == 0
    listed = django(tmp_path, "showmigrations").stdout
    assert "[X] 0001_initial" in listed and "[ ]" not in listed
