"""Drives to found unions: a dated stretch of days with a quota for each union below."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.registers.drive import rules
from zhijia.kernel.text import clean
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, in_line
from zhijia.registry.register import Register


class Drive(Span):
    """One drive of a federation; `quotas` holds what each union below it takes on, by statistical code."""

    title = models.CharField(
        pgettext_lazy("drive", "title"),
        max_length=80,
        help_text=gettext_lazy("For instance: Hundred-day drive to found unions 2026."),
    )
    number = models.CharField(pgettext_lazy("drive", "number of the notice"), max_length=40, blank=True)
    aim = models.CharField(pgettext_lazy("drive", "aim in a sentence"), max_length=200, blank=True)
    valid_from = models.DateField(pgettext_lazy("drive", "first day"))
    valid_to = models.DateField(
        pgettext_lazy("drive", "first day after it"),
        null=True,
        blank=True,
        help_text=gettext_lazy("A drive of a hundred days from 1 March is over on 9 June."),
    )
    quotas = models.JSONField(default=dict, editable=False, blank=True)

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "organising drive")
        verbose_name_plural = pgettext_lazy("noun", "organising drives")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                fields=["org", "title"],
                name="one_drive_of_a_title",
                violation_error_message=gettext_lazy("There is a drive of this title already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        self.title = " ".join(clean(self.title or "").text.split())


class DriveRegister(Register):
    model = Drive
    fields = ("org", "title", "number", "aim", "valid_from", "valid_to")
    fixed = ("org",)
    ahead = ("valid_from",)
    columns = ("title", "org", "valid_from", "valid_to", "number")
    filters = ("org", "valid_from")
    search = ("title", "number")
    select = ("org",)
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code"}
    policy = Policy(
        view=in_line("officer", "chair", "leader"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
    )
    refuses = (rules.refuse_base, rules.refuse_no_end, rules.refuse_endless, rules.refuse_bad_quota)
    icon = "target"
    page = "directory:drive"
    menu_order = 35
    first_step = gettext_lazy(
        "A drive has a first day and an end and gives every county its number of unions to found; "
        "what counts is counted from the entries."
    )
