"""On a person's page: records that could be the same human."""

from __future__ import annotations

from typing import Any

from zhijia.directory.merging import likeness, pages
from zhijia.directory.models import Person
from zhijia.registry.extras import Panel
from zhijia.tree.requests import Request


def alike(request: Request, register: Any, entry: Any) -> Panel | None:
    if not isinstance(entry, Person):
        return None
    found = likeness.beside(entry, request.actor)
    others = [(one.second if one.first.pk == entry.pk else one.first, one) for one in found]
    lines = [(str(other), other.org.name, one.score, pages.address(entry, other)) for other, one in others]
    return Panel("alike", "directory/alike_panel.html", {"lines": lines}, wide=False) if lines else None
