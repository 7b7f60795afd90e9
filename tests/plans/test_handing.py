"""A share's life: handed down, accepted or argued, settled with the rest re-balanced, locked, amended, handed on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.plans.handing import argued, by_hand, down, promised, share, step
from zhijia.journal.queries import timeline
from zhijia.kernel.day import frozen
from zhijia.plans.handing import services as handing
from zhijia.plans.handing.dividing import Source
from zhijia.plans.models import Handing, Share, ShareRegister
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused, Stale

TODAY = date(2026, 8, 10)
LATER = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with frozen(TODAY):
        yield


class TestFlow:
    def test_accepted_locked_and_then_changed_only_with_a_reason(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        one = step(cast, share(made, cast, "river"), "accept", by="river.leader")
        assert (one.state, one.replied_on) == ("accepted", TODAY)
        one = step(cast, one, "lock", by="city.officer")
        with pytest.raises(Refused):
            services.change(one, {"value": Decimal(9)}, by=cast.actor("city.officer"), version=one.version)
        with pytest.raises(Refused):
            step(cast, one, "amend", by="city.officer", values={"value": Decimal(9)})
        one = step(cast, one, "amend", by="city.officer", values={"value": Decimal(9)}, reason="企业外迁")
        assert (one.state, one.value, one.edition, one.first_value) == ("locked", 9, 2, 15)
        told = timeline(ShareRegister.key, one.uid)
        assert [moment.verb for moment in told] == ["amend", "lock", "accept", "add"]
        changed = {change.field: (change.before, change.after) for change in told[0].changes}
        assert changed["value"] == ("15", "9") and changed["decision"][1] == "企业外迁"

    def test_an_argument_names_a_number_and_a_reason_and_is_settled(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        with pytest.raises(Refused):
            step(cast, share(made, cast, "hill"), "argue", by="hill.officer", values={"counter": Decimal(4)})
        one = argued(cast, made)
        assert (one.state, one.counter, one.argument) == ("argued", 4, "两家企业已迁出本县。")
        settled = handing.settle(
            one, value=one.value, decision="维持原数。", by=cast.actor("city.leader"), version=one.version
        )
        assert (settled.state, settled.value, settled.edition, settled.decision) == (
            "settled",
            6,
            1,
            "维持原数。",
        )
        with pytest.raises(Refused):
            step(cast, settled, "reconsider", by="hill.officer", reason="再想想")

    def test_the_others_take_the_difference_and_are_asked_anew(self, cast: Cast) -> None:
        source = Source(promised(cast), cast.orgs["city"])
        made = down(cast, source, "members", minimum=Decimal(3))
        step(cast, share(made, cast, "river"), "accept", by="river.officer")
        one = argued(cast, made, 3)
        found = handing.balance(one, Decimal(3))
        assert [(moved.share.org.code, moved.value) for moved in found.moved] == [("YC01", 18)]
        with pytest.raises(Stale):
            handing.settle(
                one,
                value=Decimal(3),
                decision="同意",
                by=cast.actor("city.officer"),
                version=one.version,
                spread=True,
            )
        handing.settle(
            one,
            value=Decimal(3),
            decision="同意核减",
            by=cast.actor("city.officer"),
            version=one.version,
            spread=True,
            seen=found.digest,
        )
        river = share(made, cast, "river")
        assert (river.state, river.value, river.edition, river.replied_on) == ("offered", 18, 2, None)
        assert "同意核减" in river.decision
        assert sum(each.value for each in made.shares.all()) == 21
        assert Share.objects.get(pk=one.pk).state == "settled"

    def test_the_rest_cannot_take_what_leaves_them_nothing(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        one = argued(cast, made, 20)
        assert handing.balance(one, Decimal(21)).fault
        with pytest.raises(Refused):
            handing.settle(
                one,
                value=Decimal(21),
                decision="x",
                by=cast.actor("city.officer"),
                version=one.version,
                spread=True,
            )
        assert Share.objects.get(pk=one.pk).state == "argued"

    def test_without_an_answer_it_is_settled_only_after_its_day(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        one = share(made, cast, "hill")
        told = {"value": one.value}
        with pytest.raises(Forbidden):
            step(cast, one, "decide", by="city.officer", values=told, reason="逾期未答复")
        with frozen(LATER):
            settled = step(cast, one, "decide", by="city.officer", values=told, reason="逾期未答复")
        assert (settled.state, settled.decision) == ("settled", "逾期未答复")

    def test_more_time_for_all_reaches_whoever_has_not_answered(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        step(cast, share(made, cast, "river"), "accept", by="river.officer")
        by = cast.actor("city.officer")
        services.change(made, {"reply_due_on": LATER}, by=by, version=made.version)
        assert [share(made, cast, one).reply_due_on for one in ("river", "hill")] == [TODAY, LATER]
        hill = share(made, cast, "hill")
        services.change(hill, {"reply_due_on": LATER + timedelta(days=5)}, by=by, version=hill.version)
        made.refresh_from_db()
        services.change(made, {"reply_due_on": LATER + timedelta(days=1)}, by=by, version=made.version)
        assert share(made, cast, "hill").reply_due_on == LATER + timedelta(days=5)

    def test_taken_back_only_while_nobody_answered(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        one = step(cast, share(made, cast, "river"), "accept", by="river.officer")
        by = cast.actor("city.officer")
        with pytest.raises(Forbidden):
            handing.take_back(made, by=by, reason="重新测算", version=made.version)
        step(cast, one, "reconsider", by="river.officer", reason="点错了")
        handing.take_back(made, by=by, reason="重新测算", version=made.version)
        assert not Handing.objects.exists() and not Share.objects.exists()
        assert timeline(ShareRegister.key, one.uid)[0].reason == "重新测算"

    def test_two_who_answer_at_once(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        one = share(made, cast, "river")
        step(cast, one, "accept", by="river.officer")
        with pytest.raises((Stale, Refused)):
            services.move(
                one,
                "argue",
                by=cast.actor("river.leader"),
                version=one.version,
                values={"counter": Decimal(9)},
                reason="太多",
            )
        assert Share.objects.get(pk=one.pk).state == "accepted"


class TestWhoMay:
    @pytest.mark.parametrize(
        "who", ["city.officer", "city.leader", "hill.officer", "gas.officer", "river.none"]
    )
    def test_nobody_accepts_in_its_place(self, cast: Cast, who: str) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        name = "city.auditor" if who == "river.none" else who
        with pytest.raises(Forbidden):
            step(cast, share(made, cast, "river"), "accept", by=name)

    @pytest.mark.parametrize("who", ["river.officer", "river.leader", "hill.officer"])
    def test_nobody_settles_but_the_union_above(self, cast: Cast, who: str) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        one = step(cast, share(made, cast, "river"), "accept", by="river.officer")
        for key, told in (("settle", {"value": Decimal(1), "decision": "减"}), ("lock", {})):
            with pytest.raises(Forbidden):
                step(cast, one, key, by=who, values=told)

    def test_the_union_further_above_does_not_settle(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        river = step(cast, share(made, cast, "river"), "accept", by="river.officer")
        below = down(cast, Source(river.target, cast.orgs["river"], river), "equal", by="river.officer")
        gas = step(cast, share(below, cast, "gas"), "accept", by="gas.chair")
        with pytest.raises(Forbidden):
            step(cast, gas, "lock", by="city.officer")
        assert step(cast, gas, "lock", by="river.leader").state == "locked"

    def test_a_county_sees_its_own_share_and_not_its_neighbour_s(self, cast: Cast, client: Any) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        browser = cast.login(client, "river.officer")
        hill = reverse("plans:share", args=[share(made, cast, "hill").uid])
        assert browser.get(hill).status_code == 404
        page = browser.get(reverse("plans:handing", args=[made.uid])).content.decode()
        assert "临江县总工会" in page and "北山县总工会" not in page and "已下达21" not in page

    def test_only_an_agreed_share_is_handed_on(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        river = share(made, cast, "river")
        with pytest.raises(Refused):
            down(cast, Source(river.target, cast.orgs["river"], river), "equal", by="river.officer")
