"""Notices and circulars: numbered, issued once, answered by those they went to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.kernel.day import today
from zhijia.office.posts import WORKING, WRITING, writers
from zhijia.office.registers.notice import questions, rules, steps
from zhijia.office.registers.notice.form import NoticeForm
from zhijia.office.registers.notice.questions import Question
from zhijia.office.registers.notice.recipients import Reach
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind


class NoticeKind(models.TextChoices):
    NOTICE = "notice", pgettext_lazy("kind of notice", "notice")
    CIRCULAR = "circular", pgettext_lazy("kind of notice", "circular")
    LETTER = "letter", pgettext_lazy("kind of notice", "letter")


class Notice(Event):
    """`org` issues it; `passes` the notice from above it passes on, `repeats` an older one it mostly repeats."""

    kind = models.CharField(
        pgettext_lazy("notice", "kind"), max_length=12, choices=NoticeKind.choices, default=NoticeKind.NOTICE
    )
    title = models.CharField(pgettext_lazy("notice", "title"), max_length=120)
    text = models.TextField(pgettext_lazy("notice", "text"), max_length=20000)
    word = models.CharField(
        pgettext_lazy("notice", "word of the number"),
        max_length=12,
        validators=[
            RegexValidator(r"^[\u4e00-\u9fffA-Za-z]{2,12}\Z", gettext_lazy("2 to 12 characters, no digits."))
        ],
        help_text=gettext_lazy("The word of the issuing office that stands before the year."),
    )
    year = models.PositiveSmallIntegerField(editable=False, default=0)
    serial = models.PositiveSmallIntegerField(
        pgettext_lazy("notice", "number"),
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9999)],
        help_text=gettext_lazy("Left empty: the next one of the year."),
    )
    gap = models.CharField(pgettext_lazy("notice", "why numbers are left out"), max_length=200, blank=True)
    number = models.CharField(
        pgettext_lazy("notice", "document number"), max_length=40, default="", blank=True, editable=False
    )
    happened_on = models.DateField(pgettext_lazy("notice", "dated"), default=today)
    reply_due_on = models.DateField(
        pgettext_lazy("notice", "reply due on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Left empty: nobody has to reply."),
    )
    questions = models.TextField(
        pgettext_lazy("notice", "what is asked"), max_length=4000, blank=True, help_text=questions.HELP
    )
    reach = models.CharField(
        pgettext_lazy("notice", "goes to"), max_length=10, choices=Reach.choices, default=Reach.CHILDREN
    )
    to_kind = models.CharField(
        pgettext_lazy("notice", "kind of union"),
        max_length=24,
        choices=OrgKind.choices,
        blank=True,
        help_text=gettext_lazy("Only where it goes to all unions below of one kind."),
    )
    chosen = models.TextField(
        pgettext_lazy("notice", "unions by name"),
        max_length=20000,
        blank=True,
        help_text=gettext_lazy(
            "Only where it goes to unions named one by one: one a line, by name or statistical code."
        ),
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=pgettext_lazy("notice", "corrects the notice"),
    )
    passes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="passed_on",
        verbose_name=pgettext_lazy("notice", "passes on"),
    )
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="repeated_by",
        verbose_name=pgettext_lazy("notice", "repeats"),
    )
    withdrawn_why = models.CharField(
        pgettext_lazy("notice", "why it was withdrawn"), max_length=500, blank=True, editable=False
    )
    repeated_percent = models.PositiveSmallIntegerField(
        pgettext_lazy("notice", "percent repeated"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "notice")
        verbose_name_plural = pgettext_lazy("noun", "notices")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "word", "year", "serial"],
                name="one_notice_of_a_number",
                violation_error_message=gettext_lazy(
                    "This number is taken this year; leave it empty for the next free one."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="notice_place_day")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def asks(self) -> list[Question]:
        """The fields a reply fills in."""
        return questions.parse(self.questions)

    def clean(self) -> None:
        """The number in full, and questions that can be read."""
        self.year = self.happened_on.year if self.happened_on else 0
        self.number = f"{self.word}〔{self.year}〕{self.serial}号"
        try:
            self.questions = "\n".join(one.line for one in questions.parse(self.questions))
        except ValidationError as error:
            raise ValidationError({"questions": error.messages}) from error


class NoticeRegister(Register):
    model = Notice
    fields = (
        "org",
        "kind",
        "title",
        "text",
        "reach",
        "to_kind",
        "chosen",
        "reply_due_on",
        "questions",
        "word",
        "serial",
        "gap",
        "happened_on",
        "follows",
    )
    fixed = ("org",)
    ahead = ("reply_due_on",)
    columns = ("number", "title", "org", "kind", "happened_on", "reply_due_on", "state")
    filters = ("state", "kind", "org", "happened_on")
    search = ("title", "number", "text")
    select = ("org", "passes", "passes__org", "repeats", "follows")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "follows": "uid"}
    form_class = NoticeForm  # type: ignore[assignment]
    evidence = gettext_lazy("The signed paper and what goes with it: forms, lists, tables.")
    policy = Policy(
        view=holds(*WORKING) | rules.addressed,
        add=writers & rules.unissued,
        change=writers & rules.unissued,
        remove=writers & rules.unissued,
        export=holds(*WRITING),
    )
    flow: ClassVar[Flow] = Flow(
        "draft",
        {
            "draft": pgettext_lazy("state of a notice", "draft"),
            "issued": pgettext_lazy("state of a notice", "issued"),
            "withdrawn": pgettext_lazy("state of a notice", "withdrawn"),
        },
        (
            Move(
                "issue",
                ("draft",),
                "issued",
                pgettext_lazy("step", "Issue"),
                holds(*WRITING, here=True),
                through=steps.issue,
            ),
            Move(
                "withdraw",
                ("issued",),
                "withdrawn",
                pgettext_lazy("step", "Withdraw"),
                writers,
                reason=True,
                danger=True,
                through=steps.withdraw,
            ),
        ),
        closed=("withdrawn",),
    )
    refuses = (
        rules.refuse_gap,
        rules.refuse_due_early,
        rules.refuse_no_reply_asked,
        rules.refuse_nobody,
        rules.refuse_issued_changed,
    )
    icon = "file-text"
    page = "office:notice"
    menu_order = 13
    first_step = gettext_lazy(
        "Write a notice, choose who gets it and whether they have to reply; issue it, and watch who has read it "
        "and answered."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The next number of the union, word and year where none is given."""
        org, day = values.get("org"), values.get("happened_on") or today()
        if org is None:
            return
        probe = Notice(org=org, word=values.get("word") or "", year=day.year)
        values["serial"] = values.get("serial") or rules.last_serial(probe) + 1
        values["number"] = f"{probe.word}〔{day.year}〕{values['serial']}号"
