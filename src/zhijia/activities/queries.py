"""Questions other rooms ask of this one."""

from __future__ import annotations

from django.db.models import Q

from zhijia.activities.models import Delegation, Meeting, MeetingRegister
from zhijia.kernel.period import Period
from zhijia.tree.actor import Actor
from zhijia.tree.paths import under

__all__ = ["meetings_in"]

#: as many as one page of a calendar shows
MOST = 60


def meetings_in(
    period: Period, actor: Actor, paths: tuple[str, ...], *, below: bool, ahead: bool = False
) -> list[Meeting]:
    """The meetings of a period that were not cancelled, at these unions or called for them, by their day.

    With `below` those of every union beneath as well; with `ahead` only those still to be held.
    """
    if not paths:
        return []
    called = Delegation._default_manager.filter(guest__path__in=paths).order_by().values("meeting")
    places = [under(path) for path in paths] if below else [Q(path__in=paths)]
    rows = MeetingRegister.visible(actor).filter(Q(*places, Q(pk__in=called), _connector=Q.OR))
    rows = rows.filter(happened_on__gte=period.start, happened_on__lt=period.end)
    rows = rows.filter(state__in=["planned", "open"]) if ahead else rows.exclude(state="cancelled")
    return list(rows.order_by("happened_on", "begins", "pk")[:MOST])
