"""The form of a project site: what a later step fills in, or what a union does not have, is left out."""

from __future__ import annotations

from typing import Any

from zhijia.directory.rules import INSIDE
from zhijia.registry.forms import EntryForm


class SiteForm(EntryForm):
    """Asks for the closing day only of a site that has closed, and for a union group where there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.entry is None or self.entry.state != "closed":
            del self.fields["closed_on"]
        group: Any = self.fields["group"]
        group.queryset = group.queryset.filter(kind__in=INSIDE)
        group.required, group.empty_label = False, "—"
        chosen = getattr(self.entry, "group", None)
        group.initial = chosen.uid if chosen is not None else None
        if chosen is None and not group.queryset.exists():
            del self.fields["group"]
