"""Figures of members who belong to a group, as it held on the day."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.holding.values import Slot
from zhijia.tally.indicator import Indicator


def _of_group(key: str, label: Promise, slot: Slot, names: tuple[str, ...], rule: Promise) -> Indicator:
    """Members who belong to a group, both on the day."""
    return Indicator(
        key,
        label,
        unit="person",
        spans=(("valid_from", "valid_to"), ("person__facts__valid_from", "person__facts__valid_to")),
        when=Q(person__facts__slot=slot.value),
        distinct="person",
        names=names,
        rule=rule,
    )


_on_joining = Q(person__facts__valid_from__lte=F("valid_from")) & (
    Q(person__facts__valid_to__isnull=True) | Q(person__facts__valid_to__gt=F("valid_from"))
)
GROUPS = (
    _of_group(
        "mem_migrant",
        pgettext_lazy("indicator", "migrant-worker members"),
        Slot.MIGRANT,
        ("农民工会员人数", "农民工会员总数", "农民工会员数"),
        gettext_lazy(
            "Persons with a membership in force on the day who are on file as migrant workers on that day, each "
            "counted once."
        ),
    ),
    _of_group(
        "mem_platform",
        pgettext_lazy("indicator", "members in new forms of employment"),
        Slot.PLATFORM,
        ("新就业形态劳动者会员数", "新就业形态劳动者会员人数", "新就业形态劳动者会员总数"),
        gettext_lazy(
            "Persons with a membership in force on the day who are on file as truck or ride-hailing drivers, "
            "couriers, delivery riders or other platform workers on that day, each counted once."
        ),
    ),
    Indicator(
        "mem_new_form",
        pgettext_lazy("indicator", "new members in new forms of employment"),
        unit="person",
        on="valid_from",
        when=Q(join_kind="new", person__facts__slot=Slot.PLATFORM.value) & _on_joining,
        distinct="person",
        names=("新就业形态劳动者入会数", "新就业形态劳动者入会人数", "新发展新就业形态劳动者会员"),
        rule=gettext_lazy(
            "Persons who joined for the first time in the period and were on file as platform workers on the day "
            "of joining."
        ),
    ),
)
