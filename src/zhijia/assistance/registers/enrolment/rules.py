"""Who cannot be enrolled from the list of a round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhijia.assistance.listed import Before, locked, of_full_lists, others_on, refuse_stranger
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_plan(enrolment: Any, by: Actor, before: Before) -> None:
    """Women insured against cancer are recorded with the reason of their hardship."""
    if enrolment.round.plan == "cancer":
        raise Refused(
            "round",
            _("%(round)s is cancer insurance for women: record it there, with the hardship it is given for.")
            % {"round": enrolment.round},
        )


def refuse_outsider(enrolment: Any, by: Actor, before: Before) -> None:
    refuse_stranger(enrolment, before)


def refuse_full(enrolment: Any, by: Actor, before: Before) -> None:
    """No more people than the insurer's stamped list names."""
    if before is not None and before["round"] == enrolment.round_id:
        return
    one = locked(enrolment.round)
    if others_on(enrolment, "round") >= one.listed:
        raise Refused(
            "round",
            _("The insurer's list of %(round)s names %(count)s people; no more can be recorded from it.")
            % {"round": one, "count": one.listed},
        )


def of_full_rounds(entries: Sequence[Any]) -> set[int]:
    """The places of new entries whose round has fewer people on its list."""
    return of_full_lists(entries, "round", "listed")
