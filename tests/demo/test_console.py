"""The command itself, in a process and a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.private_postgres import NoPostgres, private_postgres

OWN = ("ZHIJIA_DATA", "DATABASE_URL", "ZHIJIA_DEMO", "ZHIJIA_REQUIRE_TOTP")


def zhijia(folder: Path, *arguments: str, **more: str) -> Any:
    """The finished command, run in a folder with nothing of this run's environment."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN} | more
    command = [sys.executable, "-m", "zhijia.site.command", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def checksum(folder: Path, **more: str) -> tuple[str, ...]:
    """How many figures there are, and their checksum; none is other than a count from nothing gives."""
    counted = zhijia(folder, "recount", "--check", **more)
    assert counted.returncode == 0, counted.stdout + counted.stderr
    found = re.search(r"(\d+) figures .* checksum (\w+)", counted.stdout)
    assert found, counted.stdout
    return found.groups()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A folder in which the small demonstration was built, and what the command said."""
    folder = tmp_path_factory.mktemp("made")
    return folder, zhijia(folder, "demo", "--no-serve", "--size", "small")


def test_the_demonstration_is_built_told_found_again_and_sound(made: tuple[Path, Any]) -> None:
    folder, first = made
    assert first.returncode == 0, first.stderr
    assert "北山县总工会" in first.stdout and "Zhijia-demo-2026" in first.stdout
    assert sorted(path.name for path in (folder / "var").iterdir()) == ["demo"]
    again = zhijia(folder, "demo", "--no-serve")
    assert again.returncode == 0 and "不再重建" in again.stdout
    board = [line for line in again.stdout.splitlines() if "%" in line or "职工书屋" in line]
    assert len(board) >= 10 and all(line in first.stdout for line in board)
    sound = zhijia(folder, "verify")
    assert (sound.returncode, sound.stdout.strip()) == (0, "problems: 0")
    assert "var/demo" in sound.stderr
    counted = zhijia(folder, "recount", "--check", "--engine", "duckdb")
    assert counted.returncode == 0 and "differences: 0" in counted.stdout


def test_a_tampering_is_named_by_the_command_which_fails(made: tuple[Path, Any], tmp_path: Path) -> None:
    shutil.copytree(made[0] / "var", tmp_path / "var")
    with closing(sqlite3.connect(tmp_path / "var" / "demo" / "zhijia.sqlite3")) as database, database:
        database.execute("UPDATE assistance_relief SET amount = amount + 1 WHERE id = 1")
    found = zhijia(tmp_path, "verify")
    lines = found.stdout.splitlines()
    assert (found.returncode, lines[-1]) == (1, "problems: 2")
    assert any(line.startswith("registers: assistance_relief ") for line in lines)


@pytest.mark.long
def test_a_house_in_use_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    made = zhijia(tmp_path, "verify", ZHIJIA_DATA="own")
    assert made.returncode == 0
    found = (
        "from zhijia.tree import services; import datetime; services.found(code='AB00', name='甲市总工会',"
    )
    found += " kind='municipal', parent=None, opened_on=datetime.date(2000, 1, 1))"
    settled = {"ZHIJIA_DATA": "own", "DJANGO_SETTINGS_MODULE": "zhijia.site.settings"}
    script = f"import django; django.setup(); {found}"
    environment = {name: value for name, value in os.environ.items() if name not in OWN} | settled
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True, timeout=60)
    refused = zhijia(tmp_path, "demo", "--no-serve", "--size", "small", ZHIJIA_DATA="own")
    assert refused.returncode == 1 and "未作任何改动" in refused.stderr
    assert not (tmp_path / "own" / "demo.json").exists()


def test_a_taken_port_is_told_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = str(held.getsockname()[1])
        refused = zhijia(tmp_path, "demo", "--size", "small", "--port", port)
    assert refused.returncode == 1 and port in refused.stderr
    assert not (tmp_path / "var" / "demo" / "zhijia.sqlite3").exists()


def test_both_databases_give_the_same_figures(made: tuple[Path, Any], tmp_path: Path) -> None:
    try:
        with private_postgres() as url:
            built = {"ZHIJIA_DATA": str(tmp_path / "p"), "DATABASE_URL": url}
            done = zhijia(tmp_path, "demo", "--no-serve", "--size", "small", **built)
            assert done.returncode == 0, done.stderr
            sums = {checksum(tmp_path, **built), checksum(made[0])}
            assert zhijia(tmp_path, "verify", **built).stdout.strip() == "problems: 0"
    except NoPostgres as reason:
        pytest.skip(str(reason))
    assert len(sums) == 1
