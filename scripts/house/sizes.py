"""How large things may be: modules, functions, engines, templates."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

from house import places

MODULE, TEMPLATE, FUNCTION, FUNCTION_AT_MOST = 300, 80, 25, 40
#: lines that hold code, docstrings included; raised from 2,000 and 900 (decisions 0019, 0021, 0026, 0033, 0035)
ENGINES = {"registry": 2820, "journal": 1420, "tally": 1660, "sheets": 2650, "api": 1060}
EMPTY = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def modules() -> Iterator[str]:
    """Modules longer than a reader keeps in mind, tests and benchmarks too."""
    beside = (
        path for name in ("scripts", "tests", "benchmarks") for path in (places.ROOT / name).rglob("*.py")
    )
    for path in [*places.modules(), *sorted(beside)]:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MODULE:
            yield f"{places.short(path)} has {lines} lines, at most {MODULE}"


def templates() -> Iterator[str]:
    for path in places.templates():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > TEMPLATE:
            yield f"{places.short(path)} has {lines} lines, at most {TEMPLATE}"


def _functions() -> Iterator[tuple[Path, str, int, int]]:
    """(module, name, line, lines without docstring) of every function."""
    for path in places.modules():
        for node in ast.walk(places.tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node.name, node.lineno, _lines(node)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def functions() -> Iterator[str]:
    """Functions nobody reads at a glance."""
    for path, name, line, lines in _functions():
        if lines > FUNCTION_AT_MOST:
            yield f"{places.short(path)}:{line} {name} has {lines} lines, at most {FUNCTION_AT_MOST}"


def long_functions() -> Iterator[str]:
    for path, name, line, lines in _functions():
        if FUNCTION < lines <= FUNCTION_AT_MOST:
            yield f"{places.short(path)}:{line} {name} has {lines} lines, better at most {FUNCTION}"


def _code_lines(room: str) -> tuple[int, int]:
    """Lines that hold code in all modules of a room, and how many of them are docstrings."""
    mine = [path for path in places.modules() if places.room_of(path) == room]
    return sum(len(_code_in(path)) for path in mine), sum(_docstrings(places.tree(path)) for path in mine)


def _code_in(path: Path) -> set[int]:
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type not in EMPTY:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return lines


def _docstrings(tree: ast.Module) -> int:
    """Lines of docstrings, blank ones left out."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    said = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, kinds)]
    return sum(bool(line.strip()) for text in said for line in text.splitlines())


def engines() -> Iterator[str]:
    """Engines above their budget."""
    for room, most in ENGINES.items():
        lines, _said = _code_lines(room)
        if lines > most:
            yield f"{room} has {lines} lines of code, at most {most}"


def figures() -> Iterator[str]:
    """What each engine has and may have."""
    for room, most in ENGINES.items():
        lines, said = _code_lines(room)
        yield f"engine {room}: {lines} of {most} lines ({said} of them docstrings)"
