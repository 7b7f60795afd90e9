"""Project sites of the actor's own unions: who has not been home for long, which should have closed."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zhijia.desks.officer.piles import FEW, Pile, Task
from zhijia.directory.models import Posting, Site, SiteRegister
from zhijia.directory.sites import roll
from zhijia.kernel.day import today
from zhijia.tree.actor import Actor

#: as many people posted as the desk looks through
MOST = 500


def piles(actor: Actor) -> list[Pile]:
    """What is late at sites the actor's very unions run, or whose own group is the actor's."""
    paths = actor.paths("officer", "chair")
    if not paths:
        return []
    # of a union taken up by another the sites go on, and stand with the heir
    heir = Q(org__closed_on__isnull=False, org__parent__path__in=paths)
    own = Q(path__in=paths) | Q(group__path__in=paths) | heir
    sites = {site.pk: site for site in Site.objects.filter(own, state="open").select_related("org")}
    if not sites:
        return []
    return [*_people(sites), *_past(sites)]


def _people(sites: dict[int, Site]) -> list[Pile]:
    """Whoever has been away longer than the house allows, the longest first."""
    day = today()
    rows = roll.on(Posting.objects.filter(site__in=list(sites)), day).select_related("person")
    late = [one for one in roll.stays(list(rows.order_by("valid_from", "pk")[:MOST]), day) if one.is_due]
    late.sort(key=lambda one: one.due_on)
    tasks = [
        Task(
            str(one.posting.person),
            sites[one.posting.site_id].name,
            _page(one.posting.site_id, sites),
            "",
            one.due_on,
        )
        for one in late[:FEW]
    ]
    url = (
        _page(late[0].posting.site_id, sites) if len({one.posting.site_id for one in late}) == 1 else _list()
    )
    return [Pile(_("Home leave overdue at project sites"), len(late), url, "bad", tasks)] if late else []


def _past(sites: dict[int, Site]) -> list[Pile]:
    """Sites still open after the day they were to close."""
    day = today()
    due = [(one.expected_close_on, one) for one in sites.values() if one.expected_close_on is not None]
    found = sorted(((on, one) for on, one in due if on < day), key=lambda pair: (pair[0], pair[1].pk))
    tasks = [Task(one.name, one.org.name, _page(one.pk, sites), "", on) for on, one in found[:FEW]]
    title = _("Project sites past the day they were to close")
    return [Pile(title, len(found), _list(), "bad", tasks)] if found else []


def _page(pk: int, sites: dict[int, Any]) -> str:
    return reverse("directory:site", args=[sites[pk].uid])


def _list() -> str:
    register = SiteRegister
    return f"{reverse('registry:list', args=[register.room, register.noun])}?state=open"
