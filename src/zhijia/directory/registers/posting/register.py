"""Postings: a person works at a project site from a day to before another; the membership stays at home."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.membership.register import Membership
from zhijia.directory.registers.person.register import Person
from zhijia.directory.registers.posting import rules
from zhijia.directory.registers.site.register import Site
from zhijia.directory.registers.site.sight import WORKING, at_group, held, of_member
from zhijia.directory.rules import officer, officers
from zhijia.kernel.notice import Notice
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, is_person
from zhijia.registry.register import Column, Register
from zhijia.tally.indicator import Indicator
from zhijia.tree.actor import Actor

#: what is said of somebody without a union, who may be posted all the same
NOT_YET = gettext_noop("%(name)s is a member of no union: a worker at a site can be admitted like any other.")
NO_MEMBER = pgettext_lazy("posting", "member of no union")


class Posting(Span):
    """One stay of one person at one site; it stands at the union that runs the site."""

    site = models.ForeignKey(
        Site, models.PROTECT, related_name="postings", verbose_name=pgettext_lazy("posting", "project site")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="site_postings",
        verbose_name=pgettext_lazy("posting", "person posted"),
    )
    work = models.CharField(
        pgettext_lazy("posting", "trade or work there"),
        max_length=80,
        blank=True,
        help_text=gettext_lazy("For instance: welder, surveyor, cook."),
    )
    valid_from = models.DateField(pgettext_lazy("posting", "posted from"))
    valid_to = models.DateField(
        pgettext_lazy("posting", "left the site on"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "The first day the person is no longer there; empty as long as there is none."
        ),
    )

    notices: tuple[Notice, ...] = ()

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "posting to a site")
        verbose_name_plural = pgettext_lazy("noun", "postings to sites")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(fields=["person"], condition=Q(valid_to__isnull=True), name="one_open_posting"),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="site_posting_place_day")]

    def __str__(self) -> str:
        return f"{self.person} → {self.site}"

    def clean(self) -> None:
        """Somebody without a union may be posted; whoever enters it is told."""
        super().clean()
        self.work = " ".join(self.work.split())
        if self._state.adding and self.person_id and not held(members(self.person_id)).exists():
            self.notices = (Notice("no_member", NOT_YET, {"name": str(self.person)}),)


def members(person: Any) -> QuerySet[Any]:
    """The memberships of a person, or of the person an outer row names."""
    return Membership.objects.filter(person=person).order_by()


HOME = Column(
    "home",
    pgettext_lazy("posting", "Home union"),
    lambda entry: getattr(entry, "home", None) or NO_MEMBER,
)


class PostingRegister(Register):
    model = Posting
    fields = ("site", "person", "work", "valid_from", "valid_to")
    fixed = ("site", "person")
    columns = ("person", "site", HOME, "work", "valid_from", "valid_to")
    filters = ("org", "valid_from", "valid_to")
    search = ("person__name", "site__name", "work")
    select = ("org", "site", "person")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"site": "uid", "person": "uid"}
    policy = Policy(
        view=officers | at_group(*WORKING, prefix="site__") | of_member | is_person("person"),
        add=officer | at_group("officer", prefix="site__"),
        change=officer | at_group("officer", prefix="site__"),
        remove=officer,
        export=officer,
    )
    refuses = (rules.refuse_outside_site, rules.refuse_elsewhere, rules.refuse_reunion_left)
    suspects: ClassVar = {rules.refuse_elsewhere: rules.posted_before}
    indicators = (
        Indicator(
            "posted_people",
            pgettext_lazy("indicator", "people posted at project sites"),
            unit="person",
            spans=(("valid_from", "valid_to"),),
            distinct="person",
            names=("外派职工数", "派驻项目部职工", "外地项目职工数"),
            rule=gettext_lazy(
                "Persons at a project site on the day, each counted once, at the union that runs the site; members "
                "stay counted at home."
            ),
        ),
    )
    icon = "users-group"
    menu_order = 63
    first_step = gettext_lazy(
        "Choose a site and paste the names of those posted there; memberships stay at home."
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """Every posting with the union where the person is a member today."""
        home = held(members(OuterRef("person"))).values("org__name")[:1]
        found: QuerySet[Any] = super().rows().annotate(home=Subquery(home))
        return found

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A posting stands where its site does."""
        if (site := values.get("site")) is not None:
            values["org"] = site.org
