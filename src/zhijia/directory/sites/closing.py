"""Closing a site ends every posting there, on that day and in the same transaction; no posting is taken from under
a home leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from zhijia.directory.models import Posting, PostingRegister, Site
from zhijia.directory.registers.posting import rules
from zhijia.registry.stamping import stamp_many
from zhijia.tree.actor import Actor


def after_write(entry: Any, *, before: Mapping[str, Any], by: Actor, gone: bool = False) -> None:
    """Ends what lasts longer than a closed site; the site's row is written already, so nobody joins meanwhile."""
    if isinstance(entry, Posting) and gone:
        rules.refuse_removal(entry)
    if not isinstance(entry, Site) or gone or entry.closed_on is None:
        return
    longer = Q(valid_to__isnull=True) | Q(valid_to__gt=entry.closed_on)
    rows = list(Posting.objects.filter(longer, site=entry).select_related("org"))
    stamp_many(PostingRegister, rows, {"valid_to": entry.closed_on}, by=by, verb="end")
