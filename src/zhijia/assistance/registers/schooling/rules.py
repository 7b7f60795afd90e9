"""Whom school aid is not for, and how much it may be."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhijia.assistance.limits import schooling_ceiling
from zhijia.assistance.paying import Before, refuse_changed
from zhijia.assistance.registers.schooling.stages import AGES, age_on, first_day
from zhijia.kernel import money
from zhijia.kernel.identity import parse_id_number
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_worker_as_student(schooling: Any, by: Actor, before: Before) -> None:
    """School aid is for a worker's child; the worker's own number typed by mistake would count a worker."""
    worker = schooling.worker
    if worker.id_hash and worker.id_hash == keyed_hash(f"resident|{schooling.student_number}"):
        raise Refused("student_number", _("This is the worker's own number; type that of the student."))


def refuse_age(schooling: Any, by: Actor, before: Before) -> None:
    """The number says an age that a pupil of this stage can have."""
    youngest, oldest = AGES[schooling.stage]
    age = age_on(parse_id_number(schooling.student_number).birth_on, first_day(schooling.school_year))
    if not youngest <= age <= oldest:
        raise Refused(
            "stage",
            _(
                "By the number the student is %(age)s when the school year begins; at this stage it is "
                "%(youngest)s to %(oldest)s. Correct the number, the stage or the school year."
            )
            % {"age": age, "youngest": youngest, "oldest": oldest},
        )


def refuse_school_year(schooling: Any, by: Actor, before: Before) -> None:
    """Aid is asked for from the spring before a school year to its end."""
    year = schooling.school_year
    first, end = date(year, 3, 1), first_day(year + 1)
    if not first <= schooling.happened_on < end:
        raise Refused(
            "school_year",
            _(
                "Aid for the school year %(year)s–%(next)s is asked for between %(first)s and %(end)s; "
                "this was asked for on %(day)s."
            )
            % {
                "year": year,
                "next": year + 1,
                "first": first.isoformat(),
                "end": end.isoformat(),
                "day": schooling.happened_on.isoformat(),
            },
        )


def refuse_second_aid(schooling: Any, by: Actor, before: Before) -> None:
    """One student, one school year, one aid of a union; another union may help too, and the child counts once."""
    if schooling.state == "refused":
        return
    rows = type(schooling)._default_manager.filter(
        org_id=schooling.org_id, student_id=schooling.student_id, school_year=schooling.school_year
    )
    other = rows.exclude(pk=schooling.pk).exclude(state="refused").first()
    if other is not None:
        raise Refused(
            "student_number",
            _(
                "This student has aid from this union for the school year %(year)s already, asked for on %(day)s."
            )
            % {"year": schooling.name, "day": other.happened_on.isoformat()},
        )


def refuse_above_standard(schooling: Any, by: Actor, before: Before) -> None:
    """The federation's own standard of a stage, a setting and never law."""
    if before is not None and all(before[name] == getattr(schooling, name) for name in ("amount", "stage")):
        return
    limit = schooling_ceiling(schooling.org, schooling.stage)
    if schooling.amount > limit:
        raise Refused(
            "amount",
            _(
                "%(amount)s yuan is above the federation's own standard of %(limit)s yuan a school year for "
                "this stage."
            )
            % {"amount": money.text(schooling.amount), "limit": money.text(limit)},
        )


def refuse_after_approval(schooling: Any, by: Actor, before: Before) -> None:
    """What a second person approved stays: another worker, student, year, amount or day needs another approval."""
    names = ("worker", "student_number", "school_year", "stage", "amount", "happened_on")
    refuse_changed(schooling, before, names)
