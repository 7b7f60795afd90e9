"""Employers covered by a union and their staff on a day: what most rates of the plan are divided by."""

from __future__ import annotations

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.registers.unit.facts import ENTERPRISES, NON_PUBLIC, Ownership
from zhijia.tally.indicator import Indicator

#: an employer counts with the facts that hold on the day, as long as it is covered
COVERED = (("valid_from", "valid_to"), ("unit__facts__valid_from", "unit__facts__valid_to"))
LARGE = 200


def _employers(
    key: str, label: str | Promise, when: Q, rule: str | Promise, names: tuple[str, ...]
) -> Indicator:
    """Different covered employers that are legal persons and of a kind on the day."""
    return Indicator(
        key,
        label,
        unit="unit",
        spans=COVERED,
        when=Q(unit__legal_person=True) & when,
        distinct="unit",
        names=names,
        rule=rule,
    )


BASES = (
    Indicator(
        "staff_covered",
        pgettext_lazy("indicator", "staff of covered employers"),
        unit="person",
        spans=COVERED,
        when=Q(unit__facts__staff__gt=0),
        amount="unit__facts__staff",
        names=("已建会单位职工数", "建会单位职工人数"),
        rule=gettext_lazy("Staff on record on the day, of employers covered by a union on that day."),
    ),
    Indicator(
        "women_covered",
        pgettext_lazy("indicator", "women workers of covered employers"),
        unit="person",
        spans=COVERED,
        when=Q(unit__facts__women__gt=0),
        amount="unit__facts__women",
        names=("已建会单位女职工数", "女职工数"),
        rule=gettext_lazy("Women on record on the day, of employers covered by a union on that day."),
    ),
    _employers(
        "units_covered",
        pgettext_lazy("indicator", "covered enterprises"),
        Q(unit__facts__ownership__in=list(ENTERPRISES)),
        gettext_lazy(
            "Enterprises that are legal persons and covered by a union on the day; each counts once, "
            "also under a joint union."
        ),
        ("已建会企业法人数", "建会企业数", "工会覆盖企业数"),
    ),
    _employers(
        "units_covered_state",
        pgettext_lazy("indicator", "covered state-owned enterprises"),
        Q(unit__facts__ownership=Ownership.STATE.value),
        gettext_lazy("State-owned enterprises covered by a union on the day."),
        ("已建会国有企业数",),
    ),
    _employers(
        "units_covered_nonpublic",
        pgettext_lazy("indicator", "covered non-public enterprises"),
        Q(unit__facts__ownership__in=list(NON_PUBLIC)),
        gettext_lazy("Private and foreign-funded enterprises covered by a union on the day."),
        ("已建会非公有制企业数", "非公企业建会数"),
    ),
    _employers(
        "units_covered_nonpublic_200",
        pgettext_lazy("indicator", "covered non-public enterprises with 200 staff or more"),
        Q(unit__facts__ownership__in=list(NON_PUBLIC), unit__facts__staff__gte=LARGE),
        gettext_lazy(
            "Private and foreign-funded enterprises with 200 staff or more on the day, covered by a union."
        ),
        ("已建会200人以上非公企业数",),
    ),
    _employers(
        "units_covered_nonpublic_scale",
        pgettext_lazy("indicator", "covered non-public enterprises above designated size"),
        Q(unit__facts__ownership__in=list(NON_PUBLIC), unit__facts__above_scale=True),
        gettext_lazy(
            "Private and foreign-funded enterprises above designated size on the day, covered by a union."
        ),
        ("已建会规模以上非公企业数",),
    ),
    _employers(
        "units_covered_disclosing",
        pgettext_lazy("indicator", "covered enterprises and public institutions"),
        Q(unit__facts__ownership__in=[*ENTERPRISES, Ownership.INSTITUTION.value]),
        gettext_lazy("Enterprises and public institutions covered by a union on the day."),
        ("已建会企事业单位数",),
    ),
)
