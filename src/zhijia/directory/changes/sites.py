"""Project sites of a union that changes: an heir runs them on; without one they close on the same day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.models import Site
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


def open_at(org: Org) -> QuerySet[Site]:
    """The project sites a union runs, by name."""
    return Site.objects.filter(org=org, state="open").select_related("org").order_by("name", "pk")


def close_with(org: Org, *, on: date, by: Actor, reason: str) -> None:
    """Every site closed on the day its union is gone, which ends the postings. Raises Refused, Stale."""
    for site in open_at(org):
        try:
            services.move(
                site,
                "close",
                by=granted(by),
                version=site.version,
                values={"closed_on": on},
                reason=_("The union that runs the site closes: %(reason)s") % {"reason": reason},
            )
        except Refused as refused:
            said = [f"{site.name}: {text}" for texts in refused.messages.values() for text in texts]
            raise Refused(messages={"on": said}) from refused
