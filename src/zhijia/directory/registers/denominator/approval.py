"""How a number from outside comes into force: proposed by a place, approved by the next level."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.registry.flow import Flow, Move, never
from zhijia.registry.policy import Rule, above, holds
from zhijia.tally.indicator import Gate
from zhijia.tree.actor import Actor

PROPOSED, APPROVED, RETURNED = "proposed", "approved", "returned"
#: states in which a number may still be changed
OPEN = (PROPOSED, RETURNED)

approved = Gate(
    "base_approved",
    8,
    Q(state=APPROVED),
    gettext_lazy("not approved by the next level"),
    gettext_lazy("The union above looks at number, source and date, and approves or returns it."),
)


def _at_the_top(actor: Actor) -> Q | None:
    """At the top of the tree there is no next level: the leader there approves what an officer proposed."""
    paths = sorted(set(actor.paths("leader")))
    return Q(path__in=paths, org__parent__isnull=True) if paths else None


#: the next level: a union above the place, at the top its own leader
next_level = above("officer", "leader") | Rule(
    gettext_lazy("the leader, at the top of the tree"), _at_the_top
)
is_open = Rule(gettext_lazy("as long as the number is not approved"), lambda actor: Q(state__in=list(OPEN)))
#: an approved number is replaced by a newer one; only the next level takes one away
proposer = holds("officer") & is_open
remover = proposer | above("officer", "leader")

FLOW = Flow(
    PROPOSED,
    {
        PROPOSED: pgettext_lazy("denominator", "proposed"),
        APPROVED: pgettext_lazy("denominator", "approved"),
        RETURNED: pgettext_lazy("denominator", "returned"),
    },
    (
        Move(
            "approve",
            (PROPOSED,),
            APPROVED,
            pgettext_lazy("denominator", "approve"),
            next_level,
            apart_from="add",
        ),
        Move(
            "return",
            (PROPOSED,),
            RETURNED,
            pgettext_lazy("denominator", "return"),
            next_level,
            reason=True,
            danger=True,
        ),
        Move(
            "end",
            (APPROVED,),
            APPROVED,
            pgettext_lazy("denominator", "end without a newer one"),
            next_level,
            form=("valid_to",),
            danger=True,
            due=never,
        ),
        Move(
            "propose", (RETURNED,), PROPOSED, pgettext_lazy("denominator", "propose again"), holds("officer")
        ),
    ),
)
