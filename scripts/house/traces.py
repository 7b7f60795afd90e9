"""What must not be found: vague names, unfinished work, addresses in lock files, queries in views."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from house import places

VAGUE = {"util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "handler", "handlers"}
#: written in two parts so that this module does not find itself
UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + r"ME|XX" + r"X)\b")
LOCKS = ("requirements.txt", "requirements-test.txt", "frontend/package-lock.json", "frontend/.npmrc")


def names() -> Iterator[str]:
    """Modules whose name says nothing."""
    for path in places.modules():
        words = {
            word for part in path.relative_to(places.SOURCE).with_suffix("").parts for word in part.split("_")
        }
        if words & VAGUE:
            yield f"{places.short(path)} has a name that says nothing"


def readmes() -> Iterator[str]:
    for room in places.rooms():
        if not (places.SOURCE / room / "README.md").exists():
            yield f"src/zhijia/{room} has no README.md"


def unfinished() -> Iterator[str]:
    """Marks of work put off."""
    for folder in ("src/zhijia", "tests", "scripts", "benchmarks"):
        for path in sorted((places.ROOT / folder).rglob("*")):
            if path.suffix not in (".py", ".html", ".js", ".md", ".po") or "static/ui/vendor" in str(path):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if UNFINISHED.search(line) and not _minified(line):
                    yield f"{places.short(path)}:{number} is unfinished"


def _minified(line: str) -> bool:
    return len(line) > 400


def locks() -> Iterator[str]:
    """Lock files that name a server."""
    for name in LOCKS:
        path = places.ROOT / name
        if path.exists() and "://" in path.read_text(encoding="utf-8"):
            yield f"{name} names an address"


def views() -> Iterator[str]:
    """Views that ask the database themselves."""
    for path in places.modules():
        if path.stem != "views" and "views" not in path.parts:
            continue
        for node in ast.walk(places.tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
                yield f"{places.short(path)}:{node.lineno} asks the database itself: that is a query's work"
