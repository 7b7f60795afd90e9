"""A responsibility letter as a paper: agreed shares as figures, what was not agreed marked as such."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from zhijia.papers.paper import Grid, Paper, Paragraph, Party
from zhijia.plans.models import Letter, Share
from zhijia.plans.registers.letter import figures
from zhijia.tally.sources import INDICATORS, RATIOS


def paper_of(letter: Letter) -> Paper:
    """What a letter says: the figures agreed on when it was issued, and those only."""
    title = pgettext("letter", "Responsibility letter on work targets for %(year)s")
    return Paper(
        title=title % {"year": letter.plan.year},
        number=letter.number,
        addressee=pgettext("letter", "%(union)s:") % {"union": letter.org.name},
        body=[*_agreement(letter), *_terms()],
        parties=_parties(letter),
        dated=_day(letter.dated_on),
        author=letter.issuer.name,
        language="zh" if (get_language() or "zh").startswith("zh") else "en",
    )


def _agreement(letter: Letter) -> list[Paragraph | Grid]:
    """Who agrees on what."""
    shares = figures.read(letter.figures)
    said = {"giver": letter.issuer.name, "taker": letter.org.name, "plan": letter.plan.title}
    return [
        Paragraph(
            _("To carry out “%(plan)s”, %(giver)s and %(taker)s agree on the following targets.") % said
        ),
        Paragraph(pgettext("letter", "1. Targets"), is_heading=True),
        _grid([share for share in shares if share.is_agreed]),
        *_not_agreed([share for share in shares if not share.is_agreed and share.value]),
    ]


def _terms() -> list[Paragraph | Grid]:
    """How it is counted, and how it may change."""
    return [
        Paragraph(pgettext("letter", "2. How it is counted"), is_heading=True),
        Paragraph(
            _(
                "Every figure is counted from entries with evidence, by the rule of its measure; "
                "nobody types it. What lacks evidence or the worker's word does not count."
            )
        ),
        Paragraph(pgettext("letter", "3. Changes"), is_heading=True),
        Paragraph(
            _("After locking, a target changes only by an amendment with a reason, of which both sides know.")
        ),
    ]


def _day(day: date) -> str:
    return date_format(day, pgettext("day of a letter, as a Django date format", "j F Y"))


def _grid(shares: Sequence[Share]) -> Grid:
    heads = [
        pgettext("letter", "No."),
        pgettext("letter", "Target"),
        pgettext("letter", "Value"),
        pgettext("letter", "By"),
        pgettext("letter", "State"),
    ]
    rows = [
        [
            str(number),
            f"{share.target.label}\n{_measured(share)}",
            value_said(share),
            _day(share.target.ends_on),
            share.state_label,
        ]
        for number, share in enumerate(shares, 1)
    ]
    return Grid(heads, rows, (12, 53, 33, 40, 18), frozenset({2}))


def value_said(share: Share) -> str:
    """The promise with its comparison."""
    return f"{share.target.get_operator_display()} {share.said}"


def _measured(share: Share) -> str:
    measure = INDICATORS.get(share.target.indicator) or RATIOS.get(share.target.indicator)
    label = str(measure.label) if measure else share.target.indicator
    return pgettext("letter", "measured by: %(measure)s") % {"measure": label}


def _not_agreed(shares: Sequence[Share]) -> list[Paragraph]:
    """Targets handed down on which both sides do not agree yet: named, without a figure."""
    if not shares:
        return []
    named = pgettext("between names in a list", ", ").join(
        pgettext("letter", "%(target)s (%(state)s)")
        % {"target": share.target.label, "state": share.state_label}
        for share in shares
    )
    return [
        Paragraph(
            _("Not settled at the time of this letter, without a figure here: %(named)s.") % {"named": named}
        )
    ]


def _parties(letter: Letter) -> list[Party]:
    lines = [pgettext("letter", "(seal)"), pgettext("letter", "Signed by:")]
    return [
        Party(pgettext("letter", "Handed down by"), letter.issuer.name, lines),
        Party(pgettext("letter", "Taken on by"), letter.org.name, lines),
    ]
