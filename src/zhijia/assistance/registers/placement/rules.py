"""What is no help back into work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.assistance.listed import Before
from zhijia.assistance.standards import least_days, stay_days
from zhijia.directory.queries import belongs, works_at
from zhijia.kernel.day import today
from zhijia.kernel.text import fold_name
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: states in which it is known what became of the work
LOOKED_UP = ("stayed", "left")


def refuse_oneself(placement: Any, by: Actor, before: Before) -> None:
    if by.user_id is not None and placement.person.user_id == by.user_id:
        raise Refused("person", _("You cannot record help back into work for yourself; ask a colleague."))


def refuse_early_contract(placement: Any, by: Actor, before: Before) -> None:
    """Who had signed before the union began to help found the work without it."""
    if placement.happened_on < placement.helped_on:
        raise Refused(
            "happened_on",
            _(
                "The contract was signed on %(signed)s, before the help began on %(helped)s: it was found without it."
            )
            % {"signed": placement.happened_on.isoformat(), "helped": placement.helped_on.isoformat()},
        )


def refuse_never_lost(placement: Any, by: Actor, before: Before) -> None:
    """The former work was lost before the help began; a laid-off worker's day is known."""
    lost_on = placement.lost_on
    if lost_on is None:
        if placement.standing == "laid_off":
            raise Refused("lost_on", _("Give the day on which the former work was lost."))
        return
    if lost_on > placement.helped_on:
        raise Refused(
            "lost_on",
            _("The former work was lost on %(lost)s, after the help began on %(helped)s.")
            % {"lost": lost_on.isoformat(), "helped": placement.helped_on.isoformat()},
        )


def refuse_same_employer(placement: Any, by: Actor, before: Before) -> None:
    """A contract renewed with the former employer is no new work."""
    former, new = fold_name(placement.former_employer), fold_name(placement.new_employer)
    if former and former == new:
        raise Refused(
            "new_employer",
            _("%(name)s was the former employer: a contract renewed there is no new work.")
            % {"name": placement.new_employer},
        )


def refuse_short_contract(placement: Any, by: Actor, before: Before) -> None:
    """The federation's own measure of lasting work, a setting and never law."""
    if placement.contract_until is None:
        return
    days = (placement.contract_until - placement.happened_on).days
    if days < least_days():
        raise Refused(
            "contract_until",
            _("The contract runs for %(days)s days; the federation counts work of at least %(least)s days.")
            % {"days": max(days, 0), "least": least_days()},
        )


def refuse_not_migrant(placement: Any, by: Actor, before: Before) -> None:
    """Whoever counts as a migrant worker is one on file."""
    if before is not None and before["standing"] == placement.standing:
        return
    if placement.standing == "migrant" and not belongs(placement.person, "migrant", placement.happened_on):
        raise Refused(
            "standing",
            _(
                "%(name)s was not on file as a migrant worker on that day; record it on the person's page first or "
                "choose another standing."
            )
            % {"name": placement.person},
        )


def refuse_outsider(placement: Any, by: Actor, before: Before) -> None:
    """The union helps its own people and those it keeps on file."""
    if before is not None and before["person"] == placement.person_id:
        return
    if not works_at(placement.person, placement.org):
        raise Refused(
            "person",
            _("Choose a worker of %(org)s or of a union below it; %(name)s is on file elsewhere.")
            % {"org": placement.org, "name": placement.person},
        )


def stayed_long() -> Q:
    """Placements old enough to be looked at again."""
    return Q(happened_on__lte=today() - timedelta(days=stay_days()))


def refuse_early_look(placement: Any, by: Actor, before: Before) -> None:
    """Whether somebody stayed is seen after a while, and only then."""
    if placement.state not in LOOKED_UP:
        if placement.checked_on is not None:
            raise Refused("checked_on", _("Leave this empty: it is filled in by the step that looks again."))
        return
    if placement.checked_on is None:
        raise Refused("checked_on", _("Give the day on which you looked again."))
    due = placement.happened_on + timedelta(days=stay_days() if placement.state == "stayed" else 0)
    if placement.checked_on < due:
        raise Refused(
            "checked_on",
            _("Whether somebody stayed in work is seen from %(due)s on.") % {"due": due.isoformat()},
        )
