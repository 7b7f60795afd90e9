"""Where things lie: rooms, floors, modules, templates."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "zhijia"
#: rooms that lie above the engine and are entered by these modules only, and by what their README names
DOORS = ("models", "services", "queries")


@cache
def floors() -> dict[str, int]:
    """Room → floor, the lowest 0, as import-linter knows them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    layers = list(reversed(contract["layers"]))
    return {room.strip(): floor for floor, layer in enumerate(layers) for room in layer.split("|")}


def rooms() -> list[str]:
    """The rooms there are, by name."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the house, migrations left out."""
    return tuple(path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def templates() -> tuple[Path, ...]:
    return tuple(path for path in sorted(SOURCE.rglob("*.html")) if "templates" in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def may_use(room: str, other: str) -> bool:
    """Whether a room may know another: one below it, never one beside it."""
    known = floors()
    return room == other or known[room] > known[other]
