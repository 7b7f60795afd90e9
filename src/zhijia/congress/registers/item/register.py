"""Items of a session: what was put to the delegates, how they voted, whether it passed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from zhijia.congress.registers.item import rules
from zhijia.congress.registers.item.gates import OF_SESSION
from zhijia.congress.registers.session.register import Session
from zhijia.congress.standards import passes
from zhijia.kernel.text import clean
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Column, Register
from zhijia.tally.indicator import Indicator
from zhijia.tree.actor import Actor


class Right(models.TextChoices):
    DELIBERATE = "deliberate", pgettext_lazy("right of a congress", "deliberate and advise")
    ADOPT = "adopt", pgettext_lazy("right of a congress", "deliberate and adopt")
    SUPERVISE = "supervise", pgettext_lazy("right of a congress", "review and supervise")
    ELECT = "elect", pgettext_lazy("right of a congress", "elect")
    APPRAISE = "appraise", pgettext_lazy("right of a congress", "appraise")


def _votes(label: Any, **more: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, default=0, validators=[MaxValueValidator(10_000)], **more)


class Item(Event):
    """One matter of one session; `happened_on` is the day of the session."""

    session = models.ForeignKey(
        Session,
        models.PROTECT,
        related_name="items",
        verbose_name=pgettext_lazy("item of a session", "session"),
    )
    subject = models.CharField(pgettext_lazy("item of a session", "subject"), max_length=120)
    right = models.CharField(
        pgettext_lazy("item of a session", "right exercised"), max_length=10, choices=Right.choices
    )
    secret = models.BooleanField(
        pgettext_lazy("item of a session", "by secret ballot"),
        default=False,
        help_text=gettext_lazy("What is adopted and who is elected is decided by secret ballot."),
    )
    votes_for = _votes(pgettext_lazy("item of a session", "votes for"))
    votes_against = _votes(pgettext_lazy("item of a session", "votes against"))
    abstained = _votes(pgettext_lazy("item of a session", "abstentions"))
    published_on = models.DateField(
        pgettext_lazy("item of a session", "shown to all workers on"), null=True, blank=True
    )
    happened_on = models.DateField(
        pgettext_lazy("item of a session", "put to the vote on"), editable=False, blank=True
    )
    passed = models.BooleanField(pgettext_lazy("item of a session", "passed"), editable=False, default=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "item of a session")
        verbose_name_plural = pgettext_lazy("noun", "items of sessions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "subject"],
                name="one_item_of_a_subject",
                violation_error_message=gettext_lazy("This session has an item of this subject already."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="item_place_day")]

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        """Day and result follow from the session: more than half of all delegates, present or not."""
        self.subject = " ".join(clean(self.subject or "").text.split())
        if not self.subject:
            raise ValidationError({"subject": _("Say in a few words what was put to the delegates.")})
        if self.session_id is None:
            return
        self.happened_on = self.session.happened_on
        votes = self.votes_for or 0
        self.passed = self.session.quorate and passes(votes, self.session.delegates)


def result(item: Item) -> str:
    """The votes and what they decided."""
    told = (
        pgettext("result of a vote", "passed") if item.passed else pgettext("result of a vote", "not passed")
    )
    votes = f"{item.votes_for} : {item.votes_against} : {item.abstained}"
    return f"{votes} · {told}"


class ItemRegister(Register):
    model = Item
    fields = (
        "session",
        "subject",
        "right",
        "secret",
        "votes_for",
        "votes_against",
        "abstained",
        "published_on",
    )
    fixed = ("session",)
    columns = (
        "happened_on",
        "subject",
        "right",
        "session",
        Column("result", capfirst(pgettext_lazy("item of a session", "for : against : abstained")), result),
    )
    filters = ("org", "right", "passed", "secret", "happened_on")
    search = ("subject",)
    select = ("org", "session__congress__unit", "session__congress__org")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"session": "uid"}
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_without_quorum,
        rules.refuse_more_votes,
        rules.refuse_open_ballot,
        rules.refuse_early_showing,
    )
    indicators = (
        Indicator(
            "cong_items_passed",
            pgettext_lazy("indicator", "items passed by congresses"),
            unit="entry",
            on="session__happened_on",
            when=Q(passed=True),
            gates=OF_SESSION,
            names=("职代会通过事项数", "职代会审议通过事项"),
            rule=gettext_lazy(
                "Items that more than half of all delegates voted for, by the day of a valid session that has "
                "proof and a delegate's confirmation."
            ),
        ),
    )
    icon = "checks"
    menu_order = 222
    first_step = gettext_lazy(
        "Record what was put to the delegates and the votes: it passes with more than half of all delegates."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """An item stands where its session stands, on its day."""
        if values.get("session") is not None:
            values["org"] = values["session"].org
            values["happened_on"] = values["session"].happened_on
