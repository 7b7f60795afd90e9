"""What came of a notice at one union it was sent to: received, read, replied, accepted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.kernel.day import today
from zhijia.office.posts import WORKING, WRITING, writers
from zhijia.office.registers.notice.register import Notice
from zhijia.office.registers.reply import rules, steps
from zhijia.registry.flow import Flow, Move, never
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, nobody
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class Reply(Event):
    """`org` got the notice on `happened_on`; `answers` are by the question's label, as the question keeps them."""

    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="replies", verbose_name=pgettext_lazy("reply", "notice")
    )
    happened_on = models.DateField(pgettext_lazy("reply", "received on"), default=today)
    reply_due_on = models.DateField(pgettext_lazy("reply", "reply due on"), null=True, editable=False)
    text = models.TextField(pgettext_lazy("reply", "reply in words"), max_length=4000, blank=True)
    answers = models.JSONField(default=dict, blank=True, editable=False)
    read_at = models.DateTimeField(pgettext_lazy("reply", "read at"), null=True, editable=False)
    replied_at = models.DateTimeField(pgettext_lazy("reply", "replied at"), null=True, editable=False)
    remark = models.CharField(
        pgettext_lazy("reply", "what is to be amended"), max_length=500, blank=True, editable=False
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "notice received")
        verbose_name_plural = pgettext_lazy("noun", "notices received")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice", "org"],
                name="one_copy_of_a_union",
                violation_error_message=gettext_lazy("This union has got the notice already."),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["path", "state"], name="reply_place_state"),
            models.Index(fields=["path", "happened_on"], name="reply_place_day"),
        ]

    def __str__(self) -> str:
        return str(self.notice)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it was not answered."""
        return self.state in rules.OPEN and self.reply_due_on is not None and self.reply_due_on < today()

    @property
    def state_label(self) -> str:
        return str(ReplyRegister.flow.states.get(self.state, self.state))


class ReplyRegister(Register):
    model = Reply
    fields = ("notice", "org", "text")
    fixed = ("notice", "org")
    columns = ("notice", "org", "happened_on", "reply_due_on", "read_at", "replied_at", "state")
    filters = ("state", "org", "reply_due_on")
    search = ("notice__title", "notice__number", "org__name")
    select = ("org", "notice", "notice__org")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "notice": "uid"}
    evidence = gettext_lazy("What goes with the reply: tables, photographs, signed papers.")
    policy = Policy(
        view=holds(*WORKING),
        add=writers & rules.askers,
        change=holds(*WORKING),
        remove=nobody,
        export=holds(*WRITING),
    )
    flow: ClassVar[Flow] = Flow(
        "sent",
        {
            "sent": pgettext_lazy("state of a reply", "not read yet"),
            "read": pgettext_lazy("state of a reply", "read, to be answered"),
            "noted": pgettext_lazy("state of a reply", "read"),
            "replied": pgettext_lazy("state of a reply", "replied"),
            "returned": pgettext_lazy("state of a reply", "returned"),
            "accepted": pgettext_lazy("state of a reply", "accepted"),
            "void": pgettext_lazy("state of a reply", "notice withdrawn"),
        },
        (
            Move(
                "see",
                ("sent",),
                "read",
                pgettext_lazy("step", "Read"),
                rules.receivers,
                through=steps.see,
                due=never,
            ),
            Move(
                "note",
                ("sent",),
                "noted",
                pgettext_lazy("step", "Read"),
                rules.receivers,
                through=steps.see,
                due=rules.to_read,
            ),
            Move(
                "reply",
                ("sent", "read", "returned", "replied"),
                "replied",
                pgettext_lazy("step", "Reply"),
                rules.receivers,
                form=("text",),
                through=steps.reply_in_words,
                due=rules.to_answer,
            ),
            Move(
                "accept",
                ("replied",),
                "accepted",
                pgettext_lazy("step of a reply", "Accept"),
                rules.askers,
            ),
            Move(
                "return",
                ("replied",),
                "returned",
                pgettext_lazy("step", "Return"),
                rules.askers,
                reason=True,
                through=steps.give_back,
            ),
            Move(
                "void",
                ("sent", "read", "returned", "replied"),
                "void",
                pgettext_lazy("step", "Withdraw"),
                nobody,
                danger=True,
                reason=True,
            ),
        ),
        closed=("noted", "accepted", "void"),
    )
    refuses = (
        rules.refuse_not_issued,
        rules.refuse_not_below,
        rules.refuse_unasked,
        rules.refuse_said_silently,
    )
    icon = "inbox"
    page = "office:reply"
    menu_order = 14
    first_step = gettext_lazy("Notices from the unions above come in here by themselves.")

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """Received on the day of the notice, to be answered by the day it names."""
        notice = values.get("notice")
        if notice is not None:
            values["reply_due_on"] = notice.reply_due_on
