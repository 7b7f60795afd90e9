"""What the pages of the yearly return show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhijia.desks.scoreboard import beneath, places
from zhijia.desks.statistics.forms import ExplainForm
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.plans.models import (
    STAFF,
    StatisticalYear,
    StatisticalYearRegister,
    YearlyReturn,
    YearlyReturnRegister,
)
from zhijia.plans.statistics import figures, queries
from zhijia.plans.statistics.counting import Count, thawed
from zhijia.plans.statistics.figures import Differs, Seen, seen
from zhijia.plans.statistics.form import BY_CODE, FIELDS, SECTIONS, Field
from zhijia.registry.moments import timeline
from zhijia.tally.sources import INDICATORS
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.ui import units
from zhijia.ui.moments import Moment

__all__ = ["entries", "explainers", "may_explain", "one", "overview", "seen"]

TONES = {"open": "info", "filled": "info", "signed": "good", "accepted": "good", "returned": "warn"}


@dataclass(frozen=True)
class Line:
    """A field as the form shows it: counted now or as signed, last year's, and what changed since."""

    field: Field
    count: Count | None = None
    before: int | None = None
    differs: Differs | None = None
    url: str = ""

    @property
    def unit(self) -> str:
        return units.name(self.field.unit)

    @property
    def said(self) -> str:
        """The number alone; its unit stands in a column of its own."""
        return self._bare(self.count.counted if self.count else None)

    @property
    def before_said(self) -> str:
        return self._bare(self.before)

    @property
    def now_said(self) -> str:
        return self._bare(self.differs.now if self.differs else None)

    @property
    def lacking_said(self) -> str:
        return self._bare(self.count.lacking if self.count else None)

    def _bare(self, value: int | None) -> str:
        return units.number(value, unit=self.field.unit)


@dataclass(frozen=True)
class Section:
    """Some lines under one heading."""

    number: str
    label: Any
    lines: list[Line]


def overview(actor: Actor, org: Org, wanted: str) -> dict[str, Any]:
    """A year's returns of a union and of those directly below it."""
    years = queries.years(actor, org)
    called = queries.year_of(years, wanted)
    own = None
    if called is not None and org.path.startswith(called.path):
        own = YearlyReturnRegister.visible(actor).filter(called=called, org=org).first()
    return {
        **places.place(actor, org, today()),
        "years": years,
        "called": called,
        "own": own,
        "tone": TONES.get(own.state, "") if own else "",
        "is_asked": called is not None and queries.asked(called).filter(pk=org.pk).exists(),
        "may_open": any(org.path.startswith(path) for path in actor.paths("officer")),
        "may_call": org.path in actor.paths("officer", "leader") and _calls(org, years),
        "may_change": called is not None and bool(StatisticalYearRegister.policy.change.test(actor, called)),
        "rows": _rows(called, org, actor),
        "tones": TONES,
        "signed": queries.signed_of(called, org) if called is not None else (0, 0),
        "is_over": called is not None and called.ends_on < today(),
    }


def _calls(org: Org, years: list[StatisticalYear]) -> bool:
    """Whether a union calls for returns itself: it leads others, and no union above called already."""
    above = any(len(one.path) < len(org.path) for one in years)
    return not above and Org.objects.filter(parent=org, closed_on=None).exists()


def _rows(called: StatisticalYear | None, org: Org, actor: Actor) -> list[queries.Row]:
    """Those below, the late ones first."""
    if called is None:
        return []
    return sorted(queries.below(called, org, actor), key=lambda row: not row.is_late)


def union(actor: Actor, code: str) -> Org | None:
    """The union of a code within sight; nothing without a code."""
    return places.node(actor, code) if code else None


def explainers(entry: YearlyReturn) -> Any:
    return queries.writers.reason


def may_explain(entry: YearlyReturn, actor: Actor) -> bool:
    """Whether the words about a return's findings are the actor's to write now."""
    return not entry.is_signed and bool(queries.writers.test(actor, entry))


