"""Unions: the sheet of every organisation in the tree, and the way to found one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.credit_code import parse_credit_code
from zhijia.directory.industries import Industry
from zhijia.directory.registers.union import rules
from zhijia.directory.registers.union.approval import approved, proven
from zhijia.directory.registers.union.founding import found_org, write_through
from zhijia.directory.rules import kept_above, officers, refused
from zhijia.kernel.identity import parse_phone
from zhijia.kernel.notice import BadInput
from zhijia.kernel.pinyin import pinyin_key
from zhijia.kernel.text import clean
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org

GRASSROOTS = Q(kind__in=[OrgKind.GRASSROOTS.value, OrgKind.JOINT_GRASSROOTS.value])


class SetUp(models.TextChoices):
    SINGLE = "single", pgettext_lazy("set-up", "for one employer")
    JOINT = "joint", pgettext_lazy("set-up", "joint, for several employers")
    FEDERATION = "federation", pgettext_lazy("set-up", "federation of unions")


class UnitKind(models.TextChoices):
    ENTERPRISE = "enterprise", pgettext_lazy("unit kind", "enterprise")
    INSTITUTION = "institution", pgettext_lazy("unit kind", "public institution")
    ORGAN = "organ", pgettext_lazy("unit kind", "government organ")
    SOCIAL = "social", pgettext_lazy("unit kind", "social organisation")
    HOUSEHOLD = "household", pgettext_lazy("unit kind", "individual business")


class EconomicType(models.TextChoices):
    STATE = "state", pgettext_lazy("economic type", "state-owned")
    COLLECTIVE = "collective", pgettext_lazy("economic type", "collective")
    PRIVATE = "private", pgettext_lazy("economic type", "private")
    HKMT = "hkmt", pgettext_lazy("economic type", "funded from Hong Kong, Macao or Taiwan")
    FOREIGN = "foreign", pgettext_lazy("economic type", "foreign-funded")


class Union(Entry):
    """The sheet of one organisation; its name is written through to the tree, its code never changes."""

    code = models.CharField(
        pgettext_lazy("union", "statistical code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]{4,20}\Z", gettext_lazy("4 to 20 digits or capital letters."))],
        help_text=gettext_lazy("Given once and kept for ever, also when the union is renamed."),
        error_messages={"unique": gettext_lazy("This statistical code is taken.")},
    )
    name = models.CharField(pgettext_lazy("union", "full name"), max_length=120)
    name_key = models.CharField(max_length=240, editable=False, default="", db_index=True)
    kind = models.CharField(pgettext_lazy("union", "kind"), max_length=24, choices=OrgKind.choices)
    approved_by = models.ForeignKey(
        Org,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("union", "founded under"),
        help_text=gettext_lazy(
            "The leading union that approved the founding; empty for the top of the tree."
        ),
    )
    founded_on = models.DateField(pgettext_lazy("union", "founded on"))
    set_up = models.CharField(
        pgettext_lazy("union", "set-up"), max_length=10, choices=SetUp.choices, default=SetUp.SINGLE
    )
    unit_kind = models.CharField(
        pgettext_lazy("union", "kind of employer"), max_length=12, choices=UnitKind.choices, blank=True
    )
    economic_type = models.CharField(
        pgettext_lazy("union", "economic type"), max_length=12, choices=EconomicType.choices, blank=True
    )
    industry = models.CharField(
        pgettext_lazy("union", "industry"), max_length=1, choices=Industry.choices, blank=True
    )
    social_credit_code = models.CharField(
        pgettext_lazy("union", "social credit code"), max_length=18, blank=True
    )
    approval_number = models.CharField(
        pgettext_lazy("union", "number of the approval"), max_length=60, blank=True
    )
    approved_on = models.DateField(pgettext_lazy("union", "approved on"), null=True, blank=True)
    elected_on = models.DateField(
        pgettext_lazy("union", "present committee elected on"), null=True, blank=True
    )
    term_years = models.PositiveSmallIntegerField(
        pgettext_lazy("union", "term"),
        choices=[
            (3, pgettext_lazy("union", "3 years")),
            (5, pgettext_lazy("union", "5 years")),
        ],
        null=True,
        blank=True,
    )
    women_committee = models.BooleanField(pgettext_lazy("union", "women workers' committee"), default=False)
    audit_committee = models.BooleanField(pgettext_lazy("union", "funds auditing committee"), default=False)
    legal_certificate = models.CharField(
        pgettext_lazy("union", "number of the legal-person certificate"), max_length=40, blank=True
    )
    legal_certified_on = models.DateField(pgettext_lazy("union", "legal person since"), null=True, blank=True)
    split_from = models.ForeignKey(
        Org,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=pgettext_lazy("union", "split from"),
    )
    chair_name = models.CharField(pgettext_lazy("union", "chair"), max_length=100, blank=True)
    phone = models.CharField(pgettext_lazy("union", "office telephone"), max_length=20, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "union")
        verbose_name_plural = pgettext_lazy("noun", "unions")
        constraints: ClassVar = [
            RaceGuard(fields=["org"], name="one_sheet_of_an_org"),
            models.UniqueConstraint(
                fields=["social_credit_code"],
                condition=~Q(social_credit_code=""),
                name="one_union_of_a_credit_code",
                violation_error_message=gettext_lazy(
                    "A union with this social credit code is on file already."
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "name_key"], name="union_place_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        faults: dict[str, ValidationError] = {}
        self.name = " ".join(clean(self.name or "").text.split())
        self.name_key = pinyin_key(self.name, person=False)
        if not self.name:
            faults["name"] = ValidationError(_("Type the full name of the union."))
        for name, read in {"social_credit_code": parse_credit_code, "phone": parse_phone}.items():
            try:
                setattr(self, name, read(getattr(self, name)) if getattr(self, name) else "")
            except BadInput as error:
                faults[name] = refused(error)
        if faults:
            raise ValidationError(faults)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores the sheet; the organisation is founded with it, or renamed, in the same transaction."""
        if self._state.adding:
            self.org = found_org(self)
            self.path = self.org.path
        else:
            write_through(self)
        super().save(*args, **kwargs)


