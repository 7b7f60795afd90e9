"""Posts and organisers of a union that is gone: the posts end with it, whoever holds them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhijia.directory.changes.members import TOLD, holding
from zhijia.directory.models import LeftPost, Organiser, Tenure
from zhijia.registry.errors import Refused
from zhijia.registry.stamping import stamp_many
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

ENDED = "所在工会撤销或合并 · union closed or merged"


def tenures_of(org: Org, on: date) -> QuerySet[Tenure]:
    """The posts in a union that would still be held on the day."""
    return holding(Tenure.objects.select_related("person", "org"), org, on).order_by("post", "pk")


def end(org: Org, *, on: date, by: Actor) -> None:
    """Posts in the union, and the organisers it employs, end on the day. Raises Refused, Stale."""
    rows = list(tenures_of(org, on))
    late = [row for row in rows if row.valid_from >= on]
    if late:
        names = ", ".join(str(row.person) for row in late[:TOLD])
        text = _("%(count)s took a post on this day or later (%(names)s): choose a later day.")
        raise Refused("on", text % {"count": len(late), "names": names})
    ended = {"valid_to": on, "left_how": LeftPost.CLOSED}
    stamp_many(Tenure.register, rows, ended, by=by, verb="end")  # type: ignore[attr-defined]
    hired = holding(Organiser.objects.select_related("org"), org, on).filter(valid_from__lt=on)
    values = {"valid_to": on, "ended_why": ENDED}
    stamp_many(Organiser.register, list(hired), values, by=by, verb="end")  # type: ignore[attr-defined]
