"""What contracts reach on a day: enterprises, their workers, and the shares plans promise.

An enterprise counts where it is unionised: at the union that covers it on that day, with the ownership it has on
that day, whoever signed the contract. So a part is never more than its whole, at any place and on any day.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.contracts.gates import OF_COVERED
from zhijia.contracts.registers.contract.kinds import CLAIMING, ContractKind
from zhijia.directory.models import ENTERPRISES, NON_PUBLIC, Ownership
from zhijia.tally.indicator import Indicator, Ratio
from zhijia.tally.sources import declare_ratio

#: in force, listed, unionised and of its kind, all on the same day
TOGETHER = (
    ("contract__valid_from", "contract__valid_to"),
    ("valid_from", "valid_to"),
    ("unit__coverages__valid_from", "unit__coverages__valid_to"),
    ("unit__facts__valid_from", "unit__facts__valid_to"),
)
COVERING_UNION = "unit__coverages__org"
CLAIMED = Q(unit__legal_person=True, contract__state__in=list(CLAIMING))


def _reach(
    key: str, label: str | Promise, when: Q, rule: str | Promise, names: tuple[str, ...], **more: str
) -> Indicator:
    """Different unionised enterprises under contracts of a kind on the day."""
    return Indicator(
        key,
        label,
        unit=more.pop("unit", "unit"),
        spans=TOGETHER,
        when=CLAIMED & when,
        distinct="unit",
        gates=OF_COVERED,
        org=COVERING_UNION,
        names=names,
        rule=rule,
        **more,
    )


def _of(kind: str, owners: list[str]) -> Q:
    return Q(contract__kind=kind, unit__facts__ownership__in=owners)


ANY = Q(unit__facts__ownership__in=list(ENTERPRISES))

REACH = (
    _reach(
        "cb_enterprises",
        pgettext_lazy("indicator", "enterprises under a collective contract"),
        ANY,
        gettext_lazy(
            "Different unionised enterprises under any contract in force on the day; one under its own and "
            "under a regional contract counts once, at the union that covers it."
        ),
        ("集体合同覆盖企业数", "签订集体合同企业数"),
    ),
    _reach(
        "cb_workers",
        pgettext_lazy("indicator", "workers under a collective contract"),
        ANY,
        gettext_lazy(
            "Staff on record on the day of the unionised enterprises under any contract in force; a contract "
            "binds all staff, and an enterprise under several contracts counts once."
        ),
        ("集体合同覆盖职工数", "集体合同覆盖职工人数"),
        unit="person",
        amount="unit__facts__staff",
    ),
    _reach(
        "cb_general_units",
        pgettext_lazy("indicator", "enterprises under a general collective contract"),
        _of(ContractKind.GENERAL.value, list(ENTERPRISES)),
        gettext_lazy("Different unionised enterprises under a general contract in force on the day."),
        ("签订综合集体合同企业数",),
    ),
    _reach(
        "cb_wage_units",
        pgettext_lazy("indicator", "enterprises with collective wage consultation"),
        _of(ContractKind.WAGE.value, list(ENTERPRISES)),
        gettext_lazy(
            "Different unionised enterprises under a special contract on wages in force on the day, their own "
            "or that of a region or industry."
        ),
        ("工资集体协商企业数", "开展工资集体协商企业数", "签订工资专项集体合同企业数"),
    ),
    _reach(
        "cb_women_units",
        pgettext_lazy("indicator", "enterprises under a contract on women workers' rights"),
        _of(ContractKind.WOMEN.value, list(ENTERPRISES)),
        gettext_lazy(
            "Different unionised enterprises under a special contract on women workers' rights in force on "
            "the day."
        ),
        ("签订女职工专项集体合同企业数", "女职工权益保护专项集体合同企业数"),
    ),
    _reach(
        "cb_safety_state",
        pgettext_lazy("indicator", "state-owned enterprises under a contract on safety and health"),
        _of(ContractKind.SAFETY.value, [Ownership.STATE.value]),
        gettext_lazy(
            "Different unionised state-owned enterprises under a special contract on labour safety and "
            "health in force on the day."
        ),
        ("国有企业签订劳动安全卫生专项集体合同数",),
    ),
    _reach(
        "cb_safety_nonpublic",
        pgettext_lazy("indicator", "non-public enterprises under a contract on safety and health"),
        _of(ContractKind.SAFETY.value, list(NON_PUBLIC)),
        gettext_lazy(
            "Different unionised private and foreign-funded enterprises under a special contract on labour "
            "safety and health in force on the day."
        ),
        ("非公有制企业签订劳动安全卫生专项集体合同数",),
    ),
)

RATES = (
    Ratio(
        "cb_general_rate",
        pgettext_lazy("indicator", "coverage by general collective contracts"),
        part="cb_general_units",
        whole="units_covered",
        names=("集体合同签订率", "集体合同建制率", "建会企业集体合同签订率"),
        rule=gettext_lazy(
            "Unionised enterprises under a general contract by all unionised enterprises, on the same day."
        ),
    ),
    Ratio(
        "cb_wage_rate",
        pgettext_lazy("indicator", "coverage by collective wage consultation"),
        part="cb_wage_units",
        whole="units_covered",
        names=(
            "建会企业工资集体协商制度覆盖率",
            "工资集体协商制度覆盖率",
            "工资集体协商覆盖率",
            "工资集体协商建制率",
            "工资专项集体合同签订率",
        ),
        rule=gettext_lazy(
            "Unionised enterprises under a contract on wages by all unionised enterprises, on the same day."
        ),
    ),
    Ratio(
        "cb_safety_rate_state",
        pgettext_lazy("indicator", "coverage by contracts on safety and health, state-owned"),
        part="cb_safety_state",
        whole="units_covered_state",
        names=(
            "国有企业劳动安全卫生专项集体合同签订率",
            "劳动安全卫生专项集体合同签订率(国有企业)",
            "国有企业安全卫生专项集体合同签订率",
        ),
        rule=gettext_lazy(
            "State-owned unionised enterprises under a contract on safety and health by all state-owned "
            "unionised enterprises, on the same day."
        ),
    ),
    Ratio(
        "cb_safety_rate_nonpublic",
        pgettext_lazy("indicator", "coverage by contracts on safety and health, non-public"),
        part="cb_safety_nonpublic",
        whole="units_covered_nonpublic",
        names=(
            "非公有制企业劳动安全卫生专项集体合同签订率",
            "劳动安全卫生专项集体合同签订率(非公有制企业)",
            "非公企业安全卫生专项集体合同签订率",
        ),
        rule=gettext_lazy(
            "Private and foreign-funded unionised enterprises under a contract on safety and health by all "
            "of them that are unionised, on the same day."
        ),
    ),
)

for rate in RATES:
    declare_ratio(rate)
