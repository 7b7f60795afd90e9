"""What is asked of honours: the model workers a survey has to reach, and those it has not yet."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from zhijia.honours.levels import LEVELS
from zhijia.tree.paths import under


def titles_asked(survey: Any) -> QuerySet[Any]:
    """The titles of living model workers a survey asks: of its levels, at or below its union, awarded by then."""
    rows = apps.get_model("honours", "ModelWorker")._default_manager.filter(under(survey.org.path))
    found: QuerySet[Any] = rows.filter(
        state="listed", level__in=LEVELS[survey.asked], happened_on__lte=survey.happened_on
    )
    return found


def people_asked(survey: Any) -> set[int]:
    """The keys of the persons a survey has to reach; somebody with two titles is one person."""
    return set(titles_asked(survey).values_list("person_id", flat=True))


def not_reached(survey: Any) -> list[str]:
    """The names of those a survey has neither asked nor explained, in their order."""
    done = set(survey.answers.values_list("person_id", flat=True))
    rows = titles_asked(survey).exclude(person_id__in=done)
    return list(
        rows.order_by("person__name_key", "person_id").values_list("person__name", flat=True).distinct()
    )
