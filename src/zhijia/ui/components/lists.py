"""Lists: table, pages, timeline, steps, tabs, breadcrumbs, facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.template import Library
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zhijia.ui.menu import Text
from zhijia.ui.moments import Moment

register = Library()


@register.simple_block_tag
def table(content: str, caption: Text = "", cards: bool = True, sticky: bool = False) -> SafeString:
    """A table with a caption; on phones each row becomes a card unless `cards` is off."""
    words = {"content": content, "caption": caption, "cards": cards, "sticky": sticky}
    return render_to_string("ui/components/table.html", words)


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], target: str = "", name: str = "page") -> dict[str, Any]:
    """Links to the pages of a list, with the query of this one kept."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def link(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    paginator = page.paginator
    elided = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "total": paginator.count,
        "target": target,
        "links": [(number, link(number) if isinstance(number, int) else "") for number in elided],
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("ui/components/timeline.html")
def timeline(moments: Iterable[Moment]) -> dict[str, Any]:
    """What happened, in the order given."""
    return {"lines": [(moment, isinstance(moment.at, datetime)) for moment in moments]}


@register.inclusion_tag("ui/components/steps.html")
def steps(items: Sequence[Sequence[Text]]) -> dict[str, Any]:
    """The way of an entry: steps done, the current one, those to come."""
    return {"items": [(*item, "")[:3] for item in items]}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Iterable[Any], label: Text = "") -> dict[str, Any]:
    """Neighbouring pages of one thing; each tab is a link."""
    names = ("label", "url", "active", "count")
    lines = [
        dict(item) if isinstance(item, Mapping) else dict(zip(names, item, strict=False)) for item in items
    ]
    return {"items": lines, "label": label}


@register.inclusion_tag("ui/components/crumbs.html")
def crumbs(items: Iterable[Sequence[Text]]) -> dict[str, Any]:
    """Where the page stands; the last item is the page itself."""
    return {"items": [(*item, "")[:2] for item in items]}


@register.inclusion_tag("ui/components/facts.html")
def facts(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Labels and values of one thing."""
    return {"rows": list(rows)}
