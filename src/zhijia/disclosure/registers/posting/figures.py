"""What disclosure reaches on a day: employers whose affairs were disclosed within the last year.

The paper that sets up a system counts nobody. An employer counts from the day of a posting for a year, while its
system stands and it is listed there, where it is unionised: at the union that covers it, with the ownership and
scale of that day. So a part is never more than its whole, and an empty board drops out by itself.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import ENTERPRISES, NON_PUBLIC, Ownership
from zhijia.tally.indicator import Indicator, Ratio, confirmed, evidenced
from zhijia.tally.sources import declare_ratio

UNIT = "system__participants__unit"
#: posted within a year, the system standing, the employer listed, unionised and of its kind, all on the same day
TOGETHER = (
    ("happened_on", "fresh_until"),
    ("system__valid_from", "system__valid_to"),
    ("system__participants__valid_from", "system__participants__valid_to"),
    (f"{UNIT}__coverages__valid_from", f"{UNIT}__coverages__valid_to"),
    (f"{UNIT}__facts__valid_from", f"{UNIT}__facts__valid_to"),
)
proven = replace(
    evidenced,
    missing=gettext_lazy("no photograph of the posting yet"),
    mend=gettext_lazy("Add a photograph of the board that has not been used before."),
)
vouched = replace(
    confirmed,
    missing=gettext_lazy("not confirmed by a worker who read it"),
    mend=gettext_lazy("Ask the worker the posting names to confirm it."),
)
GATES = (proven, vouched)


def _units(
    key: str, label: Promise, rule: Promise, names: tuple[str, ...], owners: list[str], **more: bool
) -> Indicator:
    """Different covered employers of a kind with something posted within a year."""
    facts = {f"{UNIT}__facts__{name}": value for name, value in more.items()}
    return Indicator(
        key,
        label,
        unit="unit",
        spans=TOGETHER,
        when=Q(**{f"{UNIT}__legal_person": True, f"{UNIT}__facts__ownership__in": owners}, **facts),
        distinct=UNIT,
        gates=GATES,
        org=f"{UNIT}__coverages__org",
        names=names,
        rule=rule,
    )


INDICATORS = (
    _units(
        "open_units",
        pgettext_lazy("indicator", "employers that disclose their affairs"),
        gettext_lazy(
            "Covered enterprises and public institutions under a disclosure system for which something was "
            "posted within the last twelve months, with a photograph and the word of a worker who read it."
        ),
        ("厂务公开单位数", "实行厂务公开单位数", "建立厂务公开制度单位数"),
        [*ENTERPRISES, Ownership.INSTITUTION.value],
    ),
    _units(
        "open_units_nonpublic_scale",
        pgettext_lazy(
            "indicator", "non-public enterprises above designated size that disclose their affairs"
        ),
        gettext_lazy(
            "The same among covered private and foreign-funded enterprises above designated size on the day."
        ),
        ("规模以上非公企业厂务公开数", "建会规模以上非公企业厂务公开数"),
        list(NON_PUBLIC),
        above_scale=True,
    ),
    Indicator(
        "open_postings",
        pgettext_lazy("indicator", "matters disclosed"),
        unit="entry",
        on="happened_on",
        gates=GATES,
        names=("厂务公开事项数", "厂务公开次数", "公开事项数"),
        rule=gettext_lazy(
            "Postings in the period, each with a photograph and the word of a worker who read it."
        ),
    ),
)
RATES = (
    Ratio(
        "open_adoption_rate",
        pgettext_lazy("indicator", "disclosure rate"),
        part="open_units",
        whole="units_covered_disclosing",
        names=(
            "厂务公开民主管理制度覆盖率",
            "厂务公开建制率",
            "厂务公开覆盖率",
            "厂务公开民主管理制度",
            "企事业单位厂务公开率",
        ),
        rule=gettext_lazy(
            "Covered enterprises and public institutions that disclosed something within twelve months, by all "
            "that are covered, on the same day."
        ),
    ),
    Ratio(
        "open_adoption_rate_nonpublic_scale",
        pgettext_lazy("indicator", "disclosure rate of non-public enterprises above designated size"),
        part="open_units_nonpublic_scale",
        whole="units_covered_nonpublic_scale",
        names=(
            "建会规模以上非公企业厂务公开覆盖率",
            "规模以上非公有制企业厂务公开建制率",
            "规模以上非公企业厂务公开覆盖率",
        ),
        rule=gettext_lazy(
            "Covered non-public enterprises above designated size that disclosed something within twelve "
            "months, by all of them, on the same day."
        ),
    ),
)

for rate in RATES:
    declare_ratio(rate)
