"""How fast plans are read, beside a bare regular-expression scan of the same text.

Run: python benchmarks/reader_speed.py [FILE ...]; without files the committed example plans are read.
The bar is 100 pages of 1,500 characters a second.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from zhijia.plans.reader import decode, read_plan

_EXAMPLES = Path(__file__).parents[1] / "tests" / "plans_reader" / "documents"
_PAGE = 1_500
_BAR = 100
_BARE = re.compile(r"\d+(?:\.\d+)?\s?(?:%|万?[\u4e00-\u9fff])")


def seconds(work: Callable[[], object], *, rounds: int = 5) -> float:
    """The best time of several rounds, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


def measure(name: str, text: str) -> float:
    """Prints one line and gives the pages read in a second."""
    reading = seconds(lambda: read_plan(text))
    bare = seconds(lambda: _BARE.findall(text))
    pages = len(text) / _PAGE
    print(
        f"{name:32} {len(text):8} characters {pages / reading:8.0f} pages/s"
        f"   {reading / bare:6.1f} x a bare scan ({pages / bare:.0f} pages/s)"
    )
    return pages / reading


def main(files: list[str]) -> int:
    """Measures each file and all of them together as one text of at least 100 pages."""
    paths = [Path(file) for file in files] or sorted(_EXAMPLES.glob("*.txt"))
    texts = [decode(path.read_bytes()) for path in paths]
    for path, text in zip(paths, texts, strict=True):
        measure(path.name, text)
    joined = "\n".join(texts)
    rate = measure("all, 100 pages", (joined + "\n") * (100 * _PAGE // len(joined) + 1))
    print(f"{rate:.0f} pages/s, bar {_BAR}: {'kept' if rate >= _BAR else 'MISSED'}")
    return 0 if rate >= _BAR else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
