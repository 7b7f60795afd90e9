"""Disclosure systems: who answers for it, what is disclosed, and where workers find it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.disclosure.registers.system import rules
from zhijia.disclosure.registers.system.form import SystemForm
from zhijia.disclosure.standards import fresh_until
from zhijia.kernel.day import today
from zhijia.kernel.text import clean
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Column, Register
from zhijia.tally.indicator import Indicator, evidenced


class System(Span):
    """The disclosure of one employer, or of the several employers of a joint union on one board."""

    title = models.CharField(
        pgettext_lazy("disclosure system", "title"),
        max_length=80,
        help_text=gettext_lazy("For example the name of the employer, or of the market whose board it is."),
    )
    valid_from = models.DateField(pgettext_lazy("disclosure system", "set up on"))
    last_on = models.DateField(
        pgettext_lazy("disclosure system", "given up after"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The last day it held; empty while it stands."),
    )
    head = models.CharField(
        pgettext_lazy("disclosure system", "head of the leading group"),
        max_length=60,
        help_text=gettext_lazy("Who answers for it, as a rule the legal representative."),
    )
    keeper = models.CharField(
        pgettext_lazy("disclosure system", "office or person who posts"), max_length=60, blank=True
    )
    by_congress = models.BooleanField(
        pgettext_lazy("disclosure system", "through the workers' congress"), default=False
    )
    by_board = models.BooleanField(pgettext_lazy("disclosure system", "on a notice board"), default=True)
    by_meeting = models.BooleanField(pgettext_lazy("disclosure system", "in meetings"), default=False)
    by_network = models.BooleanField(
        pgettext_lazy("disclosure system", "on the internal network"), default=False
    )
    catalogue = models.TextField(
        pgettext_lazy("disclosure system", "what is disclosed"),
        max_length=2000,
        help_text=gettext_lazy("One item a line."),
    )
    checked_on = models.DateField(
        pgettext_lazy("disclosure system", "last checked on"), null=True, blank=True
    )
    check_result = models.CharField(
        pgettext_lazy("disclosure system", "result of the check"), max_length=160, blank=True
    )
    valid_to = models.DateField(
        pgettext_lazy("disclosure system", "in force until"), null=True, blank=True, editable=False
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "disclosure system")
        verbose_name_plural = pgettext_lazy("noun", "disclosure systems")
        constraints: ClassVar = [*Span.Meta.constraints]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="system_place_day")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The span that follows from the last day; a catalogue of lines that say something."""
        faults = {}
        self.title = " ".join(clean(self.title or "").text.split())
        if not self.title:
            faults["title"] = ValidationError(_("Type the name of the employer or of the board."))
        lines = [" ".join(line.split()) for line in (self.catalogue or "").splitlines()]
        self.catalogue = "\n".join(line for line in lines if line)
        if not self.catalogue:
            faults["catalogue"] = ValidationError(_("List what is disclosed, one item a line."))
        self.valid_to = self.last_on + timedelta(days=1) if self.last_on else None
        if self.last_on and self.valid_from and self.last_on < self.valid_from:
            said = {"last": self.last_on.isoformat(), "first": self.valid_from.isoformat()}
            text = _("The last day (%(last)s) lies before the first (%(first)s).")
            faults["last_on"] = ValidationError(text % said)
        if faults:
            raise ValidationError(faults)


def last_posting(system: Any) -> str:
    """The day of the newest posting; a board that is empty or stale shows as such."""
    posted_on = getattr(system, "posted_on", None)
    if posted_on is None:
        return _("nothing posted yet")
    if fresh_until(posted_on) <= today():
        return _("%(day)s · stale") % {"day": posted_on.isoformat()}
    return str(posted_on.isoformat())


def employers(system: Any) -> str:
    """How many employers are listed under it."""
    return str(getattr(system, "listed", 0))


class SystemRegister(Register):
    model = System
    fields = (
        "org",
        "title",
        "valid_from",
        "head",
        "keeper",
        "by_board",
        "by_congress",
        "by_meeting",
        "by_network",
        "catalogue",
        "checked_on",
        "check_result",
        "last_on",
    )
    fixed = ("org",)
    columns = (
        "title",
        "org",
        "valid_from",
        Column("listed", capfirst(pgettext_lazy("disclosure system", "employers listed")), employers),
        Column("posted_on", capfirst(pgettext_lazy("disclosure system", "last posting")), last_posting),
        "checked_on",
    )
    filters = ("org", "valid_from", "checked_on")
    search = ("title", "head", "keeper")
    select = ("org",)
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code"}
    form_class = SystemForm  # type: ignore[assignment]
    evidence = gettext_lazy("The paper that sets up the system: leading group and catalogue.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_no_form,
        rules.refuse_before_founding,
        rules.refuse_check,
        rules.refuse_second_system,
        rules.refuse_postings_left_out,
    )
    suspects: ClassVar = {rules.refuse_second_system: rules.at_unions_with_systems}
    indicators = (
        Indicator(
            "open_systems",
            pgettext_lazy("indicator", "disclosure systems set up"),
            unit="entry",
            spans=(("valid_from", "valid_to"),),
            gates=(evidenced,),
            names=("厂务公开制度数", "建立厂务公开制度数"),
            rule=gettext_lazy(
                "Systems in force on the day whose founding paper is on file, whether anything was posted or not."
            ),
        ),
    )
    icon = "clipboard-list"
    menu_order = 230
    first_step = gettext_lazy(
        "Record who answers for disclosure and where it is done, list the employers, then each posting with a "
        "photograph: a system counts while something was posted within a year."
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Each system with its newest posting and the number of its employers."""
        postings = apps.get_model("disclosure", "Posting")._default_manager.filter(system=OuterRef("pk"))
        listed = apps.get_model("disclosure", "Participant")._default_manager.filter(system=OuterRef("pk"))
        counted = listed.order_by().values("system").annotate(number=Count("unit", distinct=True))
        found: QuerySet[Any] = super().rows()
        found = found.annotate(
            posted_on=Subquery(postings.order_by("-happened_on").values("happened_on")[:1]),
            listed=Coalesce(Subquery(counted.values("number")), 0),
        )
        return found
