"""Targets handed down as the desk, the scoreboard and their own pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.plans.handing import argued, by_hand, down, promised, proposal, share, step
from tests.plans.making import issue, open_room
from zhijia.desks.officer import desk
from zhijia.desks.scoreboard import depth, lines
from zhijia.kernel.day import frozen
from zhijia.plans import queries
from zhijia.plans.handing.dividing import Source
from zhijia.plans.models import Handing, Share, Target

TODAY = date(2026, 8, 10)
LATER = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with frozen(TODAY):
        yield


class TestDesk:
    def piles(self, cast: Cast, who: str) -> dict[str, list[str]]:
        page = desk.page(cast.actor(who))
        return {
            name: [f"{pile.title}={pile.count}" for pile in page[name] if "承担指标" in pile.title]
            for name in ("late", "to_do", "returned", "waiting")
        }

    def test_due_then_late_for_the_county_and_waiting_for_the_city(self, cast: Cast) -> None:
        by_hand(cast, promised(cast), "15", "6")
        river = self.piles(cast, "river.officer")
        assert river["to_do"] == ["认领 · 承担指标=1"] and river["late"] == []
        assert self.piles(cast, "city.officer")["waiting"] == ["等待他人 · 承担指标=2"]
        with frozen(LATER):
            late = self.piles(cast, "river.officer")
            assert late["to_do"] == [] and late["late"] == ["认领 · 承担指标=1"]
            below = {one.org.code: one.count for one in desk.page(cast.actor("city.officer"))["below"]}
            assert below == {"YC01": 1, "YC02": 1}

    def test_an_argument_comes_back_to_the_city(self, cast: Cast) -> None:
        made = by_hand(cast, promised(cast), "15", "6")
        argued(cast, made)
        assert self.piles(cast, "city.officer")["returned"] == ["裁定 · 承担指标=1"]
        assert self.piles(cast, "hill.officer")["to_do"] == []


class TestScoreboard:
    def line(self, cast: Cast, made: Target, union: str) -> Any:
        return lines.lines_of([made], cast.orgs[union], TODAY)[0]

    def test_each_union_stands_beside_its_own_agreed_share(self, cast: Cast) -> None:
        made = promised(cast, value=10)
        for number, union in enumerate(("gas", "site", "mill")):
            open_room(cast, union, date(2026, 3, 1 + number), number=number)
        city = by_hand(cast, made, "2", "8")
        assert self.line(cast, made, "river").is_share
        step(cast, share(city, cast, "river"), "accept", by="river.officer")
        river, hill, whole = (self.line(cast, made, union) for union in ("river", "hill", "city"))
        assert (river.is_share, river.state, river.progress.value, river.progress.share) == (
            False,
            "met",
            2,
            1.0,
        )
        assert hill.is_share and hill.progress.own is None
        assert (whole.progress.value, whole.progress.done) == (10, 3)
        rows = {row.org.code: row for row in depth.rows_below(made, cast.orgs["city"], TODAY)}
        assert rows["YC01"].has_own and rows["YC01"].progress.promised == 2 and not rows["YC02"].has_own
        chart = depth.comparison(made, list(rows.values()))
        assert [row[1:] for row in chart.rows] == [["2", "2"], ["1", "—"]]

    def test_a_locked_share_amended_moves_the_line_at_once(self, cast: Cast) -> None:
        made = promised(cast, value=10)
        one = step(cast, share(by_hand(cast, made, "2", "8"), cast, "river"), "accept", by="river.officer")
        one = step(cast, one, "lock", by="city.officer")
        step(cast, one, "amend", by="city.officer", values={"value": Decimal(5)}, reason="增补")
        assert queries.progress(made, [cast.orgs["river"].pk])[cast.orgs["river"].pk].value == 5

    def test_of_what_each_county_has_one_may_have_its_own_number(self, cast: Cast) -> None:
        made = promised(cast, label="各县书屋", value=2, per="county")
        for number, union in enumerate(("gas", "mill")):
            open_room(cast, union, date(2026, 3, 1 + number), number=number)
        city = by_hand(cast, made, "1", "3")
        for union in ("river", "hill"):
            step(cast, share(city, cast, union), "accept", by=f"{union}.officer")
        found = queries.progress(made, [cast.orgs["city"].pk])[cast.orgs["city"].pk]
        assert {part.name: (part.value, part.met) for part in found.per_child} == {
            "临江县总工会": (1, True),
            "北山县总工会": (3, False),
        }


class TestPages:
    def test_from_preview_to_handed_down_in_the_browser(self, cast: Cast, client: Any) -> None:
        made = promised(cast)
        browser, url = cast.login(client, "city.officer"), reverse("plans:hand", args=[made.uid])
        page = browser.get(url)
        assert page.context["division"].is_sound and not Handing.objects.exists()
        form = page.context["form"]
        sent = {
            "method": "members",
            "total": "21",
            "reply_due_on": TODAY.isoformat(),
            "uid": str(form["uid"].value()),
            "in": [cast.orgs["river"].pk, cast.orgs["hill"].pk],
        }
        blind = browser.post(url, {**sent, "action": "save"})
        assert blind.status_code == 422 and not Handing.objects.exists()
        shown = browser.post(url, {**sent, "action": "preview"})
        seen = shown.context["division"].digest
        other = browser.post(url, {**sent, "total": "30", "seen": seen, "action": "save"})
        assert other.status_code == 422 and other.context["form"]["total"].value() == "30"
        hand = browser.post(url, {**sent, "action": "adjust"})
        assert hand.context["is_hand"] and [part.typed for part in hand.context["division"].parts] == [
            "17",
            "4",
        ]
        for _again in range(2):
            done = browser.post(url, {**sent, "seen": seen, "action": "save"})
            assert done.status_code == 302
        assert Handing.objects.count() == 1 and Share.objects.count() == 2

    def test_what_cannot_be_handed_down_says_so_before_anything_is_typed(
        self, cast: Cast, client: Any
    ) -> None:
        made = promised(cast, issued=False)
        browser = cast.login(client, "city.officer")
        answer = browser.get(reverse("plans:hand", args=[made.uid]), follow=True)
        assert answer.redirect_chain[0][0] == reverse("plans:handed", args=[made.plan.uid])
        assert "尚未印发" in answer.content.decode()
        issue(cast, made.plan)
        made = Target.objects.select_related("plan", "org").get(pk=made.pk)
        one = share(by_hand(cast, made, "15", "6"), cast, "river")
        browser = cast.login(client, "river.officer")
        answer = browser.get(reverse("plans:hand_on", args=[one.uid]), follow=True)
        assert answer.redirect_chain[0][0] == reverse("plans:share", args=[one.uid])
        assert "再往下分解" in answer.content.decode()

    def test_a_union_with_none_below_is_not_told_to_hand_on(self, cast: Cast, client: Any) -> None:
        city = by_hand(cast, promised(cast), "15", "6")
        river = step(cast, share(city, cast, "river"), "accept", by="river.officer")
        made = down(cast, Source(river.target, cast.orgs["river"], river), "equal", by="river.officer")
        gas = step(cast, share(made, cast, "gas"), "accept", by="gas.officer")
        page = cast.login(client, "gas.officer").get(reverse("plans:share", args=[gas.uid]))
        assert page.status_code == 200 and not page.context["may_hand"]
        page = client.get(reverse("plans:handed", args=[gas.target.plan.uid]))
        assert [line.may_hand for line in page.context["it"].lines] == [False]
        hill = step(cast, share(city, cast, "hill"), "accept", by="hill.officer")
        page = cast.login(client, "hill.officer").get(reverse("plans:share", args=[hill.uid]))
        assert page.context["may_hand"]

    def test_a_wrong_number_typed_stays_typed(self, cast: Cast, client: Any) -> None:
        made = promised(cast)
        browser, url = cast.login(client, "city.officer"), reverse("plans:hand", args=[made.uid])
        river, hill = cast.orgs["river"].pk, cast.orgs["hill"].pk
        sent = {"method": "hand", "total": "21", "reply_due_on": TODAY.isoformat()}
        answer = browser.post(url, {**sent, f"v-{river}": "十五", f"v-{hill}": "6", "action": "save"})
        text = answer.content.decode()
        assert answer.status_code == 422 and 'value="十五"' in text and "这不是数字" in text
        past = {**sent, "reply_due_on": "2026-08-01", f"v-{river}": "15", "action": "save"}
        answer = browser.post(url, past)
        assert answer.status_code == 422 and 'value="15"' in answer.content.decode()
        assert not Handing.objects.exists()

    def test_settling_shows_the_others_first(self, cast: Cast, client: Any) -> None:
        made = down(cast, Source(promised(cast), cast.orgs["city"]), "members")
        one = argued(cast, made, 3)
        browser, url = cast.login(client, "city.officer"), reverse("plans:share_settle", args=[one.uid])
        sent = {"value": "3", "decision": "同意", "spread": "on", "version": str(one.version)}
        shown = browser.post(url, sent)
        assert shown.status_code == 200 and Share.objects.get(pk=one.pk).state == "argued"
        done = browser.post(url, {**sent, "seen": shown.context["balance"].digest})
        assert done.status_code == 302 and Share.objects.get(pk=one.pk).value == 3
        assert browser.post(url, sent).status_code == 403

    def test_the_overview_tells_what_was_handed_down(self, cast: Cast, client: Any) -> None:
        made = promised(cast)
        by_hand(cast, made, "15", "8")
        page = cast.login(client, "city.officer").get(reverse("plans:handed", args=[made.plan.uid]))
        (line,) = page.context["it"].lines
        assert line.level.sum.difference == 2 and "多2" in line.level.sum.words.replace(" ", "")
        mine = cast.login(client, "river.officer").get(reverse("plans:handed", args=[made.plan.uid]))
        (line,) = mine.context["it"].lines
        assert line.share.value == 15 and not line.may_hand
        nothing = cast.login(client, "gas.officer").get(reverse("plans:handed", args=[made.plan.uid]))
        assert nothing.status_code == 200 and nothing.context["it"].others == 1


def test_the_proposal_is_what_is_saved(cast: Cast) -> None:
    made = promised(cast)
    source = Source(made, made.org)
    found = proposal(source, "members")
    saved = down(cast, source, "members")
    assert [(part.org.pk, part.value, part.weight) for part in found.given] == [
        (one.org_id, one.value, one.weight) for one in saved.shares.order_by("org__code")
    ]
