"""What the session of an item needs before the item counts."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.tally.indicator import confirmed, evidenced

proven = replace(
    evidenced,
    met=Q(session__evidenced_at__isnull=False),
    missing=_("its session has no proof yet"),
    mend=_("Add the attendance list or the minutes to the session."),
)
vouched = replace(
    confirmed,
    met=Q(session__confirmed_at__isnull=False),
    missing=_("its session is not confirmed by a delegate"),
    mend=_("Ask the delegate the session names to confirm it."),
)
OF_SESSION = (proven, vouched)
