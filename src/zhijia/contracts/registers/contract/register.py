"""Collective contracts: passed by the workers' congress, signed, filed, confirmed by the workers' side."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.contracts.effect import effective_on, ended_on
from zhijia.contracts.gates import OF_CONTRACT
from zhijia.contracts.registers.contract import rules
from zhijia.contracts.registers.contract.flow import FLOW, start_of
from zhijia.contracts.registers.contract.form import ContractForm
from zhijia.contracts.registers.contract.kinds import CLAIMING, ContractKind, Level
from zhijia.contracts.registers.contract.standing import standing
from zhijia.directory.models import Industry, Person
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, in_line, is_person
from zhijia.registry.register import Column, Register
from zhijia.tally.indicator import Indicator
from zhijia.tree.actor import Actor


class Contract(Span):
    """One contract between workers and employers; it holds from `valid_from` to before `valid_to`.

    People type the agreed days, the last one counted in. The span follows from them: not before the labour office
    let the contract pass, not after an early end.
    """

    kind = models.CharField(
        pgettext_lazy("collective contract", "kind of contract"), max_length=8, choices=ContractKind.choices
    )
    level = models.CharField(
        pgettext_lazy("collective contract", "level"),
        max_length=10,
        choices=Level.choices,
        default=Level.ENTERPRISE,
    )
    industry = models.CharField(
        pgettext_lazy("collective contract", "industry"),
        max_length=1,
        choices=Industry.choices,
        blank=True,
        help_text=gettext_lazy("For a contract of an industry only: every employer it covers belongs to it."),
    )
    starts_on = models.DateField(pgettext_lazy("collective contract", "first day of the term"))
    last_on = models.DateField(
        pgettext_lazy("collective contract", "last day of the term"),
        help_text=gettext_lazy("The last day on which it still holds, as the contract says."),
    )
    employers_named = models.PositiveIntegerField(
        pgettext_lazy("collective contract", "employers it names"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20_000)],
        help_text=gettext_lazy("1 for one enterprise; else the number in the contract's own list."),
    )
    consulted_on = models.DateField(
        pgettext_lazy("collective contract", "consultation held on"), null=True, blank=True
    )
    passed_on = models.DateField(
        pgettext_lazy("collective contract", "passed by the congress on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("By the workers' congress, or by all workers where there is none."),
    )
    delegates_all = models.PositiveIntegerField(
        pgettext_lazy("collective contract", "delegates in all"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )
    delegates_for = models.PositiveIntegerField(
        pgettext_lazy("collective contract", "votes for it"), null=True, blank=True
    )
    signed_on = models.DateField(pgettext_lazy("collective contract", "signed on"), null=True, blank=True)
    chief_workers = models.CharField(
        pgettext_lazy("collective contract", "chief representative of the workers"), max_length=60, blank=True
    )
    chief_employer = models.CharField(
        pgettext_lazy("collective contract", "chief representative of the employer"),
        max_length=60,
        blank=True,
    )
    number = models.CharField(
        pgettext_lazy("collective contract", "number of the contract"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("As on the receipt of the labour office, with place and year."),
    )
    filed_on = models.DateField(
        pgettext_lazy("collective contract", "filed with the labour office on"), null=True, blank=True
    )
    reviewed_on = models.DateField(
        pgettext_lazy("collective contract", "let pass by the labour office on"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "Empty when the labour office says nothing: the contract takes effect once its days have passed."
        ),
    )
    lowest_wage = models.PositiveIntegerField(
        pgettext_lazy("collective contract", "lowest wage agreed (yuan a month)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1_000_000)],
    )
    wage_rise = models.DecimalField(
        pgettext_lazy("collective contract", "average wage rise agreed (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-50), MaxValueValidator(200)],
    )
    delegate = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("collective contract", "workers' representative who can confirm it"),
        help_text=gettext_lazy(
            "One of the workers' side: the chief representative or a delegate, not whoever records it."
        ),
    )
    terminated_on = models.DateField(
        pgettext_lazy("collective contract", "last day, when ended early"), null=True, blank=True
    )
    state = models.CharField(
        pgettext_lazy("collective contract", "state"), max_length=20, default="", editable=False
    )
    valid_from = models.DateField(
        pgettext_lazy("collective contract", "in force from"), blank=True, editable=False
    )
    valid_to = models.DateField(
        pgettext_lazy("collective contract", "in force until"), null=True, blank=True, editable=False
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "collective contract")
        verbose_name_plural = pgettext_lazy("noun", "collective contracts")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="one_contract_of_a_number",
                violation_error_message=gettext_lazy(
                    "A contract of this number is on file already; type the number with place and year."
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="contract_place_day")]

    def __str__(self) -> str:
        if not self.starts_on or not self.last_on:
            return f"{self.org} · {self.get_kind_display()}"
        days = f"{self.starts_on.isoformat()} – {self.last_on.isoformat()}"
        return f"{self.org} · {self.get_kind_display()} · {days}"

    def clean(self) -> None:
        """The span that follows from the days typed; none where they contradict each other."""
        self.valid_to = None
        if not self.starts_on or not self.last_on:
            return
        self.valid_from, end = effective_on(self), ended_on(self)
        if self.last_on < self.starts_on:
            said = {"last": self.last_on.isoformat(), "first": self.starts_on.isoformat()}
            text = _("The last day (%(last)s) lies before the first (%(first)s).")
            raise ValidationError({"last_on": text % said})
        if end <= self.valid_from:
            name = "terminated_on" if self.terminated_on else "filed_on"
            text = _("It would take effect on %(first)s only, when it is over already; look at the days.")
            raise ValidationError({name: text % {"first": self.valid_from.isoformat()}})
        self.valid_to = end


class ContractRegister(Register):
    model = Contract
    fields = (
        "org",
        "kind",
        "level",
        "industry",
        "starts_on",
        "last_on",
        "employers_named",
        "consulted_on",
        "passed_on",
        "delegates_all",
        "delegates_for",
        "signed_on",
        "chief_workers",
        "chief_employer",
        "number",
        "filed_on",
        "reviewed_on",
        "lowest_wage",
        "wage_rise",
        "delegate",
        "terminated_on",
    )
    fixed = ("org", "kind", "level")
    ahead = ("starts_on", "last_on", "terminated_on")
    columns = (
        "kind",
        "org",
        "number",
        "last_on",
        Column("standing", capfirst(pgettext_lazy("collective contract", "as of today")), standing),
        "state",
    )
    filters = ("org", "kind", "level", "state", "starts_on", "last_on")
    search = ("number", "chief_workers", "chief_employer", "org__name")
    select = ("org", "delegate")
    order = ("-starts_on", "-id")
    natural_keys: ClassVar = {"org": "code", "delegate": "uid"}
    form_class = ContractForm  # type: ignore[assignment]
    confirmed_by = "delegate"
    confirmed_state = "confirmed"
    confirms: ClassVar = (
        "org",
        "kind",
        "level",
        "starts_on",
        "last_on",
        "employers_named",
        "signed_on",
        "filed_on",
        "delegate",
    )
    evidence = gettext_lazy(
        "The signed text with its list of employers, or the receipt of the labour office."
    )
    policy = Policy(
        view=in_line("officer", "chair", "caseworker", "leader") | is_person("delegate"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    flow = FLOW
    refuses = (
        rules.refuse_level,
        rules.refuse_industry,
        rules.refuse_named,
        rules.refuse_term,
        rules.refuse_out_of_step,
        rules.refuse_votes,
        rules.refuse_order,
        rules.refuse_before_founding,
        rules.refuse_early_end,
        rules.refuse_delegate,
        rules.refuse_not_unionised,
        rules.refuse_clash,
    )
    indicators = (
        Indicator(
            "cb_contracts",
            pgettext_lazy("indicator", "collective contracts in force"),
            unit="entry",
            spans=(("valid_from", "valid_to"),),
            when=Q(state__in=list(CLAIMING)),
            gates=OF_CONTRACT,
            names=("集体合同份数", "签订集体合同份数", "集体合同数"),
            rule=gettext_lazy(
                "Contracts of every kind in force on the day: filed with the labour office and not objected "
                "to, with the signed text and the word of the workers' side; one that ended the day before "
                "does not count."
            ),
        ),
    )
    icon = "file-text"
    menu_order = 210
    first_step = gettext_lazy(
        "Record a contract once its draft stands; it counts for an enterprise when it is passed, signed, filed, "
        "lists the enterprise and is confirmed by the workers' side."
    )

    @classmethod
    def subject(cls) -> str:
        """A list of names makes no contracts: the person named only vouches for one."""
        return ""

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A contract that exists already starts where its days say it stands."""
        values["state"] = start_of(values)
