"""What a yearly result must not be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None
#: what grounds have at least
SHORTEST = 4


def refuse_oneself(appraisal: Any, by: Actor, before: Before) -> None:
    """Nobody gives the own result."""
    user = appraisal.organiser.person.user_id
    if user is not None and user == by.user_id:
        raise Refused("organiser", _("Nobody decides the own result: ask the federation that employs you."))


def refuse_year(appraisal: Any, by: Actor, before: Before) -> None:
    """A year in which the person was an organiser, and not before it began."""
    one = appraisal.organiser
    last = (one.valid_to or today()).year
    if not one.valid_from.year <= appraisal.year <= min(last, today().year):
        raise Refused(
            "year",
            _("The assignment lasted from %(first)s to %(last)s; choose one of these years.")
            % {"first": one.valid_from.year, "last": min(last, today().year)},
        )
    if appraisal.happened_on < date(appraisal.year, 1, 1):
        raise Refused("happened_on", _("A year is judged once it has begun."))


def refuse_ungrounded(appraisal: Any, by: Actor, before: Before) -> None:
    if appraisal.result != "competent" and len(appraisal.grounds.strip()) < SHORTEST:
        raise Refused("grounds", _("Write what the result rests on."))


def refuse_twice(appraisal: Any, by: Actor, before: Before) -> None:
    """One result a year."""
    rows = type(appraisal)._default_manager.filter(organiser=appraisal.organiser, year=appraisal.year)
    other = rows.exclude(pk=appraisal.pk).first()
    if other is not None:
        raise Refused(
            "year",
            _("The result of %(year)s stands already: %(result)s. Change that entry.")
            % {"year": other.year, "result": other.get_result_display()},
        )
