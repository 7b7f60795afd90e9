"""Training courses: planned, held, finished with the people on their list."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.registers.course import rules
from zhijia.activities.registers.course.form import CourseForm
from zhijia.directory.models import Person
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced


class CourseKind(models.TextChoices):
    SKILLS = "skills", pgettext_lazy("kind of course", "vocational skills")
    DOMESTIC = "domestic", pgettext_lazy("kind of course", "domestic service")
    STARTUP = "startup", pgettext_lazy("kind of course", "starting a business")
    LAW = "law", pgettext_lazy("kind of course", "law")
    WOMEN = "women", pgettext_lazy("kind of course", "education of women workers")
    ORGANISERS = "organisers", pgettext_lazy("kind of course", "organisers and union officers")
    OTHER = "other", pgettext_lazy("kind of course", "other training")


class PartOfDay(models.TextChoices):
    WHOLE = "whole", pgettext_lazy("part of the day", "whole day")
    MORNING = "morning", pgettext_lazy("part of the day", "morning")
    AFTERNOON = "afternoon", pgettext_lazy("part of the day", "afternoon")
    EVENING = "evening", pgettext_lazy("part of the day", "evening")


class Course(Event):
    """Lessons of one union from a first to a last day; `happened_on` is the first."""

    title = models.CharField(pgettext_lazy("course", "title"), max_length=80)
    kind = models.CharField(pgettext_lazy("course", "kind"), max_length=10, choices=CourseKind.choices)
    happened_on = models.DateField(pgettext_lazy("course", "first day"))
    ends_on = models.DateField(
        pgettext_lazy("course", "last day"),
        help_text=gettext_lazy("The people who finished count in the period of this day."),
    )
    part_of_day = models.CharField(
        pgettext_lazy("course", "part of the day"),
        max_length=9,
        choices=PartOfDay.choices,
        default=PartOfDay.WHOLE,
    )
    hours = models.PositiveIntegerField(
        pgettext_lazy("course", "class hours"), validators=[MinValueValidator(1), MaxValueValidator(2_000)]
    )
    place = models.CharField(pgettext_lazy("course", "place"), max_length=120)
    trainer = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("course", "trainer"),
        help_text=gettext_lazy("A person on file; otherwise type the name below."),
    )
    trainer_name = models.CharField(pgettext_lazy("course", "guest trainer"), max_length=60, blank=True)
    capacity = models.PositiveIntegerField(
        pgettext_lazy("course", "places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5_000)],
        help_text=gettext_lazy("No more people go on the list; empty for no limit."),
    )
    monitor = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("course", "participant who can confirm it"),
        help_text=gettext_lazy("Somebody from the list who says that the course was held."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "training course")
        verbose_name_plural = pgettext_lazy("noun", "training courses")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "title", "happened_on"],
                name="one_course_of_a_title",
                violation_error_message=gettext_lazy(
                    "This union has a course of this title beginning on the same day already."
                ),
            ),
            models.CheckConstraint(
                name="course_ends_after_start",
                condition=Q(ends_on__gte=F("happened_on")),
                violation_error_message=gettext_lazy("A course ends no earlier than it begins."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "ends_on"], name="course_place_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the person asked reads behind the kind."""
        return self.title

    def clean(self) -> None:
        """The days in their order: said with both, before the constraint says it without."""
        super().clean()
        if self.happened_on and self.ends_on and self.ends_on < self.happened_on:
            said = {"end": self.ends_on.isoformat(), "first": self.happened_on.isoformat()}
            raise ValidationError({"ends_on": _("It ends on %(end)s, before it begins on %(first)s.") % said})

    @property
    def days(self) -> str:
        """First and last day as one reads them."""
        first, last = self.happened_on.isoformat(), self.ends_on.isoformat()
        return first if first == last else f"{first} – {last}"

    def finishers(self) -> QuerySet[models.Model]:
        """Those on the list who took part to the end."""
        rows: QuerySet[models.Model] = self.attendances.filter(result__in=FINISHED)  # type: ignore[attr-defined]
        return rows if self.pk else rows.none()


#: results of those who took part to the end
FINISHED = ("finished", "passed")
officer = holds("officer", "caseworker")


class CourseRegister(Register):
    model = Course
    fields = (
        "org",
        "title",
        "kind",
        "happened_on",
        "ends_on",
        "part_of_day",
        "hours",
        "place",
        "trainer",
        "trainer_name",
        "capacity",
        "monitor",
    )
    fixed = ("org",)
    ahead = ("happened_on", "ends_on")
    columns = ("title", "org", "kind", "happened_on", "ends_on", "hours", "state")
    filters = ("org", "state", "kind", "happened_on", "ends_on")
    search = ("title", "place", "trainer_name")
    select = ("org", "trainer", "monitor")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "trainer": "uid", "monitor": "uid"}
    form_class = CourseForm  # type: ignore[assignment]
    confirmed_by = "monitor"
    confirms: ClassVar = ("org", "monitor", "title", "kind", "happened_on", "ends_on")
    evidence = gettext_lazy("The sign-in sheet of the course and a photo of a lesson.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("monitor") | is_person("trainer"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = Flow(
        start="planned",
        states={
            "planned": pgettext_lazy("state of a course", "planned"),
            "open": pgettext_lazy("state of a course", "running"),
            "finished": pgettext_lazy("state of a course", "finished"),
            "cancelled": pgettext_lazy("state of a course", "cancelled"),
        },
        moves=(
            Move("open", ("planned",), "open", label=pgettext_lazy("step", "It has begun"), by=officer),
            Move("finish", ("open",), "finished", label=pgettext_lazy("step", "It is finished"), by=officer),
            Move(
                "reopen",
                ("finished",),
                "open",
                label=pgettext_lazy("step", "It is not finished"),
                by=officer,
                reason=True,
            ),
            Move(
                "cancel",
                ("planned", "open"),
                "cancelled",
                label=pgettext_lazy("step", "Cancel the course"),
                by=officer,
                reason=True,
                danger=True,
            ),
        ),
        closed=("cancelled",),
    )
    refuses = (
        rules.refuse_too_many_hours,
        rules.refuse_before_founding,
        rules.refuse_ahead,
        rules.refuse_no_teacher,
        rules.refuse_nobody,
        rules.refuse_too_small,
        rules.refuse_teacher_on_list,
        rules.refuse_monitor,
        rules.refuse_after_answers,
        rules.refuse_cancelled_with_answers,
    )
    indicators = (
        Indicator(
            "class_organisers",
            pgettext_lazy("indicator", "classes for organisers held"),
            unit="time",
            on="ends_on",
            when=Q(kind=CourseKind.ORGANISERS.value, state="finished"),
            gates=(evidenced, confirmed),
            names=("工会协理员培训班", "协理员培训班", "工会协理员培训班期数", "举办工会协理员培训班"),
            rule=gettext_lazy(
                "Courses for organisers and union officers finished in the period, with sign-in sheet or photo "
                "and the word of a participant."
            ),
        ),
    )
    icon = "book"
    menu_order = 210
    first_step = gettext_lazy(
        "Plan a course, or record one that was held; then enter its people by name list, add the sign-in "
        "sheet, and finish it."
    )
