"""Sessions of a workers' congress: held on a day, valid when two thirds of all delegates were there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from zhijia.congress.registers.congress.figures import vouched
from zhijia.congress.registers.congress.register import Congress
from zhijia.congress.registers.session import rules
from zhijia.congress.standards import is_quorate
from zhijia.directory.models import Person
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Column, Register
from zhijia.tally.indicator import Indicator, evidenced
from zhijia.tree.actor import Actor


class SessionKind(models.TextChoices):
    REGULAR = "regular", pgettext_lazy("kind of session", "regular")
    EXTRAORDINARY = "extraordinary", pgettext_lazy("kind of session", "extraordinary")


class Session(Event):
    """One meeting of the delegates; their number is the congress's when the session was last saved."""

    congress = models.ForeignKey(
        Congress,
        models.PROTECT,
        related_name="sessions",
        verbose_name=pgettext_lazy("session of a congress", "congress"),
    )
    happened_on = models.DateField(pgettext_lazy("session of a congress", "held on"))
    number = models.PositiveSmallIntegerField(
        pgettext_lazy("session of a congress", "number of the session"),
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=gettext_lazy("1 for the first session of this congress."),
    )
    kind = models.CharField(
        pgettext_lazy("session of a congress", "kind of session"),
        max_length=14,
        choices=SessionKind.choices,
        default=SessionKind.REGULAR,
    )
    place = models.CharField(pgettext_lazy("session of a congress", "place"), max_length=120)
    present = models.PositiveIntegerField(
        pgettext_lazy("session of a congress", "delegates present"),
        validators=[MaxValueValidator(10_000)],
        help_text=gettext_lazy("Two thirds of all delegates make it valid; fewer decide nothing."),
    )
    papers_sent_on = models.DateField(
        pgettext_lazy("session of a congress", "papers sent to the delegates on"), null=True, blank=True
    )
    resolution = models.TextField(
        pgettext_lazy("session of a congress", "resolution in short"), max_length=1000, blank=True
    )
    published_on = models.DateField(
        pgettext_lazy("session of a congress", "result shown to all workers on"), null=True, blank=True
    )
    reported_on = models.DateField(
        pgettext_lazy("session of a congress", "reported to the union above on"), null=True, blank=True
    )
    delegate = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("session of a congress", "delegate who can confirm it"),
        help_text=gettext_lazy("Somebody who was there; without a confirmation the session does not count."),
    )
    delegates = models.PositiveIntegerField(
        pgettext_lazy("session of a congress", "all delegates"), editable=False, default=0
    )
    quorate = models.BooleanField(
        pgettext_lazy("session of a congress", "quorum met"), editable=False, default=False
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "session of a congress")
        verbose_name_plural = pgettext_lazy("noun", "sessions of congresses")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["congress", "number"],
                name="one_session_of_a_number",
                violation_error_message=gettext_lazy(
                    "This congress has a session with this number on file already."
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="session_place_day")]

    def __str__(self) -> str:
        said = {"congress": self.congress, "number": self.number}
        return _("%(congress)s, session no. %(number)s") % said

    @property
    def name(self) -> str:
        """What the delegate who is asked reads."""
        return str(self)

    def clean(self) -> None:
        """All delegates as the congress has them, and whether enough of them came."""
        if self.congress_id is None or self.present is None:
            return
        self.delegates = self.congress.delegates
        self.quorate = is_quorate(self.present, self.delegates)


def attendance(session: Session) -> str:
    """How many of all delegates were there, and whether that was enough."""
    told = (
        pgettext("session of a congress", "valid")
        if session.quorate
        else pgettext("session of a congress", "no quorum")
    )
    return f"{session.present} / {session.delegates} · {told}"


class SessionRegister(Register):
    model = Session
    fields = (
        "congress",
        "happened_on",
        "number",
        "kind",
        "place",
        "present",
        "papers_sent_on",
        "resolution",
        "published_on",
        "reported_on",
        "delegate",
    )
    fixed = ("congress",)
    columns = (
        "happened_on",
        "congress",
        "number",
        "kind",
        Column("attendance", capfirst(pgettext_lazy("session of a congress", "present / all")), attendance),
        "published_on",
    )
    filters = ("org", "kind", "quorate", "happened_on")
    search = ("congress__unit__name", "congress__area", "place")
    select = ("org", "congress__unit", "congress__org", "delegate")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"congress": "uid", "delegate": "uid"}
    confirmed_by = "delegate"
    confirms: ClassVar = ("congress", "happened_on", "number", "present")
    evidence = gettext_lazy("The signed attendance list, or the minutes with the day.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("delegate"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_outside_term,
        rules.refuse_more_than_all,
        rules.refuse_days,
        rules.refuse_outsider,
        rules.refuse_voted,
    )
    indicators = (
        Indicator(
            "cong_held",
            pgettext_lazy("indicator", "employers that held a session"),
            unit="unit",
            on="happened_on",
            when=Q(quorate=True, congress__scope="unit"),
            distinct="congress__unit",
            gates=(evidenced, vouched),
            names=("召开职代会单位数", "召开职工代表大会单位数", "年度召开职代会单位数"),
            rule=gettext_lazy(
                "Different employers whose congress met in the period with two thirds of all delegates, with "
                "attendance list or minutes and a delegate's confirmation."
            ),
        ),
        Indicator(
            "cong_sessions",
            pgettext_lazy("indicator", "valid sessions of congresses"),
            unit="time",
            on="happened_on",
            when=Q(quorate=True),
            gates=(evidenced, vouched),
            names=("召开职代会次数", "职代会召开次数"),
            rule=gettext_lazy(
                "Sessions in the period with two thirds of all delegates, those of regions and industries "
                "included, with proof and confirmation."
            ),
        ),
    )
    icon = "calendar-event"
    menu_order = 221
    first_step = gettext_lazy(
        "Record each session with those present: the quorum of two thirds is reckoned from all delegates."
    )

    @classmethod
    def subject(cls) -> str:
        """Sessions are recorded one by one."""
        return ""

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A session stands where its congress stands."""
        if values.get("congress") is not None:
            values["org"] = values["congress"].org
