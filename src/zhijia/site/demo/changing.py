"""What changed in the directory in the year: two small unions became one, one base fell, one awaits approval."""

from __future__ import annotations

from datetime import date, timedelta

from zhijia.directory.changes.carrying import carry_out
from zhijia.directory.changes.wish import Kind, Wish
from zhijia.directory.models import Denominator, Union
from zhijia.registry import services
from zhijia.site.demo.cast import acts, officer_of
from zhijia.site.demo.loading import orgs, register_of
from zhijia.site.demo.size import Days
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org
from zhijia.tree.paths import under

#: the counties one of which has two small unions to merge, the one whose base fell, the one whose number waits
MERGED, FELL, WAITS = ("YC05", "YC04", "YC06", "YC07", "YC03"), "YC03", "YC02"


def load(days: Days) -> None:
    """The changes of the year; in its first weeks there are none yet."""
    day = days.ago(170)
    if day <= days.first:
        return
    places = orgs()
    _merge(day)
    fallen = _propose(places[FELL], day, less=2)
    services.move(fallen, "approve", by=acts("city.leader"), version=fallen.version)
    _propose(places[WAITS], days.ago(9), less=-6)


def _merge(day: date) -> None:
    """The second small joint union of a county is taken up by the first."""
    for code in MERGED:
        county = orgs()[code]
        stood = {"kind": OrgKind.JOINT_GRASSROOTS, "org__closed_on": None, "org__opened_on__lt": day}
        rows = Union.objects.filter(under(county.path), **stood)
        pair = list(rows.select_related("org__parent").order_by("code")[:2])
        if len(pair) == 2:
            reason = f"两个市场合并管理，联合工会相应合并（{county.name}〔{day.year}〕15号）"
            wish = Wish(Kind.MERGE, pair[1], day, reason, into=pair[0])
            carry_out(wish, by=acts(officer_of(code)))
            return


def _propose(county: Org, day: date, *, less: int) -> Denominator:
    """A newer number of enterprises, with its source."""
    held = Denominator.objects.get(org=county, kind="enterprises", valid_to=None)
    values = {
        "org": county,
        "kind": "enterprises",
        "number": held.number - less,
        "valid_from": day,
        "source": f"市场监督管理局{day.year}年登记数据核查",
        "source_on": day - timedelta(days=30),
    }
    made: Denominator = services.add(register_of(Denominator), values, by=acts(officer_of(county.code)))
    return made
