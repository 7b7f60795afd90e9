"""Memberships: a person belongs to a union from a day to before another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.membership import rules
from zhijia.directory.registers.membership.groups import GROUPS
from zhijia.directory.registers.membership.lapse import refuse_lapse_unexplained
from zhijia.directory.registers.person.numbers import Sex
from zhijia.directory.registers.person.register import Person
from zhijia.directory.rules import officers
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Column, Register
from zhijia.tally.indicator import Indicator


class JoinKind(models.TextChoices):
    NEW = "new", pgettext_lazy("joining", "joined as a new member")
    TRANSFERRED = "transferred", pgettext_lazy("joining", "transferred from another union")
    RETURNED = "returned", pgettext_lazy("joining", "came back")


class LeftKind(models.TextChoices):
    TRANSFERRED = "transferred", pgettext_lazy("leaving", "transferred to another union")
    LEFT_JOB = "left_job", pgettext_lazy("leaving", "left the job")
    RETIRED = "retired", pgettext_lazy("leaving", "retired")
    RESIGNED = "resigned", pgettext_lazy("leaving", "resigned of own accord")
    LAPSED = "lapsed", pgettext_lazy("leaving", "lapsed: no dues and no part taken for six months")
    EXPELLED = "expelled", pgettext_lazy("leaving", "expelled")
    DIED = "died", pgettext_lazy("leaving", "died")
    MISTAKE = "mistake", pgettext_lazy("leaving", "recorded by mistake")


class Membership(Span):
    """One stretch of one person's membership in one union."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name=pgettext_lazy("membership", "person")
    )
    valid_from = models.DateField(pgettext_lazy("membership", "joined on"))
    valid_to = models.DateField(
        pgettext_lazy("membership", "left on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The first day the person is no longer a member."),
    )
    join_kind = models.CharField(
        pgettext_lazy("membership", "way of joining"),
        max_length=12,
        choices=JoinKind.choices,
        default=JoinKind.NEW,
    )
    left_kind = models.CharField(
        pgettext_lazy("membership", "way of leaving"), max_length=12, choices=LeftKind.choices, blank=True
    )
    left_reason = models.CharField(
        pgettext_lazy("membership", "reason"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy(
            "Needed when the last day lies more than a month back, since figures of then change, and when a "
            "membership lapses: since when no dues, and when the member was spoken to."
        ),
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "membership")
        verbose_name_plural = pgettext_lazy("noun", "memberships")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(fields=["person"], condition=Q(valid_to__isnull=True), name="one_open_membership"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["path", "valid_from"], name="membership_place_day"),
            # how many members a union has is read from the index alone
            models.Index(
                fields=["org", "valid_from", "valid_to", "person", "confirmed_at"], name="membership_of_union"
            ),
            # the few that ended
            models.Index(
                fields=["left_kind", "path"], condition=Q(valid_to__isnull=False), name="membership_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.org}"


#: the person said so through a channel no officer holds, or stands on the list alone
CONFIRMED = pgettext_lazy("membership", "confirmed")
LISTED = pgettext_lazy("membership", "only listed")
OWN_WORD = Column(
    "own_word",
    pgettext_lazy("membership", "Own word"),
    lambda entry: CONFIRMED if entry.confirmed_at else LISTED,
)


class MembershipRegister(Register):
    model = Membership
    fields = ("org", "person", "valid_from", "join_kind", "valid_to", "left_kind", "left_reason")
    fixed = ("org", "person")
    columns = ("person", "org", "valid_from", "join_kind", "valid_to", "left_kind", OWN_WORD)
    filters = ("org", "join_kind", "left_kind", "valid_from")
    search = ("person__name",)
    select = ("org", "person")
    confirmed_by = "person"
    confirms: ClassVar = ("person", "valid_from")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code", "person": "uid"}
    policy = Policy(
        view=officers | is_person("person"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_kind,
        rules.refuse_before_founding,
        rules.refuse_half_left,
        refuse_lapse_unexplained,
        rules.refuse_overlapping,
    )
    suspects: ClassVar = {rules.refuse_overlapping: rules.members_before}
    indicators = (
        Indicator(
            "mem_count",
            pgettext_lazy("indicator", "members"),
            unit="person",
            spans=(("valid_from", "valid_to"),),
            distinct="person",
            names=("会员数", "会员人数", "工会会员"),
            rule=gettext_lazy("Persons with a membership in force on the day, each counted once."),
        ),
        Indicator(
            "mem_confirmed",
            pgettext_lazy("indicator", "members who said so themselves"),
            unit="person",
            spans=(("valid_from", "valid_to"),),
            when=Q(confirmed_at__isnull=False),
            distinct="person",
            names=("本人确认会员数", "经本人确认的会员"),
            rule=gettext_lazy(
                "Members who confirmed their membership themselves, by link, code, slip, call or own account; "
                "no officer can do it for them."
            ),
        ),
        Indicator(
            "mem_women",
            pgettext_lazy("indicator", "women members"),
            unit="person",
            spans=(("valid_from", "valid_to"),),
            when=Q(person__sex=Sex.FEMALE),
            distinct="person",
            names=(
                "女会员人数",
                "女会员总数",
            ),
            rule=gettext_lazy("Women with a membership in force on the day, each counted once."),
        ),
        *GROUPS,
        Indicator(
            "mem_new",
            pgettext_lazy("indicator", "new members"),
            unit="person",
            on="valid_from",
            when=Q(join_kind=JoinKind.NEW),
            distinct="person",
            names=("新发展会员", "发展会员", "新增会员"),
            rule=gettext_lazy("Persons who joined for the first time in the period; transfers do not count."),
        ),
    )
    icon = "users"
    menu_order = 20
    first_step = gettext_lazy("A membership begins when a person joins a union: record the person first.")
