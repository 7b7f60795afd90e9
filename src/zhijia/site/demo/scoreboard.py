"""The scoreboard as a table for the console, aligned whatever the width of its characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.plans import queries as plans
from zhijia.plans.models import Plan, Target
from zhijia.tally.queries import children
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org


def width(text: str) -> int:
    """How many columns of a console a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def table(rows: Sequence[Sequence[str]], *, right: bool = True) -> str:
    """Rows of texts in columns, the first aligned left and the others right where they are numbers."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell + " " * (wide - width(cell)) if at == 0 or not right else " " * (wide - width(cell)) + cell
            for at, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([lines[0], "-" * width(lines[0]), *lines[1:]])


def scoreboard(plan: Plan) -> str:
    """A line for each target: what is promised, done and missing at the city, and what each county did."""
    day = min(today(), Period.year(plan.year).last)
    city = plan.org
    below = children([city.pk], day)[city.pk]
    counties = list(Org.objects.filter(pk__in=below, kind=OrgKind.COUNTY).order_by("path"))
    head = [_("Target"), _("promised"), _("done"), "%", _("not counted"), *(_short(org) for org in counties)]
    rows = [head]
    for target in plans.confirmed(plan):
        progress = plans.progress(target, [org.pk for org in (city, *counties)], as_of=day)
        rows.append([_cut(target.label), *_whole(target, progress[city.pk])])
        rows[-1] += [_done(progress[org.pk]) for org in counties]
    title = _("%(title)s, as of %(day)s") % {"title": plan.title, "day": day.isoformat()}
    return f"{title}\n\n{table(rows)}"


def _short(org: Org) -> str:
    return org.name.removesuffix("总工会")


def _cut(text: str, *, wide: int = 44) -> str:
    """The text as far as it fits into a column."""
    while width(text) > wide:
        text = text.rstrip("…")[:-1] + "…"
    return text


def _whole(target: Target, progress: plans.Progress) -> list[str]:
    """Promised, done, percent of the promise, claimed and not counted."""
    share = "—" if progress.share is None else f"{100 * progress.share:.1f}"
    missing = "—" if progress.is_rate else str(progress.figure.not_counted or "0")
    return [f"{float(target.value):g} {target.unit}", _done(progress), share, missing]


def _done(progress: plans.Progress) -> str:
    if progress.done is None:
        return _("no base")
    if progress.counts_parts:
        return f"{progress.done:g}/{progress.value:g}"
    return f"{progress.done:.1f}" if progress.is_rate else f"{progress.done:g}"
