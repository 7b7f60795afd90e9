"""Lists of certificates: one issuer, one day, the people who received a skill grade or degree."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.levels import Kind
from zhijia.activities.registers.certification import rules
from zhijia.activities.registers.course.register import officer
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class Certification(Event):
    """One list by which a body issued certificates; `happened_on` is the day of issue."""

    title = models.CharField(pgettext_lazy("list of certificates", "title"), max_length=80)
    kind = models.CharField(pgettext_lazy("list of certificates", "kind"), max_length=6, choices=Kind.choices)
    issuer = models.CharField(pgettext_lazy("list of certificates", "issuing body"), max_length=120)
    happened_on = models.DateField(pgettext_lazy("list of certificates", "issued on"))
    document_number = models.CharField(
        pgettext_lazy("list of certificates", "number of the document"), max_length=60, blank=True
    )
    people = models.PositiveIntegerField(
        pgettext_lazy("list of certificates", "people on the list"),
        validators=[MinValueValidator(1), MaxValueValidator(20_000)],
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "list of certificates")
        verbose_name_plural = pgettext_lazy("noun", "lists of certificates")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "title", "issuer", "happened_on"],
                name="one_list_of_certificates",
                violation_error_message=gettext_lazy(
                    "This union has a list of this title, issuing body and day already."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="certification_place_day")]

    def __str__(self) -> str:
        return self.title


class CertificationRegister(Register):
    model = Certification
    fields = ("org", "title", "kind", "issuer", "happened_on", "document_number", "people")
    fixed = ("org",)
    columns = ("title", "org", "kind", "issuer", "happened_on", "people")
    filters = ("org", "kind", "happened_on")
    search = ("title", "issuer", "document_number")
    select = ("org",)
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code"}
    evidence = gettext_lazy("The issuing body's list with its stamp.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    refuses = (rules.refuse_too_few, rules.refuse_other_kind)
    icon = "file-check"
    menu_order = 230
    first_step = gettext_lazy(
        "Record the list by which a body issued certificates and add it as evidence; then enter its people by "
        "name list."
    )
