"""Who the members and staff are: one drawing for each way to divide them, small groups withheld."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import IO, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.directory import queries as directory
from zhijia.kernel.day import today
from zhijia.kernel.period import Period, add_months
from zhijia.sheets.out import Book
from zhijia.tree.models import Org
from zhijia.ui import charts
from zhijia.ui.components import figures

MONTHS = 24
#: as many shares as are said in words
SAID = 4
WIDTHS = (24, 20, 36, 12, 12)


@dataclass(frozen=True)
class Cut:
    """One way to divide a body of people, drawn."""

    label: str
    chart: Any
    withheld: bool


@dataclass(frozen=True)
class Body:
    """Members or staff: how many, and the ways to divide them."""

    label: str
    total: int | None
    cuts: list[Cut]


def days() -> list[date]:
    """The days to choose from: today and the ends of the months of two years.

    Not any day: between two neighbouring days one person joins, whom the difference would show.
    """
    this = Period.month(today().year, today().month).start
    ends = [add_months(this, -back) - timedelta(days=1) for back in range(MONTHS)]
    return [today(), *ends]


def shown_day(asked: date) -> date:
    """The newest of the days to choose from that is not after the one asked for, else the oldest."""
    return next((day for day in days() if day <= asked), days()[-1])


def page(org: Org, on: date) -> dict[str, Any]:
    """What the page of the composition shows at a union as of a day."""
    found = directory.composition(org, on)
    return {"bodies": [_body(body) for body in found.bodies], "note": found.note, "days": days()}


def _body(body: directory.Body) -> Body:
    return Body(capfirst(str(body.label)), body.total, [_cut(body, cut) for cut in body.cuts])


def _cut(body: directory.Body, cut: directory.Cut) -> Cut:
    chart = charts.children(
        f"{body.key}-{cut.key}",
        title=capfirst(str(cut.label)),
        names=[capfirst(str(group.label)) for group in cut.groups],
        values=[group.count for group in cut.groups],
        labels={"value": _("people"), "place": capfirst(str(cut.label)), "none": _("not shown")},
        unit="person",
        sort=False,
        summary=_summary(cut),
    )
    return Cut(capfirst(str(cut.label)), chart, cut.withheld)


def _summary(cut: directory.Cut) -> str:
    """The largest shares in words."""
    known = [group for group in cut.groups if group.count and group.percent is not None]
    known.sort(key=lambda group: -(group.count or 0))
    said = [
        _("%(group)s %(percent)s%%") % {"group": capfirst(str(group.label)), "percent": group.percent}
        for group in known[:SAID]
    ]
    if len(known) <= SAID:
        return pgettext("list", ", ").join(said)
    return _("The largest: %(groups)s") % {"groups": pgettext("list", ", ").join(said)}


def workbook(org: Org, on: date) -> IO[bytes]:
    """The same numbers as a workbook; a group withheld on the page is withheld here."""
    file = io.BytesIO()
    book = Book(file, _("composition"))
    for place, width in enumerate(WIDTHS):
        book.sheet.set_column(place, place, width)
    found = directory.composition(org, on)
    book.row([f"{org.name} · {_('as of %(day)s') % {'day': figures.day(on)}}"], bold=True)
    book.row([str(found.note)])
    book.row([_("Who"), _("Divided by"), _("Group"), _("People"), "%"], bold=True)
    for row in _rows(found):
        book.row(row)
    book.book.close()
    file.seek(0)
    return file


def _rows(found: directory.Composition) -> Iterator[list[Any]]:
    hidden = _("not shown")
    for body in found.bodies:
        total = hidden if body.total is None else Decimal(body.total)
        yield [capfirst(str(body.label)), _("all"), "", total]
        for cut in body.cuts:
            for group in cut.groups:
                yield [
                    capfirst(str(body.label)),
                    capfirst(str(cut.label)),
                    capfirst(str(group.label)),
                    hidden if group.count is None else Decimal(group.count),
                    None if group.percent is None else Decimal(group.percent),
                ]
