"""The lines of a scoreboard: a target at a union beside its figure, its outlook and what is missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.desks.scoreboard import outlook
from zhijia.desks.scoreboard.asked import STATES
from zhijia.desks.scoreboard.outlook import Outlook
from zhijia.kernel.day import today
from zhijia.plans import queries as plans
from zhijia.plans.models import Plan, Target
from zhijia.tally import queries as tally
from zhijia.tally.sources import RATIOS, model_of
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org
from zhijia.ui import units

TONES = {
    "failed": "bad",
    "at_risk": "bad",
    "behind": "warn",
    "exceeded": "bad",
    "no_base": "plain",
    "on_pace": "info",
    "met": "good",
    "share": "plain",
}
#: the order "at risk first"
RANKS = {state: rank for rank, state in enumerate(STATES)}
PEOPLE = ("person", "household")
#: promises that each union of a kind has for itself; "union" are those the issuer leads directly
PER_KIND = {"county": OrgKind.COUNTY, "township": OrgKind.TOWNSHIP, "community": OrgKind.VILLAGE}
#: what is counted where each stretch of time has its own promise
STRETCHES = {
    "week": pgettext_lazy("unit", "weeks"),
    "month": pgettext_lazy("unit", "months"),
    "quarter": pgettext_lazy("unit", "quarters"),
    "half_year": pgettext_lazy("unit", "half-years"),
    "year": pgettext_lazy("unit", "years"),
}


@dataclass(frozen=True)
class Shown:
    """A figure as the look's one component takes it."""

    counted: int
    claimed: int
    base: int | None
    percent: float | None
    state: str


@dataclass(frozen=True)
class Line:
    """One target at one union."""

    progress: plans.Progress
    outlook: Outlook
    shown: Shown
    missing: list[str]
    url: str
    entries_url: str
    state: str

    @property
    def target(self) -> Target:
        return self.progress.target

    @property
    def label(self) -> str:
        return capfirst(self.target.label)

    @property
    def measure_label(self) -> str:
        return capfirst(str(self.progress.measure.label))

    @property
    def unit_name(self) -> str:
        return units.name(self.unit)

    @property
    def unit(self) -> str:
        return unit_of(self.progress)

    @property
    def is_counted_in_parts(self) -> bool:
        return self.progress.counts_parts

    @property
    def state_label(self) -> str:
        return str(STATES[self.state])

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_share(self) -> bool:
        """Whether the union has no target of its own and gives a part of what the issuer promised."""
        return self.state == "share"

    @property
    def percent_of_whole(self) -> str:
        """This union's part of what the issuer promised."""
        return f"{(self.progress.share or 0) * 100:.1f}%"

    @property
    def kind(self) -> str:
        unit = self.progress.measure.unit
        return {"%": "rate", "fen": "money"}.get(unit, "people" if unit in PEOPLE else "things")

    @property
    def rooms(self) -> set[str]:
        return {model_of(key)._meta.app_label for key in parts(self.target.indicator)}

    def is_due(self, when: str, as_of: date) -> bool:
        """Whether its deadline is one of those chosen; three months may be part of the year."""
        days, years = (self.target.ends_on - as_of).days, self.target.ends_on.year - as_of.year
        fits = {"": True, "over": days < 0, "quarter": 0 <= days <= 92, "year": days >= 0 and not years}
        return fits.get(when, years > 0)


def parts(key: str) -> list[str]:
    """The indicators a figure is made of: for a rate, its part and its base."""
    return [RATIOS[key].part, RATIOS[key].whole] if key in RATIOS else [key]


def room_label(label: str) -> str:
    """A room as the menu of filters calls it."""
    return capfirst(str(apps.get_app_config(label).verbose_name))


def unit_of(progress: plans.Progress) -> str:
    """The unit of what is done and promised, as the components take it."""
    if progress.quarters and not progress.unit:
        return str(STRETCHES.get(progress.target.every, ""))
    return progress.unit


def shown(figure: tally.Figure) -> Shown:
    """A figure for the component; claimed is what does not count yet."""
    state = "no_base" if figure.has_no_base else "recounting" if figure.pending else ""
    claimed = 0 if figure.key in RATIOS else figure.not_counted
    return Shown(figure.counted, claimed, figure.base, figure.percent, state)


def address(name: str, target: Target | None, org: Org, as_of: date, **more: str) -> str:
    """A page of the scoreboard for a union as of a day."""
    query = {"node": org.code, **({} if as_of == today() else {"as_of": as_of.isoformat()}), **more}
    base = reverse(f"desks:{name}", args=[target.uid] if target else [])
    return f"{base}?{urlencode(query)}"


def has_own_target(target: Target, org: Org, progress: plans.Progress) -> bool:
    """Whether the value is this union's to reach: its own, a share agreed on, a rate, or one each of its kind has."""
    if progress.own is not None or org.pk == target.org_id or target.indicator in RATIOS:
        return True
    if target.per == "union":
        return org.parent_id == target.org_id
    return target.per in PER_KIND and org.kind == PER_KIND[target.per] and progress.state != "part"


def state_of(progress: plans.Progress, own: bool) -> str:
    """The state as the scoreboard calls it, without a forecast."""
    if not own:
        return "share"
    return "at_risk" if progress.at_risk and progress.state in ("behind", "on_pace") else progress.state


def line(progress: plans.Progress, view: Outlook, org: Org, as_of: date, lacking: dict[int, str]) -> Line:
    """A target at a union; `lacking` names unions without a base."""
    target = progress.target
    state = state_of(progress, has_own_target(target, org, progress))
    if state != "share" and outlook.at_risk(target, progress, view):
        state = "at_risk"
    names = [_("no base from %(name)s") % {"name": lacking[node]} for node in progress.figure.lacking]
    return Line(
        progress,
        view,
        shown(progress.figure),
        names,
        address("target", target, org, as_of),
        address("entries", target, org, as_of),
        state,
    )


def lines_of(targets: Collection[Target], org: Org, as_of: date) -> list[Line]:
    """The lines of targets at a union, everything read together."""
    found = plans.progress_of(targets, [org.pk], as_of=as_of)
    progress = {pk: by_node[org.pk] for pk, by_node in found.items()}
    views = outlook.outlooks(targets, progress, org.pk, as_of)
    lacking = {node for one in progress.values() for node in one.figure.lacking}
    names: dict[int, str] = {}
    if lacking:
        names = dict(Org.objects.filter(pk__in=lacking).values_list("pk", "name"))
    return [line(progress[one.pk], views[one.pk], org, as_of, names) for one in targets]


def lines(plan: Plan, org: Org, as_of: date) -> list[Line]:
    """Every confirmed target of a plan at a union, in the order of its text."""
    return lines_of(list(plans.confirmed(plan)), org, as_of)


def missing_words(target: Target, org: Org, as_of: date) -> list[tuple[Any, int]]:
    """The gates claimed entries have not passed, with how many lack each, the commonest first."""
    if target.indicator in RATIOS:
        return []
    return tally.missing(target.indicator, org.pk, target.period, as_of=as_of)
