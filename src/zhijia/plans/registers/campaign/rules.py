"""What a campaign must not be, and who closes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.day import today
from zhijia.plans.campaigns import measures
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule, holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org
from zhijia.tree.paths import under

LONGEST = timedelta(days=366)
MOST = 30

organisers = holds(Role.OFFICER, Role.LEADER)
not_begun = Rule(
    gettext_lazy("a campaign not begun"), lambda actor: None if actor.is_anonymous else Q(state="planned")
)
closers = holds(Role.CHAIR, Role.LEADER, here=True)


def refuse_bad_days(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A campaign ends after it starts, within a year."""
    if one.ends_on < one.starts_on:
        raise Refused("ends_on", _("The last day lies before the first."))
    if one.ends_on - one.starts_on > LONGEST:
        raise Refused("ends_on", _("A campaign lasts a year at most; what runs longer is a plan."))


def refuse_nothing_counted(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What belongs to a campaign can be counted."""
    keys = one.measure_keys
    strange = [key for key in keys if not measures.is_known(key)]
    if strange:
        raise Refused(
            "measures", _("Nothing called “%(key)s” can be counted in a campaign.") % {"key": strange[0][:60]}
        )
    if not keys or len(keys) > MOST:
        raise Refused("measures", _("Choose 1 to %(most)s things to be counted.") % {"most": MOST})


def refuse_strange_union(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Those who take part stand at or below the organiser, none inside another: nothing counts twice."""
    codes = one.union_codes
    if not codes:
        raise Refused("unions", _("Choose the unions that take part."))
    found = {org.code: org for org in Org.objects.filter(under(one.org.path), code__in=codes)}
    strange = [code for code in codes if code not in found]
    if strange:
        raise Refused(
            "unions",
            _("%(code)s is no union at or below %(org)s.") % {"code": strange[0][:40], "org": one.org},
        )
    paths = sorted(org.path for org in found.values())
    for upper, lower in pairwise(paths):
        if lower.startswith(upper):
            raise Refused("unions", _("One of the unions chosen stands below another: choose one of both."))


def refuse_change_once_closed(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What was closed and signed stays."""
    if before is None or before["state"] != "closed" or one.state != "closed":
        return
    raise Refused("name", _("This campaign is closed: reopen it, with a reason, before you change it."))


def refuse_early_close(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A summary is drawn when the last day has passed, or on it."""
    if one.state == "closed" and (before is None or before["state"] != "closed") and today() < one.ends_on:
        raise Refused(
            "words_at_end",
            _("The campaign runs until %(day)s: close it then.") % {"day": one.ends_on.isoformat()},
        )


def begun() -> Q:
    """Campaigns whose first day has come."""
    return Q(starts_on__lte=today())


def over() -> Q:
    """Campaigns whose last day has passed."""
    return Q(ends_on__lt=today())
