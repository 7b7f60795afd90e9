"""What no library checks about the house: borders, sizes, names, catalogues. One line a fault; exit 1 on any."""

from __future__ import annotations

import sys
from pathlib import Path

from house import borders, catalogues, places, sizes, traces

CHECKS = (
    borders.foreign_keys,
    borders.front_doors,
    borders.named_rooms,
    sizes.modules,
    sizes.functions,
    sizes.engines,
    sizes.templates,
    traces.names,
    traces.readmes,
    traces.unfinished,
    traces.locks,
    traces.views,
    catalogues.missing,
    catalogues.unlike,
)


def main(arguments: list[str]) -> int:
    """Runs every check; warnings are told and do not fail."""
    faults = [f"{check.__name__}: {line}" for check in CHECKS for line in check()]
    for line in sizes.long_functions():
        print(f"warning: {line}")
    for line in catalogues.contradictions():
        print(f"warning: {line}")
    for line in sizes.figures():
        print(line)
    for line in faults:
        print(line, file=sys.stderr)
    print(f"house: {len(faults)} faults in {len(places.rooms())} rooms")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main(sys.argv[1:]))
