"""A target divided: exact, by weight, with a least for each; what is not divided is told apart."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.plans.handing import by_hand, down, promised, proposal, share, step, values
from tests.plans.making import open_room
from zhijia.kernel.day import today
from zhijia.kernel.share import largest_remainder, shared_out
from zhijia.plans.handing import sums
from zhijia.plans.handing.dividing import Source
from zhijia.plans.models import Handing, Target
from zhijia.registry.errors import Refused

WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=30).filter(any)


@given(WEIGHTS, st.integers(0, 10**6), st.integers(0, 60))
def test_shares_add_up_keep_the_least_and_follow_the_weights(
    weights: list[int], more: int, least: int
) -> None:
    total = least * len(weights) + more
    parts = shared_out(total, weights, least)
    assert sum(parts) == total and min(parts) >= least
    assert parts == shared_out(total, list(weights), least)
    for lighter, heavier in pairwise(sorted(zip(weights, parts, strict=True))):
        assert lighter[0] == heavier[0] or lighter[1] <= heavier[1]


@given(WEIGHTS, st.integers(0, 10**6))
def test_without_a_least_it_is_the_largest_remainder(weights: list[int], total: int) -> None:
    parts = shared_out(total, weights)
    assert parts == largest_remainder(total, weights)
    whole = sum(weights)
    assert all(
        abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True)
    )


@given(WEIGHTS, st.integers(0, 10**5), st.integers(0, 9), st.randoms())
def test_who_is_asked_first_changes_only_ties(
    weights: list[int], more: int, least: int, chance: random.Random
) -> None:
    total = least * len(weights) + more
    mixed = list(weights)
    chance.shuffle(mixed)
    before = sorted(zip(weights, shared_out(total, weights, least), strict=True))
    after = sorted(zip(mixed, shared_out(total, mixed, least), strict=True))
    assert [weight for weight, _part in before] == [weight for weight, _part in after]
    assert sorted(part for _weight, part in before) == sorted(part for _weight, part in after)


@pytest.mark.parametrize(("total", "weights", "least"), [(9, [1, 1], 5), (3, [1, 2], -1), (5, [1, -1], 0)])
def test_what_cannot_be_shared_out_raises(total: int, weights: list[int], least: int) -> None:
    with pytest.raises(ValueError, match=r"least|negative|weight"):
        shared_out(total, weights, least)


@pytest.mark.django_db
class TestProposal:
    def test_by_members_it_says_weight_exact_part_and_day(self, cast: Cast) -> None:
        """Three members of the river county, one of the hill county: 21 are 16 and 5, exactly 15.750 and 5.250."""
        source = Source(promised(cast), cast.orgs["city"])
        found = proposal(source, "members")
        weights = {part.org.code: part.weight for part in found.parts}
        assert sum(weights.values()) == 5 and weights == {"YC01": 4, "YC02": 1}  # type: ignore[arg-type]
        assert [part.value for part in found.parts] == [Decimal(17), Decimal(4)]
        assert [part.portion for part in found.parts] == ["16.800", "4.200"]
        assert today().isoformat() in found.dated
        assert found.sum is not None and found.sum.reconciles and found.is_sound

    def test_the_least_is_kept_and_taken_from_the_others(self, cast: Cast) -> None:
        source = Source(promised(cast), cast.orgs["city"])
        assert [p.value for p in proposal(source, "members", minimum=Decimal(6)).parts] == [15, 6]
        beyond = proposal(source, "members", minimum=Decimal(11))
        assert not beyond.is_sound and "22" in beyond.faults[0] and "21" in beyond.faults[0]

    def test_by_last_year_s_result_and_by_employers(self, cast: Cast) -> None:
        source = Source(promised(cast), cast.orgs["city"])
        nothing = proposal(source, "last_year")
        assert not nothing.is_sound and nothing.faults
        year = today().year - 1
        for number, union in enumerate(("gas", "site", "mill")):
            open_room(cast, union, today().replace(year=year, month=1, day=10 + number), number=number)
        found = proposal(source, "last_year")
        assert [part.weight for part in found.parts] == [2, 1] and [p.value for p in found.parts] == [14, 7]
        assert f"{year}-01-01" in found.dated and f"{year}-12-31" in found.dated
        units = proposal(source, "units")
        assert [part.weight for part in units.parts] == [2, 3] and [p.value for p in units.parts] == [8, 13]

    def test_money_is_divided_to_the_fen(self, cast: Cast) -> None:
        made = promised(
            cast, label="救助金额", unit="元", value=Decimal("1000.00"), indicator="aid_living_money"
        )
        found = proposal(Source(made, made.org), "equal", total=Decimal("1000.01"))
        assert [part.value for part in found.parts] == [Decimal("500.01"), Decimal("500.00")]
        assert found.sum is not None and found.sum.difference == Decimal("0.01")

    def test_fewer_than_unions_is_no_division(self, cast: Cast) -> None:
        made = promised(cast, label="调查", value=1)
        found = proposal(Source(made, made.org), "members")
        assert not found.is_sound and "1" in found.faults[0]
        same = proposal(Source(made, made.org), "same")
        assert [part.value for part in same.parts] == [1, 1]
        assert same.sum is not None and not same.sum.is_divided and same.sum.difference == 0

    @pytest.mark.parametrize("typed", ["0.5", "-3", "abc", "1e99", "NaN"])
    def test_what_is_typed_wrong_is_told_beside_it(self, cast: Cast, typed: str) -> None:
        source = Source(promised(cast), cast.orgs["city"])
        found = proposal(source, "hand", typed={cast.orgs["river"].pk: typed, cast.orgs["hill"].pk: "5"})
        river = found.parts[0]
        assert river.fault and river.typed == typed and not found.is_sound

    def test_a_rate_is_the_same_for_each_or_one_of_its_own(self, cast: Cast) -> None:
        made = promised(cast, label="入会率", unit="%", value=80, indicator="mem_rate_unionised")
        source = Source(made, made.org)
        assert [part.value for part in proposal(source, "same").parts] == [80, 80]
        with pytest.raises(Refused):
            down(cast, source, "equal")
        own = by_hand(cast, made, "85.5", "75")
        level = sums.levels([own])[own.pk]
        assert not own.is_divided and level.sum.below == 1 and level.sum.difference == 0
        assert "75" not in level.sum.parts_said or level.sum.parts == Decimal("160.5")

    def test_what_each_county_has_is_divided_by_the_county(self, cast: Cast) -> None:
        made = promised(cast, label="各县书屋", value=6, per="county")
        city = down(cast, Source(made, made.org), "same")
        assert not city.is_divided and values(city) == [6, 6]
        river = step(cast, share(city, cast, "river"), "accept", by="river.officer")
        below = down(cast, Source(made, cast.orgs["river"], river), "equal", by="river.officer")
        assert below.is_divided and values(below) == [2, 2, 2]


@pytest.mark.django_db
def test_sums_reconcile_at_every_level_in_plain_sql(cast: Cast) -> None:
    """Whole and parts are added by the database itself, without the house's own sums."""
    made = promised(cast)
    city = by_hand(cast, made, "15", "7")
    river = step(cast, share(city, cast, "river"), "accept", by="river.officer")
    county = down(
        cast, Source(made, cast.orgs["river"], river), "members", by="river.officer", total=Decimal(14)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.id, COALESCE(g.value, t.value), SUM(s.value) FROM plans_handing h"
            " JOIN plans_target t ON t.id = h.target_id LEFT JOIN plans_share g ON g.id = h.given_id"
            " JOIN plans_share s ON s.handing_id = h.id GROUP BY h.id, g.value, t.value ORDER BY h.id"
        )
        rows = {pk: (Decimal(str(whole)), Decimal(str(parts))) for pk, whole, parts in cursor.fetchall()}
    assert rows == {city.pk: (21, 22), county.pk: (15, 14)}
    found = sums.levels(list(Handing.objects.select_related("target", "org", "given")))
    for pk, (whole, parts) in rows.items():
        assert (found[pk].sum.whole, found[pk].sum.parts) == (whole, parts)
        assert found[pk].sum.difference == parts - whole
    over, kept = found[city.pk].sum.words, found[county.pk].sum.words
    assert "多1" in over.replace(" ", "") and "临江县总工会" in kept


@pytest.mark.django_db
def test_only_what_is_issued_and_once(cast: Cast) -> None:
    draft = promised(cast, issued=False)
    with pytest.raises(Refused):
        down(cast, Source(draft, draft.org), "equal")
    issued = Target.objects.get(pk=promised(cast, label="另一批书屋").pk)
    down(cast, Source(issued, issued.org), "equal")
    with pytest.raises(Refused):
        down(cast, Source(issued, issued.org), "equal")
    assert Handing.objects.filter(target=issued).count() == 1
    assert issued.shares.count() == 2
