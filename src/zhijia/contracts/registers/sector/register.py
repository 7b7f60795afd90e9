"""Key industries of the programme for harmonious enterprises, as a federation lists them."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.contracts.registers.sector import rules
from zhijia.kernel.text import clean
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, in_line
from zhijia.registry.register import Register


class Sector(Span):
    """One industry on which a federation's programme looks, by the name it has there."""

    name = models.CharField(pgettext_lazy("key industry", "name of the industry"), max_length=60)
    valid_from = models.DateField(pgettext_lazy("key industry", "listed from"))
    valid_to = models.DateField(
        pgettext_lazy("key industry", "listed until"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The first day it is no longer one; empty while it is."),
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "key industry")
        verbose_name_plural = pgettext_lazy("noun", "key industries")
        constraints: ClassVar = [*Span.Meta.constraints]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="sector_place_day")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.name = " ".join(clean(self.name or "").text.split())
        if not self.name:
            raise ValidationError({"name": _("Type the name of the industry.")})


class SectorRegister(Register):
    model = Sector
    fields = ("org", "name", "valid_from", "valid_to")
    fixed = ("org",)
    columns = ("name", "org", "valid_from", "valid_to")
    filters = ("org", "valid_from")
    search = ("name",)
    select = ("org",)
    order = ("-valid_from", "name")
    natural_keys: ClassVar = {"org": "code"}
    policy = Policy(
        view=in_line("officer", "chair", "caseworker", "leader"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (rules.refuse_keeper, rules.refuse_same_name)
    icon = "list"
    menu_order = 224
    first_step = gettext_lazy(
        "List the key industries of the programme first; every enterprise that takes part belongs to one."
    )
