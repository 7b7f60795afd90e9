"""How long a posting stays and how long it keeps a system alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from zhijia.directory.queries import jurisdiction
from zhijia.kernel.period import add_months
from zhijia.law import queries as law
from zhijia.tree.models import Org

#: a board nobody has posted on for a year is empty, whatever the paper that set it up says
FRESH_MONTHS = 12
#: days a posting stays where no regulation of the place says anything; `settings.DISCLOSURE_DAYS` replaces it
OWN_DAYS = 15


@dataclass(frozen=True)
class Standard:
    """A number of days and whose it is, as a message says it."""

    days: int
    source: str


def showing(org: Org, on: date) -> Standard:
    """How many days a posting stays at least: by the regulation of the place, else the federation's own standard."""
    try:
        rule = law.rule("disclosure_min_show", on=on, jurisdiction=jurisdiction(org))
    except law.UnknownRule:
        rule = None
    if rule is not None and rule.number is not None:
        return Standard(rule.number, rule.citation)
    return Standard(getattr(settings, "DISCLOSURE_DAYS", OWN_DAYS), _("the federation's own standard"))


def fresh_until(posted_on: date) -> date:
    """The first day on which a posting no longer keeps its system alive."""
    return add_months(posted_on, FRESH_MONTHS)
