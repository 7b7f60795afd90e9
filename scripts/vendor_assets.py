"""Copies the front-end libraries of frontend/package.json into the package, with licences and a manifest.

Run `npm ci --prefix frontend` first, then this script. Users never need it: its output is committed.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "frontend" / "node_modules"
UI = ROOT / "src" / "zhijia" / "ui" / "static" / "ui"
VENDOR = UI / "vendor"
SVG = "http://www.w3.org/2000/svg"

# (package, file in the package, name here)
FILES = [
    ("@tabler/core", "dist/css/tabler.min.css", "tabler.min.css"),
    ("@tabler/core", "dist/js/tabler.min.js", "tabler.min.js"),
    ("echarts", "dist/echarts.common.min.js", "echarts.common.min.js"),
    ("@tabler/icons", "LICENSE", "tabler-icons.LICENSE.txt"),
    ("echarts", "LICENSE", "echarts.LICENSE.txt"),
    ("echarts", "NOTICE", "echarts.NOTICE.txt"),
]
# The package of Tabler carries no licence file; this one also names the libraries bundled in it.
TABLER_LICENCE = ROOT / "frontend" / "licences" / "tabler.LICENSE.txt"
SOURCE_MAP = re.compile(rb"^[ \t]*(//|/\*)[#@] sourceMappingURL=[^\n*]*(\*/)?[ \t]*\n?", re.MULTILINE)


def package(name: str) -> dict[str, str]:
    """The package.json of an installed library."""
    return json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))


def icon_names() -> list[tuple[str, str]]:
    """Pairs of our name and Tabler's name from frontend/icons.txt."""
    pairs = []
    for line in (ROOT / "frontend" / "icons.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            ours, _, theirs = (part.strip() for part in line.partition("="))
            pairs.append((ours, theirs or ours))
    return sorted(pairs)


def symbol(ours: str, theirs: str) -> str:
    """One `<symbol>` of the sprite, drawn by Tabler's outline icon of that name."""
    source = MODULES / "@tabler/icons/icons/outline" / f"{theirs}.svg"
    shapes = []
    for shape in ElementTree.parse(source).getroot():
        attributes = " ".join(f'{key}="{value}"' for key, value in shape.attrib.items())
        shapes.append(f"<{shape.tag.removeprefix('{' + SVG + '}')} {attributes}/>")
    return f'<symbol id="{ours}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>'


def sprite() -> bytes:
    """The sprite of all chosen icons; stroke and colour come from the page."""
    body = "\n".join(symbol(ours, theirs) for ours, theirs in icon_names())
    return f'<svg xmlns="{SVG}">\n{body}\n</svg>\n'.encode()


def entry(content: bytes, *, name: str) -> dict[str, str | int]:
    """The manifest's line of one file: where it is from, its licence, its size in bytes and SHA-256."""
    about = package(name)
    digest = hashlib.sha256(content).hexdigest()
    return {
        "package": name,
        "version": about["version"],
        "licence": about["license"],
        "bytes": len(content),
        "sha256": digest,
    }


def main() -> int:
    if not MODULES.is_dir():
        print("frontend/node_modules is missing: run `npm ci --prefix frontend` first.", file=sys.stderr)
        return 1
    VENDOR.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, dict[str, str | int]] = {}
    contents = [(name, target, (MODULES / name / file).read_bytes()) for name, file, target in FILES]
    contents.append(("@tabler/icons", "icons.svg", sprite()))
    contents.append(("@tabler/core", "tabler.LICENSE.txt", TABLER_LICENCE.read_bytes()))
    for name, target, content in contents:
        # A map that is not shipped makes collectstatic fail and the browser ask for a missing file.
        content = SOURCE_MAP.sub(b"", content)
        (VENDOR / target).write_bytes(content)
        manifest[target] = entry(content, name=name)
    (VENDOR / "manifest.json").write_text(
        json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    strip_lock()
    print(
        f"{len(manifest)} files, {sum(int(line['bytes']) for line in manifest.values()):,} bytes in {VENDOR}"
    )
    return 0


def strip_lock() -> None:
    """Takes funding addresses out of the lock file, which shall hold no address at all."""
    path = ROOT / "frontend" / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for about in lock["packages"].values():
        about.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
