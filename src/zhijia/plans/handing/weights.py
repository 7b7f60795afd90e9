"""By what a target is divided: the number of each union, as of which day or for which time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.kernel.period import Period, add_months
from zhijia.plans.models import Method, Target
from zhijia.tally import queries as tally
from zhijia.tree.models import Org

#: what is counted of each union, as it stands on the day
COUNTED = {Method.MEMBERS: "mem_count", Method.UNITS: "units_covered"}


def last_year(target: Target) -> Period:
    """The same time a year before."""
    return Period(add_months(target.period.start, -12), add_months(target.period.end, -12))


def weigh(method: str, target: Target, orgs: Sequence[Org]) -> dict[int, int]:
    """The weight of each union by its id; {} where the method asks for none."""
    nodes = [org.pk for org in orgs]
    if method in COUNTED:
        day = today()
        found = tally.figures(COUNTED[Method(method)], nodes, Period.year(day.year), as_of=day)
    elif method == Method.LAST_YEAR:
        found = tally.figures(target.indicator, nodes, last_year(target))
    else:
        return {}
    return {node: figure.counted for node, figure in found.items()}


def dated(method: str, target: Target, day: date | None) -> str:
    """What the weights are and of when, in words; empty where there are none."""
    on = (day or today()).isoformat()
    if method == Method.MEMBERS:
        return _("Members as of %(day)s") % {"day": on}
    if method == Method.UNITS:
        return _("Employers covered as of %(day)s") % {"day": on}
    if method == Method.LAST_YEAR:
        time = last_year(target)
        said = {
            "first": time.start.isoformat(),
            "last": time.last.isoformat(),
            "label": str(tally.measure(target.indicator).label),
        }
        return _("%(label)s from %(first)s to %(last)s") % said
    return ""


def unit(method: str, target: Target) -> str:
    """The unit of the weights."""
    if method == Method.LAST_YEAR:
        return tally.measure(target.indicator).unit
    return {"members": "person", "units": "unit"}.get(method, "")
