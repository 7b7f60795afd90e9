"""What becomes of the targets of a union that moves, merges, is split or closes."""

from __future__ import annotations

from zhijia.directory.changes.shares import ON_FILE, STAYS, Share, share
from zhijia.directory.changes.wish import Wish
from zhijia.plans.models import Target


def targets_of(wish: Wish) -> list[Share]:
    """The union's own targets: they go on with it, or stay on file with the figures they had."""
    rows = Target.objects.filter(org=wish.union.org).exclude(state="rejected").select_related("plan")
    fate = ON_FILE if wish.closes else STAYS
    named = [f"{row.label} · {row.plan.year}" for row in rows.order_by("-plan__year", "pk")]
    return [share(Target._meta.verbose_name_plural or "", named, (fate, ""))]
