"""A responsibility letter: number, day and figures under which a union's agreed shares were put on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.kernel.text import clean
from zhijia.plans.registers.handing.rules import AGREED
from zhijia.plans.registers.letter import figures
from zhijia.plans.registers.plan.register import STAFF, Plan, planners
from zhijia.plans.registers.share.register import Share
from zhijia.registry.errors import Refused
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, above, in_line
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org

givers = above(Role.OFFICER, Role.LEADER)


class Letter(Entry):
    """A letter to the union at which it stands; `issuer` hands down, `figures` is what was promised that day."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="letters", verbose_name=pgettext_lazy("letter", "plan")
    )
    issuer = models.ForeignKey(
        Org,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=pgettext_lazy("letter", "issued by"),
    )
    number = models.CharField(
        pgettext_lazy("letter", "number"),
        max_length=40,
        help_text=gettext_lazy("As official papers write it, with year and serial number."),
    )
    dated_on = models.DateField(pgettext_lazy("letter", "day of the letter"))
    figures = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "responsibility letter")
        verbose_name_plural = pgettext_lazy("noun", "responsibility letters")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issuer", "number"],
                name="number_of_a_letter_once",
                violation_error_message=gettext_lazy("A letter of this number was issued already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.org.name}"

    def clean(self) -> None:
        self.number = " ".join(clean(self.number or "").text.split())


def refuse_stranger(letter: Letter, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A letter to a union is issued above it."""
    if before is None and not givers.test(by, letter):
        raise Refused("org", _("A letter to this union is issued by %(org)s.") % {"org": letter.issuer})


def refuse_nothing_agreed(letter: Letter, by: Actor, before: Mapping[str, Any] | None) -> None:
    """There is something to sign once a share of the plan is agreed."""
    shares = Share.objects.filter(
        target__plan=letter.plan_id, org=letter.org_id, handing__org=letter.issuer_id, state__in=AGREED
    )
    if before is None and not shares.exists():
        raise Refused(
            "plan",
            _("No share of this plan is agreed with %(org)s yet: there is nothing to sign.")
            % {"org": letter.org},
        )


class LetterRegister(Register):
    model = Letter
    fields = ("plan", "org", "number", "dated_on")
    fixed = ("plan", "org")
    columns = ("dated_on", "number", "org", "plan")
    filters = ("org", "dated_on")
    search = ("number",)
    select = ("org", "plan", "issuer")
    order = ("-dated_on", "-id")
    natural_keys: ClassVar = {"org": "code", "plan": "uid"}
    policy = Policy(view=in_line(*STAFF), add=planners, change=givers, remove=givers)
    refuses = (refuse_stranger, refuse_nothing_agreed)
    icon = "file-text"
    page = "plans:letter"
    menu_order = 24
    first_step = gettext_lazy(
        "Once shares of a plan are agreed, a letter to each union is issued from the page of what was handed down."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A letter comes from the union that leads the one it goes to, with the figures of that moment."""
        org = values.get("org")
        if org is not None and org.parent is None:
            raise Refused("org", _("No union leads this one: nobody hands down to it."))
        if org is None:
            return
        values["issuer"] = org.parent
        if (plan := values.get("plan")) is not None:
            values["figures"] = figures.kept(figures.standing(plan.pk, org.pk, org.parent.pk))
