"""An amount added once for each subject: allowed for stocks only, and counted so in SQL."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from zhijia.kernel.period import Period
from zhijia.tally import queries
from zhijia.tally.indicator import Indicator
from zhijia.tally.sources import declare, withdraw


def test_a_flow_counts_subjects_or_adds_an_amount() -> None:
    with pytest.raises(ValueError, match="only a stock"):
        Indicator("wrong", "wrong", "fen", on="paid_on", distinct="worker", amount="amount")


@pytest.mark.django_db
def test_the_amount_of_a_subject_seen_twice_is_added_once(cast: Cast) -> None:
    from zhijia.directory.models import UnitFact

    gas = UnitFact.objects.get(unit=cast.units["gas"])
    UnitFact.objects.create(
        org=gas.org,
        unit=gas.unit,
        valid_from=gas.valid_from,
        valid_to="2099-01-01",
        staff=320,
        ownership="state",
    )
    common = {"unit": "person", "spans": (("valid_from", "valid_to"),), "amount": "staff"}
    keys = {"once_each": Indicator("once_each", "once", distinct="unit", **common)}
    keys["every_row"] = Indicator("every_row", "every", **common)
    try:
        for indicator in keys.values():
            declare(UnitFact, indicator)
        city, day = cast.orgs["city"].pk, Period.day(gas.valid_from)
        found = {key: queries.figure(key, city, day, as_of=gas.valid_from).counted for key in keys}
    finally:
        for key in keys:
            withdraw(key)
    staff = 320 + 180 + 500 + 12 + 20 + 60
    assert found == {"once_each": staff, "every_row": staff + 320}
