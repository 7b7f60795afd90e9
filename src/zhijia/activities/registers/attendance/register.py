"""People on the list of a course: who they were then, and whether they finished."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.gates import sign_in_sheet
from zhijia.activities.registers.attendance import rules
from zhijia.activities.registers.course.register import FINISHED, Course, CourseKind, officer
from zhijia.activities.standards import LEAST_HOURS
from zhijia.directory.models import Person
from zhijia.kernel.text import clean
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed
from zhijia.tree.actor import Actor
from zhijia.ui.menu import Text


class Standing(models.TextChoices):
    IN_WORK = "in_work", pgettext_lazy("standing of a participant", "in work")
    LAID_OFF = "laid_off", pgettext_lazy("standing of a participant", "laid-off worker")
    MIGRANT = "migrant", pgettext_lazy("standing of a participant", "migrant worker")
    OTHER = "other", pgettext_lazy("standing of a participant", "other")


#: those the plan means by laid-off and migrant workers
AIDED = (Standing.LAID_OFF.value, Standing.MIGRANT.value)


class Result(models.TextChoices):
    FINISHED = "finished", pgettext_lazy("result of a course", "took part to the end")
    PASSED = "passed", pgettext_lazy("result of a course", "passed the examination")
    MISSED = "missed", pgettext_lazy("result of a course", "did not finish")


class Attendance(Event):
    """One person on the list of one course; it stands where the course stands, `happened_on` is its first day."""

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="attendances", verbose_name=pgettext_lazy("attendance", "course")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="attendances",
        verbose_name=pgettext_lazy("attendance", "participant"),
    )
    standing = models.CharField(
        pgettext_lazy("attendance", "standing then"),
        max_length=8,
        choices=Standing.choices,
        blank=True,
        help_text=gettext_lazy("Left empty: migrant worker where the person is one on file, else in work."),
    )
    result = models.CharField(
        pgettext_lazy("attendance", "result"), max_length=8, choices=Result.choices, default=Result.FINISHED
    )
    hours_attended = models.PositiveIntegerField(
        pgettext_lazy("attendance", "class hours attended"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(2_000)],
        help_text=gettext_lazy("Only where they were counted; empty for all."),
    )
    certificate_number = models.CharField(
        pgettext_lazy("attendance", "certificate number"), max_length=40, blank=True
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "participant of a course")
        verbose_name_plural = pgettext_lazy("noun", "participants of courses")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "person"],
                name="once_on_the_list_of_a_course",
                violation_error_message=gettext_lazy("This person is on the list of this course already."),
            ),
            models.UniqueConstraint(
                fields=["certificate_number"],
                condition=~Q(certificate_number=""),
                name="one_course_certificate_of_a_number",
                violation_error_message=gettext_lazy("A certificate of this number is on file already."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="attendance_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.course}"

    @property
    def name(self) -> str:
        """What the person asked reads behind the kind of entry."""
        return f"{self.course} · {self.course.days}"

    def clean(self) -> None:
        """The number of a certificate in one form."""
        self.certificate_number = "".join(clean(self.certificate_number or "").text.split()).upper()


def _trained(key: str, label: Text, when: Q, names: tuple[str, ...], rule: Text) -> Indicator:
    """Different persons who finished courses of a kind, by the day the course ended."""
    return Indicator(
        key,
        label,
        unit="person",
        on="course__ends_on",
        when=Q(course__state="finished", result__in=list(FINISHED)) & when,
        distinct="person",
        gates=(sign_in_sheet, confirmed),
        names=names,
        rule=rule,
    )


class AttendanceRegister(Register):
    model = Attendance
    fields = ("course", "person", "standing", "result", "hours_attended", "certificate_number")
    fixed = ("course", "person")
    columns = ("person", "course", "org", "happened_on", "standing", "result")
    filters = ("org", "standing", "result", "happened_on")
    search = ("certificate_number", "person__name", "course__title")
    select = ("org", "course", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"course": "uid", "person": "uid"}
    confirmed_by = "person"
    confirms: ClassVar = ("course", "person")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    refuses = (
        rules.refuse_not_held,
        rules.refuse_teacher,
        rules.refuse_two_places,
        rules.refuse_full,
        rules.refuse_standing,
        rules.refuse_hours,
        rules.refuse_certificate,
    )
    suspects: ClassVar = {
        rules.refuse_two_places: rules.listed_twice,
        rules.refuse_full: rules.of_full_courses,
        rules.refuse_standing: rules.of_other_standing,
    }
    indicators = (
        _trained(
            "train_skill",
            pgettext_lazy("indicator", "persons trained in vocational skills"),
            Q(course__kind=CourseKind.SKILLS.value),
            ("技能培训人数", "职业技能培训", "职业技能培训人数"),
            gettext_lazy(
                "Different persons who finished a skills course that ended in the period, with the course's "
                "sign-in sheet and their own confirmation; somebody in two courses counts once."
            ),
        ),
        _trained(
            "train_skill_aided",
            pgettext_lazy("indicator", "laid-off and migrant workers trained in skills"),
            Q(course__kind=CourseKind.SKILLS.value, standing__in=list(AIDED)),
            ("技能培训下岗职工和农民工", "技能培训下岗职工和农民工人数", "下岗职工和农民工技能培训"),
            gettext_lazy(
                "Of the persons trained in vocational skills those who were laid off or migrant workers when "
                "they attended."
            ),
        ),
        _trained(
            "train_domestic",
            pgettext_lazy("indicator", "persons trained in domestic service"),
            Q(course__kind=CourseKind.DOMESTIC.value),
            ("家政培训", "家政培训人数", "家政服务培训"),
            gettext_lazy(
                "Different persons who finished a course in domestic service that ended in the period, with "
                "sign-in sheet and their own confirmation."
            ),
        ),
        _trained(
            "train_startup",
            pgettext_lazy("indicator", "persons trained to start a business"),
            Q(course__kind=CourseKind.STARTUP.value),
            ("创业培训", "创业培训人数"),
            gettext_lazy(
                "Different persons who finished a course in starting a business that ended in the period, "
                "with sign-in sheet and their own confirmation."
            ),
        ),
        _trained(
            "train_people",
            pgettext_lazy("indicator", "workers trained"),
            Q(course__hours__gte=LEAST_HOURS),
            ("培训职工人数", "培训职工", "职工培训人数", "每个县市区培训职工人数", "各县市区培训职工人数"),
            gettext_lazy(
                "Different persons who finished a course of any kind that ended in the period and had enough "
                "class hours (eight unless the federation set another number: a lecture is no training)."
            ),
        ),
        _trained(
            "wom_trained",
            pgettext_lazy("indicator", "women workers trained"),
            Q(person__sex="female"),
            ("女职工培训人数", "女职工接受教育培训人数"),
            gettext_lazy(
                "Different women who finished a course or lecture of any kind and length that ended in the "
                "period, with sign-in sheet and their own confirmation."
            ),
        ),
    )
    icon = "users-group"
    menu_order = 211
    first_step = gettext_lazy(
        "Enter who took part: choose the course once and paste the names; each person then confirms."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """People stand where and when their course does."""
        course = values.get("course")
        if course is not None:
            values |= {"org": course.org, "happened_on": course.happened_on}
