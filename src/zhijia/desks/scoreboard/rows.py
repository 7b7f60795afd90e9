"""A line of the scoreboard as a row of a table: written in Python, since a page has many."""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhijia.desks.scoreboard.lines import Line
from zhijia.kernel.period import Period
from zhijia.plans.models import Target
from zhijia.tally.sources import RATIOS
from zhijia.ui import units
from zhijia.ui.components import figures, marks

NOTHING = mark_safe("")
PER = {
    "county": gettext_lazy("each county or district"),
    "township": gettext_lazy("each township or street"),
    "community": gettext_lazy("each village or community"),
    "union": gettext_lazy("each union"),
    "enterprise": gettext_lazy("each enterprise"),
    "team": gettext_lazy("each team"),
    "unit": gettext_lazy("each unit"),
    "person": gettext_lazy("each person"),
}
EVERY = {
    "week": gettext_lazy("every week"),
    "month": gettext_lazy("every month"),
    "quarter": gettext_lazy("every quarter"),
    "half_year": gettext_lazy("every half-year"),
    "year": gettext_lazy("every year"),
}


def row(line: Line, as_of: date) -> SafeString:
    """What is promised, how far it is, the figure with all that makes it one, what may be expected, the state."""
    return format_html(
        '<tr class="zj-line"><th scope="row"><a href="{}">{}</a><div class="zj-line-note">{}</div></th>'
        '<td data-label="{}">{}</td><td data-label="{}"><div>{}</div></td><td data-label="{}">{}</td>'
        '<td data-label="{}">{}</td></tr>',
        line.url,
        line.label,
        _note(line),
        _("Progress"),
        _bar(line),
        _("Figure"),
        _figure(line),
        _("Forecast"),
        _forecast(line),
        _("State"),
        _state(line),
    )


def _note(line: Line) -> SafeString:
    """The time of the promise, and whether each union or each quarter has it."""
    target = line.target
    parts = [_period(target), *promise_words(target)]
    if line.progress.own is not None:
        parts.append(_("this union's own share"))
    if line.progress.is_universal:
        parts.append(_("universal goal"))
    return format_html_join(" · ", "{}", ((part,) for part in parts))


def _period(target: Target) -> str:
    """The time of a promise, short: a year, whole years, until a day, else from a day to another."""
    first, last = Period.year(target.starts_on.year), Period.year(target.ends_on.year)
    if target.starts_on == first.start and target.ends_on == last.last:
        if first == last:
            return str(figures.period_text(first))
        return _("years %(first)s to %(last)s") % {"first": first.start.year, "last": last.start.year}
    if first == last and target.starts_on == first.start:
        return _("until %(day)s") % {"day": figures.day(target.ends_on)}
    return str(figures.period_text(target.period))


def promise_words(target: Target) -> list[str]:
    """What makes a promise more than one number: each county, each quarter."""
    words = [PER.get(target.per, target.per), EVERY.get(target.every, target.every)]
    return [str(word) for word in words if word]


def _bar(line: Line) -> SafeString:
    progress = line.progress
    if progress.share is None:
        return NOTHING
    tone = "good" if line.state == "met" else "warn" if line.tone in ("warn", "bad") else "info"
    expected = line.outlook.found
    ahead = expected.expected / progress.value if expected is not None and progress.value else 0.0
    return format_html(
        '<div class="zj-line-bar">{}<span class="zj-line-share">{}</span></div>',
        bar(progress.share, progress.passed, tone, ahead),
        units.percent(round(progress.share * 100, 1)),
    )


def bar(share: float, passed: float, tone: str, expected: float = 0.0) -> SafeString:
    """A bar of what is done, paler of what is expected, with a mark where the time stands."""
    return format_html(
        '<svg class="zj-progress-bar zj-bar-{}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="zj-progress-back" width="100" height="10"/>'
        '<rect class="zj-progress-ahead" width="{}" height="10"/>'
        '<rect class="zj-progress-done" width="{}" height="10"/>'
        '<rect class="zj-progress-mark" x="{}" width="0.8" height="10"/></svg>',
        tone,
        figures.coordinate(expected),
        figures.coordinate(share),
        figures.coordinate(min(passed, 0.992)),
    )


def _figure(line: Line) -> SafeString:
    """The number, its unit, what was promised, part and base, what is claimed; it opens the entries."""
    progress, shown = line.progress, line.shown
    if shown.state == "no_base":
        value = format_html('<a class="zj-figure-value" href="{}">{}</a>', line.entries_url, _("no base"))
    else:
        number, unit = number_and_unit(line)
        value = format_html(
            '<a class="zj-figure-value" href="{}">{}</a> <span class="zj-figure-unit">{}</span>',
            line.entries_url,
            number,
            unit,
        )
    target = _("target %(value)s") % {"value": units.quantity(progress.value, unit=line.unit)}
    return format_html(
        '<div class="zj-line-figure">{} <span class="zj-quiet">{}</span></div>{}',
        value,
        target,
        _beside(line),
    )


def number_and_unit(line: Line) -> tuple[str, str]:
    """The figure as it is written, apart from its unit."""
    progress, shown = line.progress, line.shown
    if line.is_counted_in_parts:
        done = round(progress.done or 0)
        return units.number(done), units.name(line.unit, count=done)
    if progress.is_rate:
        return units.percent(shown.percent).removesuffix("%"), "%"
    return units.number(shown.counted, unit=progress.unit), units.name(progress.unit, count=shown.counted)


def _beside(line: Line) -> SafeString:
    shown, notes = line.shown, []
    if line.is_counted_in_parts:
        notes.append(format_html('<div class="zj-line-note">{}</div>', each_text(line)))
    elif shown.base is not None and shown.state != "no_base":
        part = {"part": units.number(shown.counted), "base": units.number(shown.base)}
        notes.append(format_html('<div class="zj-line-note">{}</div>', _("%(part)s of %(base)s") % part))
    if shown.claimed:
        said = _("%(number)s claimed, not counted") % {
            "number": units.quantity(shown.claimed, unit=line.progress.measure.unit)
        }
        notes.append(
            format_html(
                '<div class="zj-line-note zj-figure-claimed">{}<span>{}</span></div>',
                marks.icon("clock"),
                said,
            )
        )
    if shown.state == "recounting":
        notes.append(format_html('<div class="zj-line-note">{}</div>', _("being recounted")))
    notes += [format_html('<div class="zj-line-note">{}</div>', text) for text in line.missing]
    return format_html_join("", "{}", ((note,) for note in notes))


def each_text(line: Line) -> str:
    """Of a promise of parts: the figure of all together, and what each has to reach."""
    progress = line.progress
    whole = units.percent(line.shown.percent) if line.target.indicator in RATIOS else None
    said = {
        "whole": whole or units.quantity(line.shown.counted, unit=progress.measure.unit),
        "each": units.quantity(progress.promised, unit=progress.promised_unit),
    }
    return _("%(whole)s in all; each needs %(each)s") % said


def _forecast(line: Line) -> SafeString:
    if line.outlook.found is None:
        return NOTHING
    return format_html('<span title="{}">{}</span>', line.outlook.sentence, line.outlook.brief)


def _state(line: Line) -> SafeString:
    if line.is_share:
        said = {"share": line.percent_of_whole, "who": line.target.org.name}
        text = pgettext("share of a promise", "%(share)s of what %(who)s promised") % said
        return format_html('<span class="zj-quiet">{}</span>', text)
    return badge(line.state_label, line.tone)


def badge(label: str, tone: str) -> SafeString:
    return format_html('<span class="zj-badge zj-tone-{}">{}</span>', tone, label)
