"""Workers' reading rooms: opened on a day, seen on a photograph, vouched for by a worker who uses it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import Person
from zhijia.facilities.registers.readingroom import grading, rules
from zhijia.facilities.registers.readingroom.flow import FLOW
from zhijia.facilities.registers.readingroom.form import ReadingRoomForm
from zhijia.kernel.pinyin import pinyin_key
from zhijia.kernel.text import clean
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced
from zhijia.tree.actor import Actor


class Grade(models.TextChoices):
    ORDINARY = "ordinary", pgettext_lazy("grade of a reading room", "ordinary")
    MUNICIPAL = "municipal", pgettext_lazy("grade of a reading room", "municipal model room")
    PROVINCIAL = "provincial", pgettext_lazy("grade of a reading room", "provincial model room")
    NATIONAL = "national", pgettext_lazy("grade of a reading room", "national workers' reading room")


class ReadingRoom(Event):
    """A room where workers read; `happened_on` is the day it opened, or while planned the day of the plan."""

    name = models.CharField(pgettext_lazy("reading room", "name"), max_length=80)
    name_key = models.CharField(max_length=240, editable=False, default="")
    happened_on = models.DateField(pgettext_lazy("reading room", "opened on"))
    address = models.CharField(pgettext_lazy("reading room", "address"), max_length=160)
    in_preparation = models.BooleanField(
        pgettext_lazy("reading room", "not open yet"),
        default=False,
        help_text=gettext_lazy("Tick while the room is only planned; it counts once it is open."),
    )
    witness = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("reading room", "worker who can confirm it"),
        help_text=gettext_lazy(
            "A worker of this union who uses the room; without a confirmation it does not count."
        ),
    )
    area_m2 = models.PositiveIntegerField(
        pgettext_lazy("reading room", "area (m²)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20_000)],
    )
    seats = models.PositiveIntegerField(
        pgettext_lazy("reading room", "seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5_000)],
    )
    volumes = models.PositiveIntegerField(
        pgettext_lazy("reading room", "books and papers"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(2_000_000)],
    )
    periodicals = models.PositiveIntegerField(
        pgettext_lazy("reading room", "periodicals subscribed"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(5_000)],
    )
    has_digital_platform = models.BooleanField(
        pgettext_lazy("reading room", "licensed digital platform"), default=False
    )
    keeper = models.CharField(pgettext_lazy("reading room", "keeper"), max_length=60, blank=True)
    opening_hours = models.CharField(
        pgettext_lazy("reading room", "opening hours"), max_length=80, blank=True
    )
    grade = models.CharField(
        pgettext_lazy("reading room", "grade"), max_length=12, choices=Grade.choices, default=Grade.ORDINARY
    )
    graded_on = models.DateField(
        pgettext_lazy("reading room", "became a model room on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The day of the decision that first named it one; a later grade leaves it."),
    )
    graded_by = models.CharField(pgettext_lazy("reading room", "graded by"), max_length=80, blank=True)
    grade_document = models.CharField(
        pgettext_lazy("reading room", "number of the decision on the grade"), max_length=60, blank=True
    )
    closed_on = models.DateField(pgettext_lazy("reading room", "closed on"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "reading room")
        verbose_name_plural = pgettext_lazy("noun", "reading rooms")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "name"],
                name="one_room_of_a_name",
                violation_error_message=gettext_lazy("This union has a reading room of this name already."),
            ),
            models.UniqueConstraint(
                fields=["org", "address"],
                name="one_room_at_an_address",
                violation_error_message=gettext_lazy(
                    "This union has a reading room at this address already."
                ),
            ),
            models.CheckConstraint(
                name="room_closes_after_opening",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=models.F("happened_on")),
                violation_error_message=gettext_lazy("A room closes on a later day than it opened."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="room_place_day")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Name and address in one form; what belongs to another state is gone."""
        for name in ("name", "address"):
            text = " ".join(clean(getattr(self, name) or "").text.split())
            setattr(self, name, text)
            if not text:
                label = self._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                raise ValidationError({name: rules.missing(label)})
        self.name_key = pinyin_key(self.name, person=False)
        self.in_preparation = self.state == "planned"
        if self.state != "closed":
            self.closed_on = None


class ReadingRoomRegister(Register):
    model = ReadingRoom
    fields = (
        "org",
        "name",
        "address",
        "happened_on",
        "in_preparation",
        "witness",
        "area_m2",
        "seats",
        "volumes",
        "periodicals",
        "has_digital_platform",
        "keeper",
        "opening_hours",
        "grade",
        "graded_on",
        "graded_by",
        "grade_document",
        "closed_on",
    )
    fixed = ("org", "in_preparation")
    columns = ("name", "org", "happened_on", "grade", "volumes", "seats", "state")
    filters = ("org", "state", "grade", "has_digital_platform", "happened_on", "graded_on")
    search = ("name", "address", "keeper")
    select = ("org", "witness")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "witness": "uid"}
    form_class = ReadingRoomForm  # type: ignore[assignment]
    confirmed_by = "witness"
    confirms: ClassVar = ("org", "witness", "name", "address", "happened_on")
    evidence = gettext_lazy(
        "A photograph of the room with its shelves and its plate; of a model room the decision too."
    )
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("witness"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    flow = FLOW
    refuses = (
        rules.refuse_second_room,
        rules.refuse_witness,
        grading.refuse_own_grade,
        grading.refuse_half_graded,
        rules.refuse_grade,
        rules.refuse_before_founding,
        rules.refuse_closed_day,
    )
    indicators = (
        Indicator(
            "read_new",
            pgettext_lazy("indicator", "new reading rooms"),
            unit="place",
            on="happened_on",
            when=Q(state__in=["open", "closed"]),
            gates=(evidenced, confirmed),
            names=("新建职工书屋", "职工书屋", "新增职工书屋"),
            rule=gettext_lazy(
                "Reading rooms opened in the period, with a photograph not used before and the word of "
                "a worker who uses them; one that closes later was still opened."
            ),
        ),
        Indicator(
            "read_open",
            pgettext_lazy("indicator", "reading rooms open"),
            unit="place",
            spans=(("happened_on", "closed_on"),),
            when=Q(state__in=["open", "closed"]),
            gates=(evidenced, confirmed),
            names=("职工书屋总数", "现有职工书屋"),
            rule=gettext_lazy(
                "Reading rooms opened by the day and not closed, with photograph and confirmation."
            ),
        ),
        Indicator(
            "read_model_new",
            pgettext_lazy("indicator", "new model reading rooms"),
            unit="place",
            on="graded_on",
            when=Q(state__in=["open", "closed"], graded_on__isnull=False),
            gates=(evidenced, confirmed),
            names=(
                "新建职工书屋示范点数",
                "新建书屋示范点",
                "职工书屋示范点",
                "书屋示范点",
                "建成示范书屋",
                "示范书屋",
            ),
            rule=gettext_lazy(
                "Reading rooms that a union above named a model room by a decision of the period, with photograph "
                "and the word of a worker; a higher grade later makes no new one."
            ),
        ),
    )
    icon = "book"
    menu_order = 120
    first_step = gettext_lazy(
        "Record a reading room when it opens: name, address, a photograph, and a worker who can confirm it."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A room that is not open yet starts as a plan."""
        values["state"] = "planned" if values.get("in_preparation") else "open"
