"""What the inspection of an enterprise must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.contracts.registers.visit.rules import DONE
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor

round_open = Rule(
    gettext_lazy("an inspection of a round that is under way"),
    lambda actor: None if actor.is_anonymous else Q(visit__state="under_way"),
)


def refuse_not_the_visitors(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What a round saw is written down by those who ran it, not by those who were visited."""
    if before is None and not register_of(type(row.visit)).policy.change.test(by, row.visit):
        raise Refused("visit", _("Only %(org)s records what its round has seen.") % {"org": row.visit.org})


def refuse_not_enrolled(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A round looks at the enterprises of its year's programme, from their pledge on."""
    if before is not None and before["happened_on"] == row.happened_on.isoformat():
        return
    rows = apps.get_model("contracts", "Harmony")._default_manager.filter(
        unit=row.unit_id, year=row.visit.year, happened_on__lte=row.happened_on
    )
    if not rows.exclude(state="withdrawn").exists():
        raise Refused(
            "unit",
            _("%(unit)s did not take part in %(year)s on %(day)s; enrol it first.")
            % {"unit": row.unit, "year": row.visit.year, "day": row.happened_on.isoformat()},
        )


def refuse_outside_round(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A day of the round, which must not be done yet."""
    if before is None and row.visit.state in DONE:
        raise Refused("visit", _("This round is done; let it go on before you add to it."))
    first, last = row.visit.happened_on, row.visit.last_on
    if row.happened_on < first or (last is not None and row.happened_on > last):
        raise Refused(
            "happened_on",
            _("The round began on %(first)s; choose one of its days.") % {"first": first.isoformat()},
        )


def refuse_half_problem(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What is wrong gets a day by which it is put right."""
    found = bool(row.problems.strip())
    if row.state == "in_order" and (found or row.correct_by is not None):
        name = "problems" if found else "correct_by"
        raise Refused(name, _("Leave this empty: the step that objects fills it in."))
    if row.state == "in_order":
        return
    if not found:
        raise Refused("problems", _("Say what must be put right."))
    if row.correct_by is None or row.correct_by < row.happened_on:
        raise Refused("correct_by", _("Give the day by which it is put right, not before the visit."))


def refuse_early_correction(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    day = row.corrected_on
    if row.state != "corrected":
        if day is not None:
            raise Refused("corrected_on", _("Leave this empty: it is filled in once it is put right."))
    elif day is None or day < row.happened_on:
        raise Refused("corrected_on", _("Give the day on which it was put right, not before the visit."))
