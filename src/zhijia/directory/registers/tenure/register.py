"""Posts in unions: who is chair, committee member, full-time cadre, since when, how chosen and until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.person.register import Person
from zhijia.directory.registers.tenure import rules
from zhijia.directory.rules import officers
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, Ratio
from zhijia.tally.sources import declare_ratio
from zhijia.tree.kinds import OrgKind


class UnionPost(models.TextChoices):
    CHAIR = "chair", pgettext_lazy("union post", "chair")
    VICE_CHAIR = "vice_chair", pgettext_lazy("union post", "vice-chair")
    COMMITTEE = "committee", pgettext_lazy("union post", "member of the committee")
    AUDIT = "audit", pgettext_lazy("union post", "director of the funds auditing committee")
    WOMEN = "women", pgettext_lazy("union post", "director of the women workers' committee")
    CADRE = "cadre", pgettext_lazy("union post", "union cadre")
    ORGANISER = "organiser", pgettext_lazy("union post", "organiser")


class Chosen(models.TextChoices):
    ELECTED = "elected", pgettext_lazy("chosen for a post", "elected")
    APPOINTED = "appointed", pgettext_lazy("chosen for a post", "appointed")
    CO_MANAGED = "co_managed", pgettext_lazy("chosen for a post", "co-managed with the Party committee")


class Working(models.TextChoices):
    FULL = "full", pgettext_lazy("working for the union", "full time")
    PART = "part", pgettext_lazy("working for the union", "part time")


class LeftPost(models.TextChoices):
    TERM = "term", pgettext_lazy("leaving a post", "term over, a new election was held")
    MOVED = "moved", pgettext_lazy("leaving a post", "moved to another post")
    RESIGNED = "resigned", pgettext_lazy("leaving a post", "resigned")
    RETIRED = "retired", pgettext_lazy("leaving a post", "retired")
    RECALLED = "recalled", pgettext_lazy("leaving a post", "recalled")
    LEFT_JOB = "left_job", pgettext_lazy("leaving a post", "left the employer")
    CLOSED = "closed", pgettext_lazy("leaving a post", "the union closed")


class Tenure(Span):
    """One post one person holds in one union, from a day to before another."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="tenures", verbose_name=pgettext_lazy("tenure", "person")
    )
    post = models.CharField(pgettext_lazy("tenure", "post"), max_length=10, choices=UnionPost.choices)
    chosen = models.CharField(
        pgettext_lazy("tenure", "how chosen"), max_length=10, choices=Chosen.choices, default=Chosen.ELECTED
    )
    working = models.CharField(
        pgettext_lazy("tenure", "full or part time"),
        max_length=4,
        choices=Working.choices,
        default=Working.PART,
    )
    valid_from = models.DateField(pgettext_lazy("tenure", "in the post since"))
    renewal = models.BooleanField(
        pgettext_lazy("tenure", "elected with the whole committee"),
        default=False,
        help_text=gettext_lazy(
            "For the chair: a change of term. The chair before ends on that day, and the sheet of the union "
            "takes the day of the election."
        ),
    )
    term_ends_on = models.DateField(
        pgettext_lazy("tenure", "term until"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "Of an elected post; left empty it follows from the union's term, or from that of the committee "
            "in office when somebody is elected in between."
        ),
    )
    valid_to = models.DateField(
        pgettext_lazy("tenure", "left the post on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The first day the person no longer holds it."),
    )
    left_how = models.CharField(
        pgettext_lazy("tenure", "how it ended"), max_length=10, choices=LeftPost.choices, blank=True
    )
    approval = models.CharField(
        pgettext_lazy("tenure", "approval or notice of appointment"), max_length=60, blank=True
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "post in a union")
        verbose_name_plural = pgettext_lazy("noun", "cadres and posts")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(
                fields=["org"],
                condition=Q(post="chair", valid_to__isnull=True),
                name="one_chair_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["path", "post", "valid_from"], name="tenure_place_post"),
            models.Index(fields=["org", "post", "valid_to"], name="tenure_of_union"),
        ]

    def clean(self) -> None:
        """An elected post has a term: left empty it follows from the committee's."""
        super().clean()
        if self.valid_from and self.org_id and self.chosen == Chosen.ELECTED and self.term_ends_on is None:
            self.term_ends_on = rules.term_of(self)

    def __str__(self) -> str:
        return f"{self.person} · {self.get_post_display()} · {self.org}"  # type: ignore[attr-defined]


