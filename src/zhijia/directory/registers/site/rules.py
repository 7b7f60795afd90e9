"""What a project site must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhijia.directory.registers.site.sight import rows
from zhijia.directory.rules import INSIDE
from zhijia.kernel.text import fold_name
from zhijia.registry.errors import Refused
from zhijia.tree import queries as tree
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_before_founding(site: Any, by: Actor, before: Before) -> None:
    if site.happened_on < site.org.opened_on:
        raise Refused(
            "happened_on",
            _("%(org)s was founded on %(day)s; it ran no site before.")
            % {"org": site.org, "day": site.org.opened_on.isoformat()},
        )


def refuse_gone_union(site: Any, by: Actor, before: Before) -> None:
    """A union that has closed and was taken up by none runs no site; one of an heir goes on there."""
    closed = site.org.closed_on
    if site.state != "open" or closed is None or (before is not None and before["state"] == "open"):
        return
    if tree.successor_of(site.org) is None:
        raise Refused(
            "org",
            _("%(org)s closed on %(day)s; enter the site at the union that runs it now.")
            % {"org": site.org, "day": closed.isoformat()},
        )


def refuse_second(site: Any, by: Actor, before: Before) -> None:
    """One site, one entry: spaces, width and case make no other site, nor does closing one."""
    others = type(site)._default_manager.filter(org_id=site.org_id).exclude(pk=site.pk)
    for name in others.values_list("name", flat=True):
        if fold_name(name) == fold_name(site.name):
            raise Refused("name", _("This union has a site of this name already: %(name)s.") % {"name": name})


def refuse_group(site: Any, by: Actor, before: Before) -> None:
    """A site's own group or branch stands under the union that runs the site."""
    group = site.group
    if group is None:
        return
    if group.kind not in INSIDE or not group.path.startswith(site.path) or group.pk == site.org_id:
        raise Refused(
            "group",
            _("%(group)s is no union group or branch under %(org)s.") % {"group": group, "org": site.org},
        )


def refuse_days(site: Any, by: Actor, before: Before) -> None:
    """A site closes, and is expected to close, after it opened; one that has closed says when."""
    for name in ("expected_close_on", "closed_on"):
        day = getattr(site, name)
        if day is not None and day <= site.happened_on:
            raise Refused(
                name,
                _("The site opened on %(day)s: give a later day.") % {"day": site.happened_on.isoformat()},
            )
    if site.state == "closed" and site.closed_on is None:
        raise Refused("closed_on", _("Give the day the site closed."))


def refuse_people_outside(site: Any, by: Actor, before: Before) -> None:
    """Nobody was posted before a site opened or from the day on that it closed."""
    if before is None:
        return
    posted = rows("Posting").filter(site=site)
    if count := posted.filter(valid_from__lt=site.happened_on).count():
        raise Refused("happened_on", _outside(count))
    if site.closed_on is not None and (count := posted.filter(valid_from__gte=site.closed_on).count()):
        raise Refused("closed_on", _outside(count))
    if site.closed_on is None:
        return
    noted = rows("Reunion").filter(site=site, happened_on__gte=site.closed_on).order_by("happened_on")
    if (later := noted.select_related("person").first()) is not None:
        said = {"name": later.person, "day": later.happened_on.isoformat()}
        raise Refused(
            "closed_on",
            _(
                "Home leave or a visit of %(name)s is noted from %(day)s on: choose a later day, or correct that "
                "entry first."
            )
            % said,
        )


def _outside(count: int) -> str:
    return ngettext(
        "%(count)s posting begins outside of these days: correct or remove it first.",
        "%(count)s postings begin outside of these days: correct or remove them first.",
        count,
    ) % {"count": count}
