"""For whom the union insures against cancer: women whose hardship is on file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from zhijia.assistance import listed
from zhijia.assistance.listed import Before
from zhijia.assistance.paying import OUT
from zhijia.assistance.standards import hardship_days
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_plan(insurance: Any, by: Actor, before: Before) -> None:
    if insurance.round.plan != "cancer":
        raise Refused(
            "round",
            _("%(round)s is no cancer insurance for women; choose a round of that plan.")
            % {"round": insurance.round},
        )


def refuse_man(insurance: Any, by: Actor, before: Before) -> None:
    """The insurance is for women; a person without a sex on file is looked up first."""
    if before is not None and before["person"] == insurance.person_id:
        return
    if insurance.person.sex == "male":
        raise Refused(
            "person", _("%(name)s is a man; this insurance is for women.") % {"name": insurance.person}
        )
    if not insurance.person.sex:
        raise Refused(
            "person",
            _("The sex of %(name)s is not on file; complete the person first.") % {"name": insurance.person},
        )


def refuse_not_in_hardship(insurance: Any, by: Actor, before: Before) -> None:
    """Hardship shows in a hardship file, or in relief or school aid paid within the year before."""
    if insurance.file_number or (before is not None and before["person"] == insurance.person_id):
        return
    first = insurance.round.valid_from
    days = (first - timedelta(days=hardship_days()), first)
    for name in ("Relief", "Schooling"):
        rows = apps.get_model("assistance", name)._default_manager.filter(worker_id=insurance.person_id)
        if rows.filter(state__in=OUT, paid_on__range=days).exists():
            return
    raise Refused(
        "file_number",
        _(
            "Nothing shows that %(name)s is in hardship: type the number of the hardship file, or record the "
            "relief paid in the %(days)s days before %(first)s."
        )
        % {"name": insurance.person, "days": hardship_days(), "first": first.isoformat()},
    )


def refuse_outsider(insurance: Any, by: Actor, before: Before) -> None:
    listed.refuse_stranger(insurance, before)


def refuse_full(insurance: Any, by: Actor, before: Before) -> None:
    """No more women than the insurer's stamped list names."""
    if before is not None:
        return
    one = listed.locked(insurance.round)
    if listed.others_on(insurance, "round") >= one.listed:
        raise Refused(
            "round",
            _("The insurer's list of %(round)s names %(count)s people; no more can be recorded from it.")
            % {"round": one, "count": one.listed},
        )


def of_full_rounds(entries: Sequence[Any]) -> set[int]:
    """The places of new entries whose round has fewer people on its list."""
    return listed.of_full_lists(entries, "round", "listed")


def refuse_insured(insurance: Any, by: Actor, before: Before) -> None:
    listed.refuse_insured_twice(insurance, by)
