"""When a survey of model workers' living is not one, or not finished."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.honours.queries import not_reached, people_asked
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None
#: how many names a refusal says
NAMES = 5


def refuse_other_year(survey: Any, by: Actor, before: Before) -> None:
    if survey.happened_on.year != survey.year:
        raise Refused(
            "happened_on",
            _("The survey of %(year)s begins within that year, not on %(day)s.")
            % {"year": survey.year, "day": survey.happened_on.isoformat()},
        )


def refuse_second_survey(survey: Any, by: Actor, before: Before) -> None:
    """One survey a year of one place and its levels: run twice, it would count twice."""
    rows = type(survey)._default_manager.filter(org_id=survey.org_id, year=survey.year, asked=survey.asked)
    other = rows.exclude(pk=survey.pk).first()
    if other is not None:
        raise Refused(
            "asked",
            _("This union has a survey of these model workers for %(year)s already, begun on %(day)s.")
            % {"year": survey.year, "day": other.happened_on.isoformat()},
        )


def refuse_nobody(survey: Any, by: Actor, before: Before) -> None:
    """A survey needs a list: a place without model workers of these levels has nobody to ask."""
    if (before is None or survey.state == "finished") and not people_asked(survey):
        raise Refused(
            "asked",
            _(
                "No model worker of these levels is on the list of %(org)s on %(day)s; complete the list first."
            )
            % {"org": survey.org, "day": survey.happened_on.isoformat()},
        )


def refuse_unfinished(survey: Any, by: Actor, before: Before) -> None:
    """It is finished when everybody on the list was asked, or it says why not."""
    if survey.state != "finished":
        return
    if survey.finished_on is None or survey.finished_on < survey.happened_on:
        raise Refused(
            "finished_on",
            _("Give the day it was finished, no earlier than %(first)s when it began.")
            % {"first": survey.happened_on.isoformat()},
        )
    left = not_reached(survey)
    if left:
        raise Refused(
            "finished_on",
            _(
                "%(count)s model workers on the list are neither surveyed nor explained: %(names)s. Record what "
                "they said, or why they could not be reached."
            )
            % {"count": len(left), "names": ", ".join(left[:NAMES]) + (" …" if len(left) > NAMES else "")},
        )


def refuse_witness(survey: Any, by: Actor, before: Before) -> None:
    """Whoever vouches for a survey was asked in it and has not recorded it."""
    if survey.witness_id is None:
        return
    recorder = by.user_id if before is None else before.get("recorded_by")
    own = {user for user in (recorder, by.user_id) if user is not None}
    if survey.witness.user_id in own:
        raise Refused(
            "witness",
            _("Choose a model worker who did not record the survey: nobody vouches for their own entry."),
        )
    if survey._state.adding or not _reached(survey, survey.witness_id):
        raise Refused(
            "witness",
            _("%(name)s was not asked in this survey; choose a model worker who was.")
            % {"name": survey.witness},
        )


def _reached(survey: Any, person_id: int) -> bool:
    """Whether a model worker was asked in a survey."""
    answers = survey.answers.filter(person_id=person_id)
    return bool(answers.exclude(outcome="not_reached").exists())


def refuse_changed_survey(survey: Any, by: Actor, before: Before) -> None:
    """Whom it asks stays once somebody was asked."""
    if before is None:
        return
    now = {"year": survey.year, "asked": survey.asked, "happened_on": survey.happened_on.isoformat()}
    changed = [name for name, value in now.items() if before[name] != value]
    if changed and survey.answers.exists():
        raise Refused(
            changed[0],
            _("Model workers were asked in it already; record another survey for what is different."),
        )
