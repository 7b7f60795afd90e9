"""Rules and refusals that several registers of the directory share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from zhijia.kernel.notice import BadInput
from zhijia.registry.policy import Rule, holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind
from zhijia.tree.paths import STEP

#: who works with people's records
officers = holds("officer", "chair", "caseworker", "leader")
#: who writes them
officer = holds("officer")

#: kinds that have members of their own
WITH_MEMBERS = frozenset(
    {
        OrgKind.TOWNSHIP,
        OrgKind.VILLAGE,
        OrgKind.GRASSROOTS,
        OrgKind.JOINT_GRASSROOTS,
        OrgKind.BRANCH,
        OrgKind.GROUP,
    }
)
#: kinds that stand inside one employer
INSIDE = frozenset({OrgKind.BRANCH, OrgKind.GROUP})
#: kinds that stand at the bottom of the tree: a union of workers, not of unions
AT_THE_BASE = frozenset({OrgKind.GRASSROOTS, OrgKind.JOINT_GRASSROOTS, *INSIDE})


def _upwards(actor: Actor) -> Q | None:
    places = {seat.path[:length] for seat in actor.seats for length in range(STEP, len(seat.path) + 1, STEP)}
    return Q(path__in=sorted(places)) if places else None


#: lists a federation keeps for the unions below it
kept_above = Rule(gettext_lazy("somebody with a post in this union or in one below it"), _upwards)


def refused(error: BadInput) -> ValidationError:
    """A sentence of the kernel in the reader's language."""
    return ValidationError(gettext(error.text) % error.params, code=error.code)


def said(text: str | Promise, **params: Any) -> str:
    """A translated sentence with its places filled."""
    return str(text) % params