BASE = (OrgKind.GRASSROOTS.value, OrgKind.JOINT_GRASSROOTS.value)
CHAIR, HELD = Q(post=UnionPost.CHAIR), (("valid_from", "valid_to"),)
#: chairs whose term came to its end in office, or was followed by a new election
RAN_OUT = (
    CHAIR
    & Q(chosen=Chosen.ELECTED)
    & (Q(valid_to__isnull=True) | Q(valid_to__gte=F("term_ends_on")) | Q(left_how=LeftPost.TERM))
)
IN_TIME = Q(left_how=LeftPost.TERM, valid_to__lte=F("term_ends_on"))


class TenureRegister(Register):
    model = Tenure
    fields = (
        "org",
        "person",
        "post",
        "chosen",
        "working",
        "valid_from",
        "renewal",
        "term_ends_on",
        "approval",
        "valid_to",
        "left_how",
    )
    fixed = ("org", "person", "post", "renewal")
    ahead = ("term_ends_on",)
    columns = ("person", "post", "org", "chosen", "working", "valid_from", "term_ends_on", "valid_to")
    filters = ("org", "post", "chosen", "working", "valid_from")
    search = ("person__name",)
    select = ("org", "person")
    order = ("path", "post", "-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code", "person": "uid"}
    policy = Policy(
        view=officers | is_person("person"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_before_founding,
        rules.refuse_term,
        rules.refuse_half_left,
        rules.refuse_same_post,
        rules.refuse_second_chair,
    )
    links = ((gettext_lazy("Elections due and vacancies"), "directory:terms", "clock"),)
    indicators = (
        Indicator(
            "post_chair_in_term",
            pgettext_lazy("indicator", "grassroots unions with a chair in term"),
            unit="union",
            spans=(*HELD, ("valid_from", "term_ends_on")),
            when=CHAIR & Q(org__kind__in=BASE),
            names=("工会主席在届基层工会数",),
            rule=gettext_lazy("Grassroots and joint unions whose chair is in office and in term on the day."),
        ),
        Indicator(
            "term_due",
            pgettext_lazy("indicator", "terms that end"),
            unit="union",
            on="term_ends_on",
            when=RAN_OUT,
            names=("届满工会数", "应换届工会数"),
            rule=gettext_lazy(
                "Terms of elected chairs that end in the period; who left early is not counted."
            ),
        ),
        Indicator(
            "term_renewed",
            pgettext_lazy("indicator", "terms followed by an election in time"),
            unit="union",
            on="term_ends_on",
            when=RAN_OUT & IN_TIME,
            names=("按期换届工会数",),
            rule=gettext_lazy(
                "Of the terms that end in the period, those renewed by an election no later than that."
            ),
        ),
        Indicator(
            "cad_full_time",
            pgettext_lazy("indicator", "full-time union cadres"),
            unit="person",
            spans=HELD,
            when=Q(working=Working.FULL),
            distinct="person",
            names=("专职工会干部", "专职工会干部人数"),
            rule=gettext_lazy("Persons who hold a full-time post in a union on the day, each counted once."),
        ),
        Indicator(
            "cad_part_time",
            pgettext_lazy("indicator", "part-time union cadres"),
            unit="person",
            spans=HELD,
            when=Q(working=Working.PART),
            distinct="person",
            names=("兼职工会干部", "兼职工会干部人数"),
            rule=gettext_lazy("Persons who hold a part-time post in a union on the day, each counted once."),
        ),
    )
    icon = "briefcase"
    menu_order = 31
    first_step = gettext_lazy("Enter the chair first: the term and the vacancy clock rest on it.")


declare_ratio(
    Ratio(
        "post_chair_rate",
        pgettext_lazy("indicator", "share of grassroots unions with a chair in term"),
        part="post_chair_in_term",
        whole="org_count",
        names=("工会主席在届率", "主席在届率"),
        rule=gettext_lazy(
            "Grassroots unions with a chair in term by all grassroots unions, on the same day."
        ),
    )
)
declare_ratio(
    Ratio(
        "term_on_time_rate",
        pgettext_lazy("indicator", "share of re-elections in time"),
        part="term_renewed",
        whole="term_due",
        names=("按期换届率",),
        rule=gettext_lazy("Terms renewed in time by terms that end in the period."),
    )
)
