"""A paper as PDF, set by typst in the same layout as the Word document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from zhijia.papers import faces
from zhijia.papers.paper import Grid, Paper, Paragraph

HERE = Path(__file__).parent
SHEET = HERE / "paper.typ"
FONTS = HERE / "fonts"


def made(paper: Paper) -> bytes:
    """The PDF; the machine's own faces come before the shipped one."""
    # a large library, loaded when the first paper is printed
    import typst

    given = json.dumps({"paper": _said(paper), "layout": _layout()}, ensure_ascii=False)
    printed: Any = typst.compile(
        str(SHEET), root=str(HERE), font_paths=[str(FONTS)], sys_inputs={"paper": given}, format="pdf"
    )
    return bytes(printed)


def _said(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "number": paper.number,
        "addressee": paper.addressee,
        "body": [_block(block) for block in paper.body],
        "parties": [
            {"part": party.part, "name": party.name, "lines": list(party.lines)} for party in paper.parties
        ],
        "dated": paper.dated,
        "author": paper.author,
        "language": paper.language,
        "notes": list(paper.notes),
    }


def _block(block: Paragraph | Grid) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "heading" if block.is_heading else "text", "text": block.text}
    rows = [list(row) for row in block.rows]
    return {
        "kind": "grid",
        "heads": list(block.heads),
        "rows": rows,
        "widths": list(block.widths),
        "numbers": sorted(block.numbers),
    }


def _layout() -> dict[str, Any]:
    named = {"title": faces.TITLE, "body": faces.BODY, "head": faces.HEAD, "song": faces.SONG}
    return {
        **{key: faces.faces(face) for key, face in named.items()},
        "latin": len(faces.LATIN_FIRST),
        "page": faces.PAGE,
        "top": faces.TOP,
        "bottom": faces.BOTTOM,
        "left": faces.LEFT,
        "right": faces.RIGHT,
        "size": faces.BODY_SIZE,
        "large": faces.TITLE_SIZE,
        "small": faces.TABLE_SIZE,
        "foot": faces.FOOT_SIZE,
        "pitch": faces.PITCH,
        "closer": faces.CLOSER,
    }
