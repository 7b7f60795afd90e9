"""Rows of a list, written in Python and escaped once: templates cost several times as much for fifty rows."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from zhijia.registry.cells import Cell
from zhijia.registry.register import Register
from zhijia.ui.components.lists import crumbs
from zhijia.ui.components.marks import TONE_OF

register = template.Library()


@register.simple_tag
def rows_html(kind: type[Register], rows: list[tuple[Any, list[Cell]]]) -> SafeString:
    """The body of a list: the first cell leads to the entry, states are badges."""
    pattern = reverse("registry:detail", args=[kind.room, kind.noun, "00000000-0000-0000-0000-000000000000"])
    head = escape(pattern.replace("00000000-0000-0000-0000-000000000000/", ""))
    return mark_safe("".join(_row(f"{head}{entry.uid}/", entry, cells) for entry, cells in rows))


def _row(url: str, entry: Any, cells: list[Cell]) -> str:
    parts = []
    for number, cell in enumerate(cells):
        text = escape(cell.text) or "—"
        if number == 0:
            text = f'<a href="{url}">{text}</a>'
        elif cell.name == "state":
            text = badge(entry.state, cell.text)
        kind = ' class="num"' if cell.numeric else ' class="text-nowrap"' if cell.dated else ""
        parts.append(f'<td data-label="{escape(cell.label)}"{kind}>{text}</td>')
    return f'<tr data-href="{url}">{"".join(parts)}</tr>'


def badge(key: str, label: str) -> str:
    """The state badge of the look, without a template."""
    return format_html('<span class="zj-badge zj-tone-{}">{}</span>', TONE_OF.get(key, "plain"), label)


@register.inclusion_tag("ui/components/crumbs.html")
def entry_crumbs(many: Any, list_url: str, entry: Any) -> Any:
    """The way from the list to an entry."""
    return crumbs([(many, list_url), (str(entry), "")])


@register.inclusion_tag("ui/components/crumbs.html")
def list_crumbs(many: Any, list_url: str, title: Any) -> Any:
    """The way from the list to a page beside it."""
    return crumbs([(many, list_url), (title, "")])
