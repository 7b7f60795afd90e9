"""What is done with a yearly return beside its steps: opened, and its findings explained."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhijia.kernel.text import clean
from zhijia.plans.models import StatisticalYear, YearlyReturn, YearlyReturnRegister
from zhijia.plans.statistics import counting, figures
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally import services as tally
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

SHORTEST, LONGEST = 4, 500


def open_return(called: StatisticalYear, org: Org, *, by: Actor) -> YearlyReturn:
    """The return of a union for a year, the one that is open already if there is one.

    Its periods are kept from now on, so that its figures stay quick. Raises Refused or Forbidden.
    """
    known: YearlyReturn | None = (
        YearlyReturnRegister.visible(by)
        .filter(called=called, org=org)
        .select_related("org", "called")
        .first()
    )
    if known is not None:
        return known
    made: YearlyReturn = services.add(YearlyReturnRegister, {"called": called, "org": org}, by=by)
    tally.ensure_periods([counting.year_before(called.period), called.period])
    return made


def explain(one: YearlyReturn, words: Mapping[str, str], *, by: Actor, version: int) -> YearlyReturn:
    """What is said about the findings that want a word; an empty text takes the words back.

    Raises Refused by the key of the finding, Forbidden or Stale.
    """
    asked = {found.key: found for found in figures.seen(one).findings if not found.blocks}
    said = {key: " ".join(clean(text).text.split()) for key, text in words.items() if key in asked}
    faults = {
        key: [_("Write %(least)s to %(most)s characters.") % {"least": SHORTEST, "most": LONGEST}]
        for key, text in said.items()
        if text and not SHORTEST <= len(text) <= LONGEST
    }
    if faults:
        raise Refused(messages=faults)
    kept = {key: told for key, told in one.explanations.items() if key in asked and key not in said}
    kept |= {key: {"text": text, "of": asked[key].figures} for key, text in said.items() if text}
    if kept == one.explanations:
        return one
    explained: YearlyReturn = services.change(
        one, {"explanations": kept}, by=by, version=version, verb="explain"
    )
    return explained
