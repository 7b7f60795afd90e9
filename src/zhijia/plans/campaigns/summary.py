"""The closing summary of a campaign as a paper: assembled from its days, its figures and who was silent."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.papers.paper import Grid, Paper, Paragraph, Party
from zhijia.plans.campaigns import measures
from zhijia.plans.campaigns.counting import Table
from zhijia.plans.campaigns.pages import Said, shown
from zhijia.plans.models import Campaign
from zhijia.ui import units

#: as many columns of figures as a page across has room for beside the unions
COLUMNS = 4


def paper_of(entry: Campaign) -> Paper:
    """What the summary says; before the campaign is closed it says so."""
    table = shown(entry)
    return Paper(
        title=pgettext("campaign", "Summary of the campaign “%(name)s”") % {"name": entry.name},
        number="",
        addressee="",
        body=[*_what(entry, table), *_figures(table), *_grids(table), *_silent(table), *_words(entry)],
        parties=[Party(pgettext("campaign", "Organised by"), entry.org.name, [pgettext("letter", "(seal)")])],
        dated=_day(entry.closed_on or min(entry.ends_on, _today(entry))),
        author=entry.org.name,
        language="zh" if (get_language() or "zh").startswith("zh") else "en",
        notes=_notes(entry),
    )


def _today(entry: Campaign) -> date:
    return max(today(), entry.starts_on)


def _day(day: date) -> str:
    return date_format(day, pgettext("day of a letter, as a Django date format", "j F Y"))


def _what(entry: Campaign, table: Table) -> list[Paragraph]:
    """Who, when, with whom, what for."""
    said = {"org": entry.org.name, "first": _day(entry.starts_on), "last": _day(entry.ends_on)}
    text = _("From %(first)s to %(last)s %(org)s held the campaign.") % said
    if entry.partners:
        text += pgettext("campaign", " It was carried together with %(partners)s.") % {
            "partners": entry.partners
        }
    took = len(table.rows) - len(table.silent)
    text += ngettext(
        " %(n)s union was to take part; %(took)s did.",
        " %(n)s unions were to take part; %(took)s did.",
        len(table.rows),
    ) % {"n": len(table.rows), "took": took}
    return [Paragraph(text), *([Paragraph(entry.aim)] if entry.aim else [])]


def _figures(table: Table) -> list[Paragraph]:
    """What all made together, in one sentence a figure."""
    found = [Paragraph(pgettext("campaign", "1. What was done"), is_heading=True)]
    for key in table.keys:
        cell = table.total[key]
        words = {"name": measures.label(key), "n": units.quantity(cell.counted, unit=measures.unit(key))}
        text = pgettext("campaign", "%(name)s: %(n)s.") % words
        if cell.lacking:
            text += pgettext("campaign", " Another %(n)s claimed is not counted for want of proof.") % {
                "n": units.quantity(cell.lacking, unit=measures.unit(key))
            }
        found.append(Paragraph(text))
    return found


def _grids(table: Table) -> list[Paragraph | Grid]:
    """Union by union, some measures a table."""
    found: list[Paragraph | Grid] = [Paragraph(pgettext("campaign", "2. Union by union"), is_heading=True)]
    for start in range(0, len(table.keys), COLUMNS):
        keys = table.keys[start : start + COLUMNS]
        rows = [[row.org.name, *(Said.of(key, row.cells[key]).number for key in keys)] for row in table.rows]
        rows.append(
            [pgettext("campaign", "together"), *(Said.of(key, table.total[key]).number for key in keys)]
        )
        heads = [pgettext("campaign", "Union"), *(f"{measures.label(key)}" for key in keys)]
        widths = (56, *(100 // len(keys) for _key in keys))
        found.append(Grid(heads, rows, widths, frozenset(range(1, len(keys) + 1))))
    return found


def _silent(table: Table) -> list[Paragraph]:
    """Those of whom nothing is recorded, by name."""
    if not table.silent:
        return []
    names = pgettext("between names in a list", ", ").join(row.org.name for row in table.silent)
    return [
        Paragraph(pgettext("campaign", "3. Who was silent"), is_heading=True),
        Paragraph(_("Nothing was recorded by: %(names)s.") % {"names": names}),
    ]


def _words(entry: Campaign) -> list[Paragraph]:
    return [Paragraph(entry.words_at_end)] if entry.words_at_end else []


def _notes(entry: Campaign) -> tuple[str, ...]:
    """How the figures came about, and whether they are final."""
    counted = _("Every figure is counted from entries of these days; nobody typed it.")
    if entry.state == "closed":
        return (counted, _("Checksum of the figures: %(sum)s") % {"sum": entry.checksum})
    return (counted, _("The campaign is not closed yet: the figures may still change."))
