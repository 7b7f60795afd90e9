"""Compiles every room's catalogue that changed; needs no gettext tools."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "zhijia"


def main() -> int:
    for catalogue in sorted(SOURCE.glob("**/locale/*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with catalogue.open("rb") as source:
            messages = read_po(source)
        with compiled.open("wb") as target:
            write_mo(target, messages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
