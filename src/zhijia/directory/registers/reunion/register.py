"""Home leave of people posted far away, and visits of their families at the site."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.person.register import Person
from zhijia.directory.registers.reunion import rules
from zhijia.directory.registers.site.register import Site
from zhijia.directory.registers.site.sight import WORKING, at_group, of_member
from zhijia.directory.rules import officer, officers
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced
from zhijia.tree.actor import Actor


class ReunionKind(models.TextChoices):
    HOME_LEAVE = "home_leave", pgettext_lazy("kind of reunion", "home leave")
    FAMILY_VISIT = "family_visit", pgettext_lazy("kind of reunion", "family visit at the site")


class Reunion(Event):
    """One home leave of one person posted far away, or one visit of the family; days from first to last."""

    site = models.ForeignKey(
        Site, models.PROTECT, related_name="reunions", verbose_name=pgettext_lazy("reunion", "project site")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="reunions",
        verbose_name=pgettext_lazy("reunion", "person posted"),
    )
    kind = models.CharField(
        pgettext_lazy("reunion", "kind"),
        max_length=12,
        choices=ReunionKind.choices,
        default=ReunionKind.HOME_LEAVE,
    )
    happened_on = models.DateField(pgettext_lazy("reunion", "first day"))
    ends_on = models.DateField(pgettext_lazy("reunion", "last day"))
    note = models.CharField(
        pgettext_lazy("reunion", "note"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("For instance: wife and son, housed in the family rooms of the site."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "home leave or family visit")
        verbose_name_plural = pgettext_lazy("noun", "home leave and family visits")
        constraints: ClassVar = [
            RaceGuard(fields=["person", "kind", "happened_on"], name="one_reunion_of_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="reunion_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"  # type: ignore[attr-defined]

    @property
    def name(self) -> str:
        """What the person asked reads behind the kind of entry."""
        return f"{self.happened_on.isoformat()} – {self.ends_on.isoformat()}"

    def clean(self) -> None:
        if self.happened_on and self.ends_on and self.ends_on < self.happened_on:
            said = {"last": self.ends_on.isoformat(), "first": self.happened_on.isoformat()}
            raise ValidationError(
                {"ends_on": _("The last day (%(last)s) does not lie before the first (%(first)s).") % said}
            )


class ReunionRegister(Register):
    model = Reunion
    fields = ("site", "person", "kind", "happened_on", "ends_on", "note")
    fixed = ("site", "person")
    ahead = ("ends_on",)
    columns = ("person", "kind", "site", "happened_on", "ends_on", "note")
    filters = ("org", "kind", "happened_on")
    search = ("person__name", "site__name", "note")
    select = ("org", "site", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"site": "uid", "person": "uid"}
    confirmed_by = "person"
    confirms: ClassVar = ("person", "kind", "happened_on", "ends_on")
    evidence = gettext_lazy("The signed leave slip, a ticket, or the guest book of the family rooms.")
    policy = Policy(
        view=officers | at_group(*WORKING, prefix="site__") | of_member | is_person("person"),
        add=officer | at_group("officer", prefix="site__"),
        change=officer | at_group("officer", prefix="site__"),
        remove=officer,
        export=officer,
    )
    refuses = (rules.refuse_not_posted, rules.refuse_same_days)
    suspects: ClassVar = {rules.refuse_same_days: rules.noted_before}
    indicators = (
        Indicator(
            "posted_reunion",
            pgettext_lazy("indicator", "posted people who had home leave or a family visit"),
            unit="person",
            on="happened_on",
            distinct="person",
            gates=(evidenced, confirmed),
            names=("外派职工探亲人数", "探亲人数", "享受探亲或家属探访的外派职工"),
            rule=gettext_lazy(
                "Different persons posted at a project site whose home leave or family visit began in the period, "
                "with a slip, ticket or photo and their own confirmation."
            ),
        ),
    )
    icon = "home"
    menu_order = 64
    first_step = gettext_lazy("Note who went home or had the family at the site; each person confirms.")

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """An entry stands where the site does."""
        if (site := values.get("site")) is not None:
            values["org"] = site.org

    @classmethod
    def goes_with(cls, entry: Any) -> bool:
        """A site that has closed begins no list; what is noted late is entered by itself."""
        return getattr(entry, "state", "") != "closed"
