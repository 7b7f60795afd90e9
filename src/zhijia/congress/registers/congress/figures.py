"""What congresses reach on a day: employers whose congress is in its term, and who the delegates are.

An employer counts where it is unionised: at the union that covers it on that day, with the staff and ownership it
has on that day. So a part is never more than its whole, and a lapsed term drops out by itself.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import ENTERPRISES, NON_PUBLIC, Ownership
from zhijia.tally.indicator import Indicator, Ratio, confirmed, evidenced
from zhijia.tally.sources import declare_ratio

#: in its term, unionised and of its kind, all on the same day
TOGETHER = (
    ("valid_from", "valid_to"),
    ("unit__coverages__valid_from", "unit__coverages__valid_to"),
    ("unit__facts__valid_from", "unit__facts__valid_to"),
)
#: "200 staff or more" of the plans
LARGE = 200
proven = replace(
    evidenced,
    missing=gettext_lazy("no result of the election yet"),
    mend=gettext_lazy("Add the announcement of the election or the stamped list of delegates."),
)
vouched = replace(
    confirmed,
    missing=gettext_lazy("not confirmed by a delegate"),
    mend=gettext_lazy("Ask the delegate the congress names to confirm it."),
)
GATES = (proven, vouched)


def _units(key: str, label: Promise, when: Q, rule: Promise, names: tuple[str, ...]) -> Indicator:
    """Different covered employers with a congress in its term on the day."""
    return Indicator(
        key,
        label,
        unit="unit",
        spans=TOGETHER,
        when=Q(scope="unit", unit__legal_person=True) & when,
        distinct="unit",
        gates=GATES,
        org="unit__coverages__org",
        names=names,
        rule=rule,
    )


def _delegates(key: str, label: Promise, amount: str, rule: Promise, names: tuple[str, ...]) -> Indicator:
    spans = (("valid_from", "valid_to"),)
    return Indicator(
        key, label, unit="person", spans=spans, amount=amount, gates=GATES, names=names, rule=rule
    )


INDICATORS = (
    _units(
        "cong_units",
        pgettext_lazy("indicator", "non-public enterprises with 200 staff or more that have a congress"),
        Q(unit__facts__ownership__in=list(NON_PUBLIC), unit__facts__staff__gte=LARGE),
        gettext_lazy(
            "Covered private and foreign-funded enterprises with 200 staff or more on the day whose workers' "
            "congress is in its term, with the result of the election and a delegate's confirmation; each once."
        ),
        ("200人以上非公企业建立职代会数", "建立职代会的非公企业数"),
    ),
    _units(
        "cong_units_all",
        pgettext_lazy("indicator", "employers with a workers' congress"),
        Q(unit__facts__ownership__in=[*ENTERPRISES, Ownership.INSTITUTION.value]),
        gettext_lazy(
            "Covered enterprises and public institutions whose workers' congress is in its term on the day, "
            "with the result of the election and a delegate's confirmation; each once."
        ),
        ("建立职代会制度单位数", "职代会建制单位数", "建立职代会企事业单位数"),
    ),
    _delegates(
        "cong_delegates",
        pgettext_lazy("indicator", "delegates to workers' congresses"),
        "delegates",
        gettext_lazy("Delegates of the congresses in their term on the day, regional ones included."),
        ("职工代表数", "职工代表人数"),
    ),
    _delegates(
        "cong_delegates_women",
        pgettext_lazy("indicator", "women among the delegates"),
        "women",
        gettext_lazy("Women among the delegates of the congresses in their term on the day."),
        ("女职工代表数", "女职工代表人数"),
    ),
    Indicator(
        "cong_regional",
        pgettext_lazy("indicator", "regional and industry congresses"),
        unit="entry",
        spans=(("valid_from", "valid_to"),),
        when=Q(scope__in=["regional", "sector"]),
        gates=GATES,
        names=("区域(行业)性职代会数", "区域性、行业性职代会数"),
        rule=gettext_lazy(
            "Congresses of a region or industry in their term on the day; the employers under them count only "
            "with a congress of their own."
        ),
    ),
)
RATES = (
    Ratio(
        "cong_adoption_rate_200",
        pgettext_lazy("indicator", "congress rate of non-public enterprises with 200 staff or more"),
        part="cong_units",
        whole="units_covered_nonpublic_200",
        names=(
            "200人以上的非公有制企业职代会建制率",
            "200人以上非公企业职代会建制率",
            "非公有制企业职代会建制率",
            "200人以上非公企业建立职代会制度的比例",
        ),
        rule=gettext_lazy(
            "Covered non-public enterprises with 200 staff or more that have a congress in its term, by all of "
            "them, on the same day: one that grows past 200 enters both numbers."
        ),
    ),
    Ratio(
        "cong_adoption_rate",
        pgettext_lazy("indicator", "congress rate"),
        part="cong_units_all",
        whole="units_covered_disclosing",
        names=("职代会建制率", "职代会制度建制率", "职代会覆盖率", "职工代表大会建制率"),
        rule=gettext_lazy(
            "Covered enterprises and public institutions with a congress in its term, by all that are covered, "
            "on the same day."
        ),
    ),
    Ratio(
        "cong_women_rate",
        pgettext_lazy("indicator", "share of women among delegates"),
        part="cong_delegates_women",
        whole="cong_delegates",
        names=("女职工代表比例", "女代表比例"),
        rule=gettext_lazy("Women among the delegates of congresses in their term, by all their delegates."),
    ),
)

for rate in RATES:
    declare_ratio(rate)