def one(
    entry: YearlyReturn, actor: Actor, form: ExplainForm | None = None, found: Seen | None = None
) -> dict[str, Any]:
    """A return in full."""
    found = found or seen(entry)
    explains = may_explain(entry, actor)
    if form is None and explains:
        form = ExplainForm(found, version=entry.version)
    return {
        "entry": entry,
        "called": entry.called,
        "tone": TONES.get(entry.state, ""),
        "moves": {move.key: move for move in YearlyReturnRegister.moves_for(entry, actor)},
        "sections": sections(entry, found),
        "errors": [one for one in found.findings if one.blocks],
        "said": [(one, found.explained(one)) for one in found.findings if not one.blocks],
        "open_words": len(found.unexplained),
        "form": form if explains else None,
        "as_of": figures.as_of(entry),
        "is_running": today() <= entry.called.ends_on,
        "is_late": not entry.is_signed and entry.called.due_on < today(),
        "is_sound": figures.is_sound(entry),
        "changed": len(figures.since_signed(entry, found.counts)),
        "may_remark": not entry.is_signed and bool(queries.openers.test(actor, entry)),
        "signers": who_signed(entry),
        "moments": history(entry, actor),
        "sees_others": actor.holds(*STAFF),
    }


def sections(entry: YearlyReturn, found: Seen) -> list[Section]:
    """The form's lines, as signed where it is, with what is counted otherwise since."""
    shown = thawed(entry.figures) if entry.is_signed else found.counts
    since = figures.since_signed(entry, found.counts)
    lines = [_line(entry, one, shown, found, since) for one in FIELDS]
    return [
        Section(number, label, [line for line in lines if line.field.section == number])
        for number, label in SECTIONS.items()
    ]


def _line(
    entry: YearlyReturn, field: Field, shown: dict[str, Count], found: Seen, since: dict[str, Differs]
) -> Line:
    if field.code not in shown:
        return Line(field)
    before = found.before.get(field.code)
    url = reverse("desks:return_entries", args=[entry.uid, field.code])
    return Line(field, shown[field.code], before.counted if before else None, since.get(field.code), url)


def history(entry: YearlyReturn, actor: Actor) -> list[Moment]:
    """What happened, without the figures and words that stand on the page itself."""
    shown = {str(YearlyReturnRegister.field(name).verbose_name) for name in ("figures", "explanations")}
    return [
        replace(moment, changes=[change for change in moment.changes if str(change[0]) not in shown])
        for moment in timeline(YearlyReturnRegister, entry, actor)
    ]


def who_signed(entry: YearlyReturn) -> str:
    """The name under which the return was signed, from the journal."""
    if not entry.is_signed:
        return ""
    last = JournalEvent.objects.filter(
        kind=YearlyReturnRegister.key, entry_uid=entry.uid, verb="sign"
    ).order_by("-id")
    return str(last.values_list("user_name", flat=True).first() or "")


def entries(entry: YearlyReturn, code: str, actor: Actor, sent: QueryDict) -> dict[str, Any]:
    """The entries beneath one field of a return, as they stand now."""
    field = BY_CODE[code]
    indicator = INDICATORS[field.measure]
    show = sent.get("show", "all")
    show = show if show in ("counted", "claimed") else "all"
    found = seen(entry)
    day = figures.as_of(entry)
    labels = {"all": _("all claimed"), "counted": _("counted"), "claimed": _("not counted")}
    return {
        "entry": entry,
        "field": field,
        "line": _line(entry, field, found.counts, found, figures.since_signed(entry, found.counts)),
        "measure": indicator,
        "show": show,
        "as_of": day,
        "tabs": [(label, f"?show={key}", key == show) for key, label in labels.items()],
        "page": beneath.page_of(
            indicator,
            entry.called.period,
            entry.org,
            day,
            actor,
            show=show,
            number=sent.get("page", "1"),
        ),
    }
