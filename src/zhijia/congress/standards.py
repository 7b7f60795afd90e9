"""What a congress must be like: the regulation of the place where one was read, else the federation's own standard.

Quorum and majority are the same in every regulation read: two thirds of all delegates, and more than half of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from zhijia.directory.queries import jurisdiction
from zhijia.law import queries as law
from zhijia.tree.models import Org

#: what holds where no regulation of the place says anything; `settings.CONGRESS_STANDARDS` replaces single ones
DEFAULT = {
    "congress_term": 5,
    "congress_term_least": 3,
    "congress_managers": 20,
    "congress_managers_regional": 30,
    "congress_front_line_regional": 50,
    "congress_delegates_least": 30,
}


@dataclass(frozen=True)
class Standard:
    """One number and whose it is, as a message says it; `choices` are all the numbers allowed where named."""

    number: int
    source: str
    choices: tuple[int, ...] = ()


def standard(key: str, org: Org, on: date) -> Standard:
    """The number of a key for a union on a day."""
    own: Mapping[str, int] = getattr(settings, "CONGRESS_STANDARDS", {})
    try:
        rule = law.rule(key, on=on, jurisdiction=jurisdiction(org))
    except law.UnknownRule:
        rule = None
    if rule is not None and rule.number is not None:
        return Standard(rule.number, rule.citation, rule.choices)
    return Standard({**DEFAULT, **own}[key], _("the federation's own standard"))


def is_quorate(present: int, delegates: int) -> bool:
    """Whether two thirds of all delegates are present."""
    return 3 * present >= 2 * delegates


def passes(votes: int, delegates: int) -> bool:
    """Whether more than half of all delegates, present or not, are in favour."""
    return 2 * votes > delegates
