"""Project sites: a building site or project department far from home that opens and closes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.site import rules
from zhijia.directory.registers.site.form import SiteForm
from zhijia.directory.registers.site.sight import WORKING, at_group, where_i_am, where_members_are
from zhijia.directory.registers.unit.register import Unit
from zhijia.directory.rules import officer, officers, refused
from zhijia.kernel.identity import parse_phone
from zhijia.kernel.notice import BadInput
from zhijia.kernel.text import clean
from zhijia.registry.flow import Flow, Move, never
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


class Site(Event):
    """One project site; `org` is the union that runs it, `happened_on` the day it opened."""

    name = models.CharField(
        pgettext_lazy("project site", "name of the site"),
        max_length=80,
        help_text=gettext_lazy("For instance: Project department of the Qinghe tunnel, lot 3."),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=pgettext_lazy("project site", "employer"),
        help_text=gettext_lazy("By name or social credit code, where it is on the list of employers."),
    )
    place = models.CharField(
        pgettext_lazy("project site", "place"),
        max_length=160,
        help_text=gettext_lazy("Province, county and how to get there."),
    )
    distance_km = models.PositiveIntegerField(
        pgettext_lazy("project site", "distance from home (km)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(20_000)],
    )
    happened_on = models.DateField(pgettext_lazy("project site", "opened on"))
    expected_close_on = models.DateField(
        pgettext_lazy("project site", "expected to close on"), null=True, blank=True
    )
    closed_on = models.DateField(
        pgettext_lazy("project site", "closed on"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "The first day nobody is posted there any more; whoever is posted still is so until the day before."
        ),
    )
    contact = models.CharField(
        pgettext_lazy("project site", "contact person"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("Whom a worker or a family asks there."),
    )
    contact_phone = models.CharField(
        pgettext_lazy("project site", "telephone of the contact"), max_length=20, blank=True
    )
    group = models.ForeignKey(
        Org,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("project site", "own union group or branch"),
        help_text=gettext_lazy("Whoever has a post in it works with the people posted there."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "project site")
        verbose_name_plural = pgettext_lazy("noun", "project sites")
        constraints: ClassVar = [RaceGuard(fields=["org", "name"], name="one_site_of_a_name")]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="site_place_day")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Name, place and telephone in one form; only a closed site has a closing day."""
        faults: dict[str, Any] = {}
        for name in ("name", "place"):
            text = " ".join(clean(getattr(self, name) or "").text.split())
            setattr(self, name, text)
            if not text:
                faults[name] = gettext_lazy("Type something that can be read.")
        try:
            self.contact_phone = parse_phone(self.contact_phone) if self.contact_phone.strip() else ""
        except BadInput as error:
            faults["contact_phone"] = refused(error)
        if faults:
            raise ValidationError(faults)
        if self.state != "closed":
            self.closed_on = None


FLOW = Flow(
    start="open",
    states={
        "open": pgettext_lazy("state of a project site", "open"),
        "closed": pgettext_lazy("state of a project site", "closed"),
    },
    moves=(
        Move(
            "close",
            ("open",),
            "closed",
            label=pgettext_lazy("step", "Close the site"),
            by=officer,
            form=("closed_on",),
            reason=True,
            danger=True,
            due=never,
        ),
        Move(
            "reopen",
            ("closed",),
            "open",
            label=pgettext_lazy("step", "The site is open again"),
            by=officer,
            reason=True,
            due=never,
        ),
    ),
)


class SiteRegister(Register):
    model = Site
    fields = (
        "org",
        "name",
        "unit",
        "place",
        "distance_km",
        "happened_on",
        "expected_close_on",
        "contact",
        "contact_phone",
        "group",
        "closed_on",
    )
    fixed = ("org",)
    ahead = ("expected_close_on",)
    columns = ("name", "org", "place", "happened_on", "expected_close_on", "closed_on", "state")
    filters = ("org", "state", "happened_on")
    search = ("name", "place", "contact")
    select = ("org", "unit", "group")
    order = ("-state", "-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "unit": "social_credit_code", "group": "code"}
    form_class = SiteForm  # type: ignore[assignment]
    policy = Policy(
        view=officers | at_group(*WORKING) | where_members_are | where_i_am,
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = FLOW
    refuses = (
        rules.refuse_before_founding,
        rules.refuse_gone_union,
        rules.refuse_second,
        rules.refuse_group,
        rules.refuse_days,
        rules.refuse_people_outside,
    )
    indicators = (
        Indicator(
            "site_open",
            pgettext_lazy("indicator", "project sites open"),
            unit="place",
            spans=(("happened_on", "closed_on"),),
            names=("在建项目部数", "外地项目部", "项目工地数"),
            rule=gettext_lazy("Project sites opened by the day and not closed."),
        ),
    )
    icon = "building-community"
    page = "directory:site"
    menu_order = 62
    first_step = gettext_lazy(
        "Enter a site far from home, then post people there: their membership stays where it is."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A list may bring sites that have closed already."""
        values["state"] = "closed" if values.get("closed_on") else "open"
