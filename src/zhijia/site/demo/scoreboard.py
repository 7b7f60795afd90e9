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
    """City and counties beside the targets: done and target, percent of it, claimed and not counted."""
    day = min(today(), Period.year(plan.year).last)
    city = plan.org
    below = children([city.pk], day)[city.pk]
    counties = list(Org.objects.filter(pk__in=below, kind=OrgKind.COUNTY).order_by("path"))
    head = [_("Union")]
    columns: list[list[str]] = [[org.name for org in (city, *counties)]]
    for target in plans.confirmed(plan):
        progress = plans.progress(target, [org.pk for org in (city, *counties)], as_of=day)
        head += [f"{target.label}（{target.unit}）", "%", _("not counted")]
        shown = [_cells(target, progress[org.pk], org == city) for org in (city, *counties)]
        columns += [list(column) for column in zip(*shown, strict=True)]
    rows = [head, *(list(row) for row in zip(*columns, strict=True))]
    title = _("%(title)s, as of %(day)s") % {"title": plan.title, "day": day.isoformat()}
    return f"{title}\n\n{table(rows)}"


def _cells(target: Target, progress: plans.Progress, is_city: bool) -> tuple[str, str, str]:
    """Done with the target where it is this union's, percent of the target, claimed and not counted."""
    value = f"{float(target.value):g}"
    if progress.is_rate:
        done = _("no base") if progress.done is None else f"{progress.done:.1f}"
        share = "—" if progress.share is None else f"{100 * progress.share:.1f}"
        return f"{done}/{value}", share, "—"
    done = f"{progress.done:g}"
    share = f"{100 * (progress.share or 0):.1f}"
    missing = str(progress.figure.not_counted or "0")
    return (f"{done}/{value}", share, missing) if is_city else (done, share, missing)
