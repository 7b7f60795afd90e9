"""School aid: money for a worker's child in one school year, confirmed by the worker."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance import paying
from zhijia.assistance.hardship import Reason
from zhijia.assistance.paying import OUT, PayWay, officer, payment_flow, unsettled
from zhijia.assistance.payment_form import PaymentForm
from zhijia.assistance.registers.schooling import rules
from zhijia.assistance.registers.schooling.stages import Stage
from zhijia.assistance.students import Student, student_of
from zhijia.directory.constraints import RaceGuard
from zhijia.directory.models import Person
from zhijia.kernel.identity import clean_name, mask_id, mask_name, parse_id_number
from zhijia.kernel.notice import BadInput
from zhijia.registry.fields import MoneyField, SensitiveField
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Column, Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced


class Kinship(models.TextChoices):
    CHILD = "child", pgettext_lazy("relation to the worker", "child")
    STEPCHILD = "stepchild", pgettext_lazy("relation to the worker", "stepchild or adopted child")
    WARD = "ward", pgettext_lazy("relation to the worker", "brought up by the worker")


class Schooling(Event):
    """Aid for one student in one school year: asked for, approved, paid, and received when the worker says so."""

    worker = models.ForeignKey(
        Person, models.PROTECT, related_name="schoolings", verbose_name=pgettext_lazy("school aid", "worker")
    )
    student = models.ForeignKey(Student, models.PROTECT, related_name="+", editable=False, blank=True)
    student_name = models.CharField(pgettext_lazy("school aid", "student"), max_length=120)
    student_number = SensitiveField(
        pgettext_lazy("school aid", "student's identity number"),
        max_length=30,
        help_text=gettext_lazy(
            "From the child's card or the household book; by it a child helped by two unions counts once."
        ),
    )
    kinship = models.CharField(
        pgettext_lazy("school aid", "relation to the worker"),
        max_length=9,
        choices=Kinship.choices,
        default=Kinship.CHILD,
    )
    school = models.CharField(pgettext_lazy("school aid", "school"), max_length=80)
    stage = models.CharField(pgettext_lazy("school aid", "stage"), max_length=12, choices=Stage.choices)
    year_of_study = models.PositiveSmallIntegerField(
        pgettext_lazy("school aid", "year of study"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    school_year = models.PositiveSmallIntegerField(
        pgettext_lazy("school aid", "school year"),
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text=gettext_lazy("The year in which it begins: 2025 for September 2025 to August 2026."),
    )
    happened_on = models.DateField(pgettext_lazy("school aid", "asked for on"))
    amount = MoneyField(pgettext_lazy("school aid", "amount"), validators=[MinValueValidator(1)])
    reason = models.CharField(
        pgettext_lazy("school aid", "reason of hardship"), max_length=14, choices=Reason.choices
    )
    yearly_fee = MoneyField(
        pgettext_lazy("school aid", "fees of the school year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    letter_number = models.CharField(
        pgettext_lazy("school aid", "number of the admission letter or student card"),
        max_length=40,
        blank=True,
    )
    paid_on = models.DateField(pgettext_lazy("school aid", "paid on"), null=True, blank=True)
    pay_way = models.CharField(
        pgettext_lazy("school aid", "way of paying"), max_length=6, choices=PayWay.choices, blank=True
    )
    note = models.TextField(
        pgettext_lazy("school aid", "note"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("What the family lives through, in two sentences; shown to few."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "school aid")
        verbose_name_plural = pgettext_lazy("noun", "school aid")
        constraints: ClassVar = [
            RaceGuard(
                fields=["org", "student", "school_year"],
                condition=~Q(state="refused"),
                name="one_school_aid_a_year",
            ),
            models.CheckConstraint(name="school_aid_is_more_than_nothing", condition=Q(amount__gt=0)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["path", "happened_on"], name="school_aid_place_day"),
            models.Index(fields=["paid_on"], name="school_aid_paid"),
        ]

    def __str__(self) -> str:
        return f"{self.worker} · {self.name}"

    @property
    def name(self) -> str:
        """The school year as people write it; it is what the worker reads when asked."""
        return f"{self.school_year}–{self.school_year + 1}"

    def clean(self) -> None:
        """Name and number in their one form, and the student they mean."""
        faults: dict[str, Any] = {}
        for name, read in {"student_name": self._read_name, "student_number": self._read_number}.items():
            try:
                read()
            except BadInput as error:
                faults[name] = _(error.text) % error.params
        if faults:
            raise ValidationError(faults)

    def _read_name(self) -> None:
        self.student_name = clean_name(self.student_name).text

    def _read_number(self) -> None:
        self.student_number = parse_id_number(self.student_number or "").number
        self.student = student_of(self.student_number)


class SchoolingRegister(Register):
    model = Schooling
    fields = (
        "org",
        "worker",
        "student_name",
        "student_number",
        "kinship",
        "school",
        "stage",
        "year_of_study",
        "school_year",
        "reason",
        "amount",
        "happened_on",
        "yearly_fee",
        "letter_number",
        "paid_on",
        "pay_way",
        "note",
    )
    fixed = ("org",)
    columns = (
        "happened_on",
        "worker",
        "student_name",
        "org",
        "stage",
        Column("year", pgettext_lazy("school aid", "school year"), lambda entry: entry.name),
        "amount",
        "paid_on",
        "state",
    )
    filters = ("org", "state", "stage", "school_year", "happened_on", "paid_on")
    search = ("school", "worker__name")
    select = ("org", "worker")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "worker": "uid"}
    levels: ClassVar = {
        "student_name": "personal",
        "student_number": "sensitive",
        "reason": "sensitive",
        "note": "sensitive",
    }
    masks: ClassVar = {"student_name": mask_name, "student_number": mask_id}
    form_class = PaymentForm  # type: ignore[assignment]
    confirmed_by = "worker"
    confirmed_state = "received"
    confirms: ClassVar = (
        "org",
        "worker",
        "student_number",
        "school_year",
        "amount",
        "happened_on",
        "paid_on",
    )
    evidence = gettext_lazy("The admission letter or student card, with the signed receipt or the bank slip.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader")
        | holds("finance", here=True)
        | is_person("worker"),
        add=officer,
        change=officer,
        remove=holds("officer") & unsettled,
        export=officer,
        unmask=holds("officer", "chair", "caseworker", "leader"),
    )
    flow = payment_flow("worker")
    refuses = (
        paying.refuse_oneself,
        rules.refuse_worker_as_student,
        rules.refuse_age,
        rules.refuse_school_year,
        rules.refuse_second_aid,
        rules.refuse_above_standard,
        paying.refuse_early_payment,
        rules.refuse_after_approval,
        paying.refuse_half_payment,
    )
    indicators = (
        Indicator(
            "aid_study",
            pgettext_lazy("indicator", "students given school aid"),
            unit="person",
            on="paid_on",
            when=Q(state__in=list(OUT)),
            distinct="student",
            gates=(evidenced, confirmed),
            names=(
                "助学援助人数",
                "金秋助学人数",
                "助学援助",
                "金秋助学",
                "困难职工子女助学",
                "为困难职工、农民工子女就学提供援助",
            ),
            rule=gettext_lazy(
                "Different students whose aid was paid in the period, with proof and the worker's own "
                "confirmation; a child helped by two unions or for both parents counts once."
            ),
        ),
        Indicator(
            "aid_study_money",
            pgettext_lazy("indicator", "money paid as school aid"),
            unit="fen",
            on="paid_on",
            when=Q(state__in=list(OUT)),
            amount="amount",
            gates=(evidenced, confirmed),
            names=("助学金额", "助学资金", "发放助学金"),
            rule=gettext_lazy("Money of the school aid counted, by the day it was paid."),
        ),
    )
    icon = "book"
    menu_order = 111
    first_step = gettext_lazy(
        "Record whose child the union helps through a school year: asked for, approved by a second person, "
        "paid, and confirmed by the worker; only then it counts."
    )

    @classmethod
    def subject(cls) -> str:
        """No pasted list of workers: each line would need a child, a school and a number; upload a list instead."""
        return ""
