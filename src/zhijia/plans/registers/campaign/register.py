"""A campaign: name, days, partner offices, what is counted and who takes part; closed with kept figures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.kernel.period import Period
from zhijia.plans.registers.campaign import rules, steps
from zhijia.plans.registers.campaign.form import CampaignForm
from zhijia.plans.registers.plan.register import STAFF
from zhijia.registry.fields import DigestField
from zhijia.registry.flow import Flow, Move, never
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, in_line
from zhijia.registry.register import Register


class Campaign(Entry):
    """`measures` are keys of what is counted, `unions` codes of those who take part, each with blanks between."""

    name = models.CharField(pgettext_lazy("campaign", "name"), max_length=80)
    starts_on = models.DateField(pgettext_lazy("campaign", "first day"))
    ends_on = models.DateField(pgettext_lazy("campaign", "last day"))
    partners = models.CharField(
        pgettext_lazy("campaign", "partner offices"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Offices that carry it together with the union."),
    )
    aim = models.CharField(pgettext_lazy("campaign", "what it is for"), max_length=500, blank=True)
    measures = models.TextField(
        pgettext_lazy("campaign", "what is counted"),
        max_length=3000,
        help_text=gettext_lazy("Keys of what is counted, with blanks between."),
    )
    unions = models.TextField(
        pgettext_lazy("campaign", "unions that take part"),
        max_length=6000,
        help_text=gettext_lazy("Statistical codes of the unions, with blanks between."),
    )
    words_at_end = models.CharField(
        pgettext_lazy("campaign", "words of the summary"), max_length=1000, blank=True
    )
    figures = models.JSONField(
        pgettext_lazy("campaign", "figures as closed"), default=dict, editable=False, blank=True
    )
    checksum = DigestField(pgettext_lazy("campaign", "checksum"), default="", blank=True)
    closed_on = models.DateField(pgettext_lazy("campaign", "closed on"), null=True, editable=False)
    state = models.CharField(pgettext_lazy("entry", "state"), max_length=20, default="", editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "campaign")
        verbose_name_plural = pgettext_lazy("noun", "campaigns")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keys and codes once each, whatever stood between them."""
        self.measures = " ".join(dict.fromkeys((self.measures or "").split()))
        self.unions = " ".join(dict.fromkeys((self.unions or "").split()))

    @property
    def measure_keys(self) -> list[str]:
        return self.measures.split()

    @property
    def union_codes(self) -> list[str]:
        return self.unions.split()

    @property
    def period(self) -> Period:
        """Its days, both ends counted."""
        return Period.through(self.starts_on, self.ends_on)

    @property
    def state_label(self) -> str:
        return str(CampaignRegister.flow.states.get(self.state, self.state))


class CampaignRegister(Register):
    model = Campaign
    fields = (
        "org",
        "name",
        "starts_on",
        "ends_on",
        "partners",
        "aim",
        "measures",
        "unions",
        "words_at_end",
    )
    fixed = ("org",)
    ahead = ("starts_on", "ends_on")
    columns = ("name", "org", "starts_on", "ends_on", "partners", "state")
    filters = ("state", "org", "starts_on")
    search = ("name", "partners")
    select = ("org",)
    order = ("-starts_on", "-id")
    natural_keys: ClassVar = {"org": "code"}
    form_class = CampaignForm  # type: ignore[assignment]
    policy = Policy(
        view=in_line(*STAFF),
        add=rules.organisers,
        change=rules.organisers | rules.closers,
        remove=rules.organisers & rules.not_begun,
    )
    flow: ClassVar[Flow] = Flow(
        "planned",
        {
            "planned": pgettext_lazy("state of a campaign", "planned"),
            "running": pgettext_lazy("state of a campaign", "running"),
            "closed": pgettext_lazy("state of a campaign", "closed"),
        },
        (
            Move(
                "begin",
                ("planned",),
                "running",
                pgettext_lazy("step", "Begin the campaign"),
                rules.organisers,
                through=steps.begin,
                due=rules.begun,
            ),
            Move(
                "close",
                ("running",),
                "closed",
                pgettext_lazy("step", "Close and sign"),
                rules.closers,
                form=("words_at_end",),
                through=steps.close,
                due=rules.over,
            ),
            Move(
                "reopen",
                ("closed",),
                "running",
                pgettext_lazy("step", "Reopen the campaign"),
                rules.closers,
                reason=True,
                danger=True,
                through=steps.reopen,
                due=never,
            ),
        ),
    )
    refuses = (
        rules.refuse_bad_days,
        rules.refuse_nothing_counted,
        rules.refuse_strange_union,
        rules.refuse_change_once_closed,
        rules.refuse_early_close,
    )
    icon = "flag"
    page = "plans:campaign"
    menu_order = 27
    first_step = gettext_lazy(
        "A rights month, a hundred-day drive, a Safety Month: give it its days, tick what is counted and who takes "
        "part; the table fills from the records."
    )
