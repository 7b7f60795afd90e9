"""Transfers of members: asked for by the worker or by either union, and done once both unions agree."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory import behalf
from zhijia.directory.answering import ANSWER_BY, entered_for, standing_in
from zhijia.directory.behalf import Came, Wish, refuse_borrowed_word
from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.person.register import Person
from zhijia.directory.registers.transfer import rules
from zhijia.directory.registers.transfer.forms import TransferForm
from zhijia.directory.rules import officers
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, Text, holds, is_person
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

STATES: dict[str, Text] = {
    "asked": pgettext_lazy("state of transfer", "asked for"),
    "released": pgettext_lazy("state of transfer", "released, the new union has to agree"),
    "accepted": pgettext_lazy("state of transfer", "accepted, the old union has to agree"),
    "done": pgettext_lazy("state of transfer", "transferred"),
    "refused": pgettext_lazy("state of transfer", "refused"),
    "withdrawn": pgettext_lazy("state of transfer", "withdrawn"),
}
MOVES = (
    Move(
        "release", ("asked",), "released", label=pgettext_lazy("step", "Release the member"), by=rules.leaving
    ),
    Move(
        "accept", ("asked",), "accepted", label=pgettext_lazy("step", "Accept the member"), by=rules.receiving
    ),
    Move(
        "release_and_move",
        ("accepted",),
        "done",
        label=pgettext_lazy("step", "Release and transfer"),
        by=rules.leaving,
        through=rules.carry_out,
        form=("moved_on",),
        apart_from="accept",
    ),
    Move(
        "accept_and_move",
        ("released",),
        "done",
        label=pgettext_lazy("step", "Accept and transfer"),
        by=rules.receiving,
        through=rules.carry_out,
        form=("moved_on",),
        apart_from="release",
    ),
    Move(
        "refuse",
        rules.OPEN,
        "refused",
        label=pgettext_lazy("step", "Refuse the transfer"),
        by=rules.leaving | rules.receiving,
        reason=True,
        danger=True,
    ),
    Move(
        "own_word",
        ("asked",),
        "asked",
        label=pgettext_lazy("step", "It is my own wish"),
        by=is_person("person") & entered_for,
        through=behalf.own_word,
        due=lambda: None,
    ),
    Move(
        "withdraw",
        rules.OPEN,
        "withdrawn",
        label=pgettext_lazy("step", "Withdraw the wish to transfer"),
        by=is_person("person"),
        danger=True,
        due=lambda: None,
    ),
)


class Transfer(Wish, Event):
    """One member on the way from one union (`org`) to another (`to`)."""

    org = models.ForeignKey(
        Org, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("transfer", "from union")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="transfers", verbose_name=pgettext_lazy("transfer", "member")
    )
    to = models.ForeignKey(
        Org, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("transfer", "to union")
    )
    happened_on = models.DateField(pgettext_lazy("transfer", "asked on"))
    note = models.CharField(pgettext_lazy("transfer", "why"), max_length=200, blank=True)
    moved_on = models.DateField(
        pgettext_lazy("transfer", "member there from"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "The membership in the old union ends and that in the new one begins on this day."
        ),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "transfer of a member")
        verbose_name_plural = pgettext_lazy("noun", "transfers of members")
        constraints: ClassVar = [
            RaceGuard(fields=["person"], condition=Q(state__in=rules.OPEN), name="one_open_transfer")
        ]
        indexes: ClassVar = [models.Index(fields=["to", "state"], name="transfer_to_state")]

    def __str__(self) -> str:
        return f"{self.person} · {self.org} → {self.to}"


class TransferRegister(Register):
    model = Transfer
    fields = ("person", "to", "happened_on", "note", "came_by", "moved_on")
    fixed = ("person", "to")
    columns = ("happened_on", "person", "org", "to", "came_by", "state", "moved_on", ANSWER_BY)
    filters = ("state", "came_by", "happened_on")
    search = ("person__name",)
    select = ("org", "person", "to")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"person": "uid", "to": "code"}
    form_class = TransferForm  # type: ignore[assignment]
    policy = Policy(
        view=officers | rules.receiving_side | is_person("person"),
        add=holds("officer"),
        change=holds("officer") & standing_in("asked"),
        export=holds("officer"),
    )
    flow = Flow("asked", STATES, MOVES, closed=("done", "refused", "withdrawn"))
    refuses = (rules.refuse_place, rules.refuse_second, refuse_borrowed_word)
    links = ((gettext_lazy("Ask for a member of another union"), "directory:fetch", "user-check"),)
    icon = "chevrons-right"
    menu_order = 22
    first_step = gettext_lazy(
        "A member goes to another union once both have agreed; the member is told. Any of the three may ask."
    )

    @classmethod
    def needs_another(cls, move: Move, entry: Any, actor: Actor) -> bool:
        """Two people agree; one above both may do so alone where a union has nobody of its own."""
        return super().needs_another(move, entry, actor) and not rules.without_officer(entry)

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A transfer stands at the union the person is a member of."""
        behalf.fill(values, by, otherwise=Came.UNION)
        if values.get("org") is None and values.get("person") is not None:
            values["org"] = rules.member_at(values["person"])
