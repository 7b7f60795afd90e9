"""A target as its page shows it: what is promised in words, why this measure is offered, what was decided before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.plans import wordings
from zhijia.plans.models import Plan, Target
from zhijia.plans.registers.target.form import measures
from zhijia.plans.wordings import Chosen
from zhijia.tree.actor import Actor

#: why a measure is offered, by the code kept with the target
REASONS = {
    "named": gettext_lazy("suggested by the wording"),
    "similar": gettext_lazy("suggested: most of its name stands in the wording"),
    "several": gettext_lazy("suggested; other counts have the same name"),
    "other_unit": gettext_lazy("a count of this name exists, but in another unit"),
    "no_name": gettext_lazy("no count has a name that stands in the wording"),
    "carried": gettext_lazy("it measured this target last year"),
}
SCOPES = {
    "non_public": pgettext_lazy("scope of a target", "non-public enterprises"),
    "foreign": pgettext_lazy("scope of a target", "foreign-funded enterprises"),
    "state": pgettext_lazy("scope of a target", "state-owned enterprises"),
    "women": pgettext_lazy("scope of a target", "women workers"),
    "migrant": pgettext_lazy("scope of a target", "migrant workers"),
    "laid_off": pgettext_lazy("scope of a target", "laid-off workers"),
    "hardship": pgettext_lazy("scope of a target", "workers in hardship"),
    "model_worker": pgettext_lazy("scope of a target", "model workers"),
    "new_form": pgettext_lazy("scope of a target", "workers in new forms of employment"),
    "officer": pgettext_lazy("scope of a target", "union officers"),
}


@dataclass(frozen=True)
class Card:
    """One target with everything its card says."""

    target: Target
    reason: str
    scope: tuple[str, ...]
    measures: list[tuple[str, str]]

    @property
    def chosen(self) -> str:
        """The measure the list of choices opens with."""
        return self.target.indicator or self.target.suggested

    @property
    def measured(self) -> str:
        """What measures it, in words."""
        return next((label for key, label in self.measures if key == self.target.indicator), "")


def cards(plan: Plan, targets: Collection[Target], actor: Actor) -> list[Card]:
    """The cards of a plan's targets, by one query for what was decided before."""
    waiting = [
        one for one in targets if one.state == "suggested" and one.suggested_by in ("remembered", "rejected")
    ]
    before = wordings.chosen_before(plan, waiting, actor)
    offered = measures()
    return [Card(one, _reason(one, before.get(one.pk)), scope_words(one.scope), offered) for one in targets]


def _reason(target: Target, before: Chosen | None) -> str:
    """Why this is offered, while the target waits for a decision."""
    if target.state != "suggested":
        return ""
    if before is not None:
        return _decided(before)
    return str(REASONS.get(target.suggested_by, ""))


def _decided(before: Chosen) -> str:
    row = before.wording
    said = {"who": row.chosen_by.name if row.chosen_by else "", "union": row.org.name, "year": row.year}
    if before.is_mine:
        if before.is_target:
            return _("you chose this last time for the same wording (plan of %(year)s)") % said
        return _("you rejected the same wording last time (plan of %(year)s)") % said
    if before.is_target:
        return _("%(who)s of %(union)s chose this last time for the same wording (plan of %(year)s)") % said
    return _("%(who)s of %(union)s rejected the same wording last time (plan of %(year)s)") % said


def scope_words(scope: dict[str, Any]) -> tuple[str, ...]:
    """Whom a target speaks of, as its text narrows it."""
    words = [str(SCOPES[scope["ownership"]])] if scope.get("ownership") in SCOPES else []
    if least := scope.get("staff_min"):
        words.append(_("from %(count)s staff") % {"count": least})
    if below := scope.get("staff_below"):
        words.append(_("under %(count)s staff") % {"count": below})
    if scope.get("scale"):
        words.append(_("above designated size"))
    if scope.get("unionised"):
        words.append(_("with a union"))
    words += [str(SCOPES[kind]) for kind in str(scope.get("persons", "")).split(",") if kind in SCOPES]
    return (*words, str(scope["union"])) if scope.get("union") else tuple(words)
