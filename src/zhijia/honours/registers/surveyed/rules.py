"""Whose answer belongs to a survey, and when it is complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.honours.queries import people_asked
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None
#: what everybody who was reached is asked
ANSWERS = ("pension", "medical", "housing", "income", "hardship")


def refuse_closed_survey(answer: Any, by: Actor, before: Before) -> None:
    if answer.survey.state != "running":
        raise Refused(
            "survey",
            _("%(survey)s is finished: its answers stay as they are. Have it reopened to correct one.")
            % {"survey": answer.survey},
        )


def refuse_not_listed(answer: Any, by: Actor, before: Before) -> None:
    """Only model workers on the list, of the levels asked."""
    if before is None and answer.person_id not in people_asked(answer.survey):
        raise Refused(
            "person",
            _("%(name)s is not on the list of the model workers this survey asks (%(asked)s).")
            % {"name": answer.person, "asked": answer.survey.get_asked_display()},
        )


def refuse_half_answered(answer: Any, by: Actor, before: Before) -> None:
    """Who was reached answers everything; who was not is explained and has no answers."""
    given = [name for name in ANSWERS if getattr(answer, name)]
    if answer.outcome == "not_reached":
        if given:
            raise Refused(given[0], _("Leave this empty: who was not reached has said nothing."))
        if len(answer.explanation.strip()) < 4:
            raise Refused("explanation", _("Say why this model worker could not be reached."))
        return
    for name in ANSWERS:
        if name not in given:
            raise Refused(name, _("Everybody who was reached is asked this; choose an answer."))


def refuse_early(answer: Any, by: Actor, before: Before) -> None:
    if answer.happened_on < answer.survey.happened_on:
        raise Refused(
            "happened_on",
            _("Asked on %(asked)s lies before the survey began on %(first)s.")
            % {"asked": answer.happened_on.isoformat(), "first": answer.survey.happened_on.isoformat()},
        )
