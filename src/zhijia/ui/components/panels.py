"""Boxes: panel, notice, toolbar, empty page."""

from __future__ import annotations

from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhijia.ui.components.marks import TONE_ICONS
from zhijia.ui.menu import Text

register = Library()


@register.simple_block_tag
def panel(
    content: str,
    title: Text = "",
    icon: str = "",
    url: str = "",
    url_label: Text = "",
    count: int | None = None,
    flush: bool = False,
) -> SafeString:
    """A card with a heading; `flush` lets a table touch its edges."""
    words = {
        "content": content,
        "title": title,
        "icon": icon,
        "url": url,
        "url_label": url_label,
        "count": count,
        "flush": flush,
    }
    return render_to_string("ui/components/panel.html", words)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Text = "") -> SafeString:
    """A remark that belongs to the page; news of what just happened goes through `messages`."""
    words = {"content": content, "tone": tone, "title": title, "icon": TONE_ICONS.get(tone, "info")}
    return render_to_string("ui/components/notice.html", words)


@register.simple_block_tag
def toolbar(content: str) -> SafeString:
    """The row of filters and buttons above a list."""
    return format_html('<div class="zj-toolbar d-print-none">{}</div>', content)


@register.inclusion_tag("ui/components/empty.html")
def empty(
    title: Text, text: Text = "", label: Text = "", url: str = "", icon: str = "inbox"
) -> dict[str, Any]:
    """A page with nothing on it yet, which says why and what the first step is."""
    return {"title": title, "text": text, "label": label, "url": url, "icon": icon}
