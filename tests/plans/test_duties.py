"""What counts of the calendar and what does not: held, evidenced, confirmed, on time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.plans.calendar import TODAY, YEAR, counted, duty, held, line, plan, proven, step
from zhijia.evidence import services as evidence
from zhijia.kernel.day import frozen
from zhijia.plans.models import Duty, Milestone
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tally import services as tally
from zhijia.tally.queries import facts, figure

APRIL = date(2026, 4, 3)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with frozen(TODAY):
        tally.ensure_year(2026)
        tally.ensure_today()
        yield


def rate(cast: Cast, *, as_of: date | None = None) -> Any:
    tally.refresh()
    return figure("calendar_on_time", cast.orgs["city"].pk, YEAR, as_of=as_of)


def activity(cast: Cast, **values: Any) -> Milestone:
    return line(cast, owners="临江燃气公司工会", **values)


def attended(cast: Cast, one: Duty, *, day: date = APRIL, seed: int = 1) -> Duty:
    """Held, with a photograph, and Wang says so."""
    done = held(cast, one, day, note="职工32人参加", witness=cast.people["wang"])
    done = proven(cast, done, seed=seed)
    evidence.confirm_own(done, by=cast.actor("wang"), answer="yes")
    return Duty.objects.get(pk=one.pk)


def test_an_activity_moves_the_figure_by_one_when_all_is_there(cast: Cast) -> None:
    one = duty(activity(cast), cast)
    assert counted(cast) == (0, 0)
    done = held(cast, one, APRIL, witness=cast.people["wang"])
    assert counted(cast) == (0, 1), "held, not proven"
    done = proven(cast, done, seed=1)
    assert counted(cast) == (0, 1), "proven, not confirmed"
    evidence.confirm_own(done, by=cast.actor("wang"), answer="yes")
    assert counted(cast) == counted(cast, org="gas") == (1, 1)
    assert counted(cast, org="farm") == (0, 0)


def test_a_no_of_the_worker_is_no_activity(cast: Cast) -> None:
    done = proven(cast, held(cast, duty(activity(cast), cast), APRIL, witness=cast.people["wang"]), seed=1)
    evidence.confirm_own(done, by=cast.actor("wang"), answer="no")
    assert counted(cast) == (0, 1)


def test_a_photograph_of_another_activity_proves_nothing(cast: Cast) -> None:
    made = plan(cast)
    attended(cast, duty(activity(cast, plan=made), cast), seed=3)
    second = attended(cast, duty(activity(cast, plan=made, title="象棋赛"), cast), seed=3)
    assert second.evidenced_at is None and counted(cast) == (1, 2)


def test_a_meeting_is_no_activity_and_needs_no_worker(cast: Cast) -> None:
    one = duty(activity(cast, kind="meeting"), cast)
    proven(cast, held(cast, one, APRIL, note="传达了精神"), seed=1)
    assert counted(cast) == (0, 0)
    assert counted(cast, "calendar_on_time_count") == (1, 1)


def test_every_responsible_union_counts_its_own(cast: Cast) -> None:
    made = line(cast, owners="各基层工会")
    attended(cast, duty(made, cast))
    held(cast, duty(made, cast, "farm"), APRIL, by="farm.officer")
    assert counted(cast) == (1, 2) and counted(cast, "calendar_due") == (3, 3)


def test_what_turns_out_not_to_have_been_held_is_taken_back(cast: Cast) -> None:
    done = attended(cast, duty(activity(cast), cast))
    back = step(cast, done, "reopen", by="gas.officer", reason="登错了场次")
    assert (back.state, back.happened_on, back.witness, back.why) == ("planned", None, None, "登错了场次")
    assert counted(cast) == (0, 0) and Duty.objects.get(pk=back.pk).confirmed_at is None
    again = held(cast, back, APRIL, witness=cast.people["wang"])
    assert counted(cast) == (0, 1), f"{again} was confirmed before it was reported anew"


def test_another_day_needs_another_word(cast: Cast) -> None:
    done = attended(cast, duty(activity(cast), cast))
    by = cast.actor("gas.officer")
    services.change(done, {"happened_on": date(2026, 4, 9)}, by=by, version=done.version)
    assert counted(cast) == (0, 1)


class TestOnTime:
    def test_the_share_is_of_what_was_due_so_far(self, cast: Cast) -> None:
        made = plan(cast)
        attended(cast, duty(activity(cast, plan=made), cast))
        activity(cast, plan=made, title="逾期的", starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 10))
        activity(cast, plan=made, title="以后的", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 10))
        found = rate(cast)
        assert (found.counted, found.base, found.percent) == (1, 2, 50.0)
        april = rate(cast, as_of=date(2026, 4, 30))
        assert (april.counted, april.base) == (1, 1), "what is due later is no part of April"
        with frozen(date(2026, 12, 31)):
            tally.ensure_today()
            assert rate(cast).base == 3

    def test_held_after_its_last_day_is_late_however_well_proven(self, cast: Cast) -> None:
        attended(cast, duty(activity(cast), cast), day=date(2026, 4, 12))
        assert counted(cast) == (1, 1), "it was held"
        assert (rate(cast).counted, rate(cast).base) == (0, 1), "and not on time"

    def test_putting_off_does_not_make_it_on_time(self, cast: Cast) -> None:
        made = activity(cast, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 10))
        with frozen(date(2026, 6, 5)):
            later = {"starts_on": date(2026, 6, 11), "ends_on": date(2026, 6, 20)}
            step(cast, made, "put_off", values=later, reason="高考")
        attended(cast, duty(made, cast), day=date(2026, 6, 12))
        assert (rate(cast).counted, rate(cast).base) == (0, 1)

    def test_cancelled_at_the_union_stays_due_cancelled_by_the_issuer_does_not(self, cast: Cast) -> None:
        made = line(cast, owners="各基层工会")
        step(cast, duty(made, cast), "cancel", by="gas.officer", reason="人手不够")
        assert rate(cast).base == 3
        step(cast, made, "cancel", reason="经费不足")
        assert rate(cast).base is None, "no base, never 0 or 100 per cent"

    def test_next_year_begins_anew(self, cast: Cast) -> None:
        activity(cast)
        with frozen(date(2027, 1, 2)):
            tally.ensure_year(2027)
            tally.ensure_today()
            tally.refresh()
            from zhijia.kernel.period import Period

            assert figure("calendar_due", cast.orgs["city"].pk, Period.year(2027)).counted == 0


def test_the_figures_are_those_of_plain_sql(cast: Cast) -> None:
    made = line(cast, owners="各基层工会")
    attended(cast, duty(made, cast))
    proven(cast, held(cast, duty(made, cast, "farm"), APRIL, by="farm.officer"), seed=9, by="farm.officer")
    meeting = line(cast, kind="meeting", owners="各基层工会", title="联席会议")
    proven(cast, held(cast, duty(meeting, cast), APRIL), seed=10)
    tally.refresh()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM plans_duty d JOIN plans_milestone m ON m.id = d.milestone_id "
            "WHERE d.state = 'held' AND m.kind = 'activity' AND d.evidenced_at IS NOT NULL "
            "AND d.confirmed_at IS NOT NULL AND d.happened_on BETWEEN '2026-01-01' AND '2026-12-31'"
        )
        activities = cursor.fetchone()[0]
        cursor.execute(
            "SELECT COUNT(*) FROM plans_duty d JOIN plans_milestone m ON m.id = d.milestone_id "
            "WHERE d.state = 'held' AND d.happened_on <= m.due_on AND m.state IN ('planned', 'put_off') "
            "AND d.evidenced_at IS NOT NULL AND (d.confirmed_at IS NOT NULL OR m.kind <> 'activity') "
            "AND m.due_on BETWEEN '2026-01-01' AND '2026-06-15'"
        )
        on_time = cursor.fetchone()[0]
    assert counted(cast)[0] == activities == 1
    assert counted(cast, "calendar_on_time_count")[0] == on_time == 2
    assert not tally.check()


def test_a_figure_opens_the_duties_beneath_it(cast: Cast) -> None:
    done = attended(cast, duty(activity(cast), cast))
    tally.refresh()
    (fact,) = facts("calendar_held", cast.orgs["city"].pk, YEAR)
    assert (fact.entry_id, fact.missing) == (done.pk, 0)


def test_a_later_kind_or_day_of_the_line_moves_the_figures(cast: Cast) -> None:
    """Columns joined from the line: a write there alone marks the figure."""
    done = attended(cast, duty(activity(cast), cast))
    assert counted(cast)[0] == 1
    made = done.milestone
    by = cast.actor("river.officer")
    services.change(Milestone.objects.get(pk=made.pk), {"kind": "meeting"}, by=by, version=made.version)
    assert counted(cast)[0] == 0 and not tally.check()


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_held_before_its_time_or_tomorrow(cast: Cast, days: int) -> None:
    made = activity(cast, starts_on=TODAY, ends_on=TODAY + timedelta(days=5))
    with pytest.raises(Refused) as caught:
        held(cast, duty(made, cast), TODAY + timedelta(days=days))
    assert "happened_on" in caught.value.messages
    assert duty(made, cast).state == "planned"


def test_a_step_waits_until_its_time_has_begun(cast: Cast) -> None:
    made = activity(cast, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 10))
    with pytest.raises(Forbidden):
        held(cast, duty(made, cast), TODAY)


def test_who_reports_vouches_for_nothing(cast: Cast) -> None:
    from tests.cast import SINCE
    from zhijia.tree.models import Post

    Post.objects.create(user=cast.users["wang"], org=cast.orgs["gas"], role="officer", valid_from=SINCE)
    with pytest.raises(Refused) as caught:
        held(cast, duty(activity(cast), cast), APRIL, by="wang", witness=cast.people["wang"])
    assert "witness" in caught.value.messages


def test_a_union_beside_sees_neither_the_duty_nor_a_way_to_it(cast: Cast) -> None:
    made = line(cast, owners="各基层工会")
    seen = Duty.register.visible(cast.actor("farm.officer"))  # type: ignore[attr-defined]
    assert {one.org_id for one in seen} == {cast.orgs["farm"].pk}
    with pytest.raises(Forbidden):
        held(cast, duty(made, cast), APRIL, by="farm.officer")


def test_a_branch_has_the_workers_of_its_union(cast: Cast) -> None:
    from zhijia.directory import services as directory

    values = {
        "code": "YC010101",
        "name": "第一作业区工会",
        "kind": "branch",
        "approved_by": cast.orgs["farm"],
        "founded_on": date(2012, 1, 1),
        "set_up": "single",
    }
    branch = directory.found_union(values, by=cast.actor("farm.officer")).org
    made = line(cast, owners="第一作业区工会")
    one = Duty.objects.get(milestone=made, org=branch)
    with pytest.raises(Refused):
        held(cast, one, APRIL, by="river.officer", witness=cast.people["wang"])
    assert held(cast, one, APRIL, by="river.officer", witness=cast.people["tian"]).state == "held"
