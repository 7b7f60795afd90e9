"""The calendar of a plan: read, put on the calendar, assigned, put off, cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.plans.calendar import TODAY, Read, draft, duty, held, line, plan, step
from zhijia.kernel.day import frozen
from zhijia.plans import agenda, milestones, owners
from zhijia.plans.models import Duty, Item, Milestone
from zhijia.plans.registers.milestone.wording import days_of, third_of
from zhijia.registry import bulk, services
from zhijia.registry.errors import Forbidden, Refused


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with frozen(TODAY):
        yield


@pytest.mark.parametrize(
    ("words", "first", "last", "third"),
    [
        ("三月上旬", (3, 1), (3, 10), 1),
        ("5月下旬", (5, 21), (5, 31), 3),
        ("3月8日", (3, 8), (3, 8), 1),
        ("九月", (9, 1), (9, 30), 0),
        ("6月底前", (1, 1), (6, 30), 0),
        ("第二季度", (4, 1), (6, 30), 0),
        ("年底前", (1, 1), (12, 31), 0),
        ("2月下旬", (2, 21), (2, 28), 3),
    ],
)
def test_when_as_a_plan_writes_it(words: str, first: Any, last: Any, third: int) -> None:
    assert days_of(words, 2026) == (date(2026, *first), date(2026, *last))
    assert third_of(date(2026, *first), date(2026, *last)) == third


@pytest.mark.parametrize("words", ["适时", "13月上旬", "2月31日", ""])
def test_what_names_no_day_gives_none(words: str) -> None:
    assert days_of(words, 2026) is None


@pytest.mark.parametrize(
    ("names", "issuer", "orgs", "unknown"),
    [
        ("", "river", ["river"], []),
        ("各基层工会", "river", ["farm", "gas", "site"], []),
        ("各县市区总工会", "city", ["river", "hill"], []),
        ("各单位", "city", ["river", "hill"], []),
        ("市总工会", "city", ["city"], []),
        ("临江燃气公司工会、红星农场第三管理区工会", "river", ["gas", "farm"], []),
        ("燃气公司工会", "river", ["gas"], []),
        ("组织部、女工部", "city", ["city"], []),
        ("组织部，各县市区总工会", "city", ["city", "river", "hill"], []),
        ("北山纺织厂工会", "river", [], ["北山纺织厂工会"]),
        ("各基层工会\n各基层工会", "hill", ["mill", "market"], []),
    ],
)
def test_which_unions_a_plan_means(
    cast: Cast, names: str, issuer: str, orgs: list[str], unknown: list[str]
) -> None:
    found = owners.responsible(names, cast.orgs[issuer])
    assert [org.pk for org in found.orgs] == [cast.orgs[key].pk for key in orgs]
    assert found.unknown == unknown


def test_every_union_with_a_word_in_its_name_is_meant_by_it(cast: Cast) -> None:
    from zhijia.directory import services as directory

    for number in (1, 2, 3):
        values = {
            "code": f"YC01010{number}",
            "name": f"第{'一二三'[number - 1]}作业区工会",
            "kind": "branch",
            "approved_by": cast.orgs["farm"],
            "founded_on": date(2012, 1, 1),
            "set_up": "single",
        }
        directory.found_union(values, by=cast.actor("farm.officer"))
    found = owners.responsible("各作业区工会", cast.orgs["farm"])
    assert [org.name for org in found.orgs] == ["第一作业区工会", "第二作业区工会", "第三作业区工会"]


class TestKept:
    def test_what_was_read_waits_for_a_decision(self, cast: Cast) -> None:
        made = plan(cast)
        item = Item.objects.create(plan=made, number="五", text="文体活动", start=10, end=90)
        found = [
            Read(
                "庆“三八”女职工活动",
                text="三月上旬",
                owners=("各基层工会",),
                clause="三月上旬 …",
                start=20,
                end=40,
            ),
            Read("编印工作手册", date(2026, 5, 1), date(2026, 5, 31), kind="deliverable", start=200),
            Read("", start=300),
        ]
        kept = milestones.keep(made, found, by=cast.actor("river.officer"))
        assert [(one.state, one.kind, one.org_id) for one in kept] == [
            ("suggested", "activity", made.org_id),
            ("suggested", "deliverable", made.org_id),
        ]
        first = kept[0]
        assert (first.item, first.wording, first.owners) == (item, "三月上旬", "各基层工会")
        assert (first.starts_on, first.ends_on, first.third) == (date(2026, 3, 1), date(2026, 3, 10), 1)
        assert not Duty.objects.exists(), "nobody answers for what is only read"
        assert milestones.keep(made, found, by=cast.actor("river.officer")) == [], (
            "the same again is kept once"
        )

    def test_an_undated_thing_runs_the_whole_year(self, cast: Cast) -> None:
        (kept,) = milestones.keep(
            plan(cast), [Read("建立联系制度", kind="task")], by=cast.actor("river.officer")
        )
        assert (kept.starts_on, kept.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
        assert kept.acts_on == date(2026, 12, 31)

    def test_last_years_plan_may_still_be_read(self, cast: Cast) -> None:
        old = plan(cast, year=2025)
        (kept,) = milestones.keep(
            old,
            [Read("合唱比赛", date(2025, 9, 21), date(2025, 9, 30), start=5)],
            by=cast.actor("river.officer"),
        )
        assert kept.ends_on == date(2025, 9, 30)
        with pytest.raises(Refused, match="2025"):
            draft(cast, plan=old, starts_on=date(2025, 11, 1), ends_on=None)

    def test_drafts_are_dropped_and_lines_on_the_calendar_are_not(self, cast: Cast) -> None:
        made, officer = plan(cast), cast.actor("river.officer")
        milestones.keep(made, [Read("篮球赛", start=1), Read("歌咏会", start=2)], by=officer)
        first = Milestone.objects.earliest("pk")
        step(cast, first, "accept")
        with pytest.raises(Refused):
            milestones.drop(made, by=officer, reason="读错了")
        assert Milestone.objects.count() == 2
        other = plan(cast)
        milestones.keep(other, [Read("篮球赛", start=1)], by=officer)
        assert milestones.drop(other, by=officer, reason="读错了") == 1


class TestAccepted:
    def test_each_responsible_union_gets_its_own_duty(self, cast: Cast) -> None:
        made = line(cast, owners="各基层工会")
        assert {one.org_id for one in made.duties.all()} == {
            cast.orgs[key].pk for key in ("farm", "gas", "site")
        }
        assert {one.state for one in made.duties.all()} == {"planned"}

    def test_a_hundred_at_once_stand_like_one(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        one = line(cast, owners="各基层工会")
        monkeypatch.setattr(milestones, "FEW", 0)
        many = line(cast, owners="各基层工会")
        columns = ("org_id", "path", "state", "version", "happened_on", "recorded_by_id", "words")
        rows = [list(made.duties.order_by("org_id").values(*columns)) for made in (one, many)]
        assert rows[0] == rows[1]
        with pytest.raises(bulk.RowErrors):
            bulk.add_many(
                Duty.register,  # type: ignore[attr-defined]
                [{"milestone": many, "org": cast.orgs["gas"]}, {"milestone": many, "org": cast.orgs["site"]}],
                by=cast.actor("liu"),
                source="x",
                source_digest="x",
            )

    def test_a_department_is_its_unions_and_is_named(self, cast: Cast) -> None:
        made = Milestone.objects.get(pk=line(cast, owners="组织部").pk)
        assert [one.org for one in made.duties.all()] == [cast.orgs["river"]]
        assert made.person == "组织部"

    def test_what_nobody_understands_is_left_to_the_issuer(self, cast: Cast) -> None:
        made = line(cast, owners="有关方面")
        assert [one.org for one in made.duties.all()] == [cast.orgs["river"]]

    def test_all_at_once(self, cast: Cast) -> None:
        made, officer = plan(cast), cast.actor("river.officer")
        milestones.keep(made, [Read(f"活动{n}", start=n) for n in range(5)], by=officer)
        assert milestones.accept_all(made, by=officer) == 5
        with pytest.raises(Forbidden):
            milestones.keep(made, [Read("别的", start=99)], by=cast.actor("gas.officer"))

    def test_written_by_hand_it_stands_on_the_calendar_at_once(self, cast: Cast, client: Any) -> None:
        made = plan(cast)
        cast.login(client, "river.officer")
        sent = {
            "plan": str(made.uid),
            "title": "职工读书会",
            "kind": "activity",
            "wording": "七月上旬",
            "owners": "各基层工会",
        }
        answer = client.post(reverse("registry:new", args=["plans", "milestone"]), sent)
        assert answer.status_code == 302, answer.context["form"].errors
        stood = Milestone.objects.get()
        assert (stood.state, stood.starts_on, stood.duties.count()) == ("planned", date(2026, 7, 1), 3)

    def test_words_without_a_day_are_said_beside_their_field(self, cast: Cast, client: Any) -> None:
        made = plan(cast)
        cast.login(client, "river.officer")
        sent = {"plan": str(made.uid), "title": "职工读书会", "kind": "activity", "wording": "适时"}
        answer = client.post(reverse("registry:new", args=["plans", "milestone"]), sent)
        assert answer.status_code == 422
        assert "适时" in answer.context["form"].errors["wording"][0]
        assert not Milestone.objects.exists()


class TestPutOff:
    def test_the_days_first_promised_are_kept(self, cast: Cast) -> None:
        made = line(cast, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 10))
        values = {"starts_on": date(2026, 8, 1), "ends_on": date(2026, 8, 10)}
        made = step(cast, made, "put_off", values=values, reason="防汛")
        assert (made.state, made.put_offs, made.why) == ("put_off", 1, "防汛")
        again = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 10)}
        made = step(cast, made, "put_off", values=again, reason="还是防汛")
        assert (made.first_starts_on, made.first_ends_on) == (date(2026, 7, 1), date(2026, 7, 10))
        assert (made.due_on, made.ends_on, made.put_offs) == (date(2026, 7, 10), date(2026, 9, 10), 2)

    def test_one_union_alone_puts_it_off_for_itself(self, cast: Cast) -> None:
        made = line(cast, owners="各基层工会", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 10))
        values = {"put_off_to": date(2026, 7, 20)}
        step(cast, duty(made, cast), "put_off", by="gas.officer", values=values, reason="检修")
        assert duty(made, cast).ends_on == date(2026, 7, 20)
        assert duty(made, cast, "farm").ends_on == date(2026, 7, 10)

    def test_without_a_reason_nothing_is_put_off(self, cast: Cast) -> None:
        made = line(cast, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 10))
        values = {"starts_on": date(2026, 8, 1), "ends_on": date(2026, 8, 10)}
        with pytest.raises(Refused):
            step(cast, made, "put_off", values=values, reason=" ")


class TestStanding:
    def test_planned_and_not_held_stays_overdue_for_ever(self, cast: Cast) -> None:
        made = line(cast, owners="各基层工会")
        for day in (TODAY, date(2027, 1, 5), date(2031, 1, 1)):
            with frozen(day):
                (found,) = agenda.lines(
                    agenda.visible(cast.actor("gas.officer")), cast.actor("gas.officer"), day
                )
            assert (found.standing, found.overdue, found.of) == ("overdue", 3, 3)
        assert [one.pk for one in milestones.unfulfilled(made.plan)] == [made.pk]

    def test_one_of_three_is_told_and_ones_own_comes_first(self, cast: Cast) -> None:
        made = line(cast, owners="各基层工会")
        held(cast, duty(made, cast), date(2026, 4, 3))
        seen = {
            key: agenda.lines(agenda.visible(cast.actor(key)), cast.actor(key), TODAY)[0]
            for key in ("gas.officer", "farm.officer", "river.officer")
        }
        assert {key: one.standing for key, one in seen.items()} == {
            "gas.officer": "held",
            "farm.officer": "overdue",
            "river.officer": "overdue",
        }
        assert {(one.done, one.of) for one in seen.values()} == {(1, 3)}

    def test_what_the_issuer_cancels_nobody_has_to_hold(self, cast: Cast) -> None:
        made = line(cast, owners="各基层工会")
        step(cast, made, "cancel", reason="经费不足")
        (found,) = agenda.lines(agenda.visible(cast.actor("gas.officer")), cast.actor("gas.officer"), TODAY)
        assert found.standing == "cancelled" and not found.to_hold
        with pytest.raises(Forbidden):
            held(cast, duty(made, cast), date(2026, 4, 3))
        restored = step(cast, made, "restore", reason="经费到位")
        assert restored.state == "planned" and held(cast, duty(made, cast), date(2026, 4, 3)).state == "held"

    def test_mine_are_overdue_and_near_not_the_rest_of_the_year(self, cast: Cast) -> None:
        made = plan(cast)
        for title, first, last in (
            ("逾期", date(2026, 4, 1), date(2026, 4, 10)),
            ("临近", date(2026, 6, 20), date(2026, 6, 30)),
            ("以后", date(2026, 9, 1), date(2026, 9, 10)),
        ):
            line(cast, plan=made, title=title, starts_on=first, ends_on=last, owners="各基层工会")
        assert [one.name for one in agenda.mine(cast.actor("gas.officer"), TODAY)] == ["逾期", "临近"]
        assert agenda.mine(cast.actor("mill.officer"), TODAY) == []


def test_what_was_issued_is_moved_by_a_step_only(cast: Cast) -> None:
    made = line(cast, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 10))
    services.move(made.plan, "issue", by=cast.actor("river.officer"), version=made.plan.version)
    now = Milestone.objects.get(pk=made.pk)
    for values in ({"ends_on": date(2026, 7, 20)}, {"title": "别的"}, {"owners": "各基层工会"}):
        with pytest.raises(Refused):
            services.change(now, values, by=cast.actor("river.officer"), version=now.version)
    assert services.change(now, {"place": "县体育馆"}, by=cast.actor("river.officer"), version=now.version)