class UnionRegister(Register):
    model = Union
    fields = (
        "code",
        "name",
        "kind",
        "approved_by",
        "founded_on",
        "set_up",
        "unit_kind",
        "economic_type",
        "industry",
        "social_credit_code",
        "approval_number",
        "approved_on",
        "elected_on",
        "term_years",
        "women_committee",
        "audit_committee",
        "legal_certificate",
        "legal_certified_on",
        "chair_name",
        "phone",
    )
    fixed = ("code", "kind", "approved_by", "founded_on")
    columns = ("name", "code", "kind", "approved_by", "founded_on", "elected_on", "term_years", "chair_name")
    filters = ("org", "kind", "set_up", "unit_kind", "economic_type", "industry", "founded_on", "elected_on")
    search = ("name", "code", "social_credit_code", "chair_name")
    select = ("org", "approved_by")
    order = ("path",)
    natural_keys: ClassVar = {"org": "code", "approved_by": "code"}
    evidence = gettext_lazy("The document by which the union above approved the founding.")
    policy = Policy(
        view=officers | kept_above,
        add=rules.founder,
        change=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_place,
        rules.refuse_term,
        rules.refuse_dates,
        rules.refuse_no_committee,
        rules.refuse_half_certificate,
        rules.refuse_half_approval,
    )
    indicators = (
        Indicator(
            "org_count",
            pgettext_lazy("indicator", "grassroots unions"),
            unit="union",
            spans=(("org__opened_on", "org__closed_on"),),
            when=GRASSROOTS,
            names=("基层工会数", "基层工会组织数"),
            rule=gettext_lazy("Grassroots and joint unions that are founded and not closed on the day."),
        ),
        Indicator(
            "org_joint",
            pgettext_lazy("indicator", "joint grassroots unions"),
            unit="union",
            spans=(("org__opened_on", "org__closed_on"),),
            when=Q(kind=OrgKind.JOINT_GRASSROOTS.value),
            names=("联合基层工会总数",),
            rule=gettext_lazy("Unions of several employers that are founded and not closed on the day."),
        ),
        Indicator(
            "org_women_committee",
            pgettext_lazy("indicator", "grassroots unions with a women workers' committee"),
            unit="union",
            spans=(("org__opened_on", "org__closed_on"),),
            when=GRASSROOTS & Q(women_committee=True),
            names=("建立女职工委员会的基层工会数",),
            rule=gettext_lazy(
                "Grassroots and joint unions not closed on the day whose sheet has a women workers' committee."
            ),
        ),
        Indicator(
            "org_audit_committee",
            pgettext_lazy("indicator", "grassroots unions with a funds auditing committee"),
            unit="union",
            spans=(("org__opened_on", "org__closed_on"),),
            when=GRASSROOTS & Q(audit_committee=True),
            names=("建立经费审查委员会的基层工会数",),
            rule=gettext_lazy(
                "Grassroots and joint unions not closed on the day whose sheet has a funds auditing committee."
            ),
        ),
        Indicator(
            "org_new",
            pgettext_lazy("indicator", "new grassroots unions"),
            unit="union",
            on="founded_on",
            when=GRASSROOTS & Q(split_from__isnull=True),
            names=("新建基层工会", "新建工会", "新组建工会"),
            rule=gettext_lazy(
                "Grassroots and joint unions founded in the period; one split from another is not new."
            ),
        ),
        Indicator(
            "org_federation_new",
            pgettext_lazy("indicator", "new regional and sectoral federations"),
            unit="union",
            on="founded_on",
            when=Q(kind__in=[OrgKind.REGIONAL_FEDERATION.value, OrgKind.SECTOR_FEDERATION.value]),
            gates=(approved, proven),
            names=("新建区域(行业)性工会联合会", "新建区域性、行业性工会联合会"),
            rule=gettext_lazy(
                "Regional and sectoral federations founded in the period, with number and day of the approval "
                "and the document itself. One that is merged later was still founded; a merger founds nothing."
            ),
        ),
    )
    icon = "sitemap"
    page = "directory:union"
    menu_order = 30
    first_step = gettext_lazy(
        "A union is founded under the one that leads it; its statistical code is given once "
        "and never changes."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """Until it is founded, a union stands where the one that approves it stands: whose officers may."""
        values["org"] = (
            values.get("approved_by") or Org.objects.filter(code=values.get("code", ""), parent=None).first()
        )
