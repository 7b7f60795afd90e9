"""Founding unions where there are none: the list, who works on what, the founding, the drive."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import SINCE, Cast
from tests.directory.employing import refusal
from zhijia.desks.officer.organising import piles
from zhijia.directory.models import Approach, Coverage, Drive, Invitation, Union, Visit
from zhijia.directory.organising import counts, employers, steps
from zhijia.kernel.day import today
from zhijia.outbox import queries as outbox
from zhijia.registry.services import add, change
from zhijia.tree.kinds import OrgKind

NOW = today()
pytestmark = pytest.mark.django_db


def visit(cast: Cast, by: str = "hill.officer", unit: str = "hotel", **values: Any) -> Visit:
    given = {"org": cast.orgs["hill"], "unit": cast.units[unit], "happened_on": NOW - timedelta(days=5)}
    given |= {"way": "visit", "result": "wants_time", "next_on": NOW + timedelta(days=2)}
    return add(Visit.register, given | values, by=cast.actor(by))


def federation(cast: Cast) -> Any:
    """A sectoral federation that covers the hotel."""
    from zhijia.directory.services import found_union

    values = {"code": "YC02F1", "name": "北山餐饮住宿行业工会联合会", "kind": OrgKind.SECTOR_FEDERATION}
    values |= {"approved_by": cast.orgs["hill"], "founded_on": SINCE, "set_up": "federation"}
    made = found_union(values, by=cast.actor("hill.officer"))
    covered = {"org": made.org, "unit": cast.units["hotel"], "valid_from": SINCE}
    return add(Coverage.register, covered, by=cast.actor("hill.officer"))


def drive(cast: Cast, days: int = 60, **values: Any) -> Drive:
    first = NOW - timedelta(days=days)
    given = {"org": cast.orgs["city"], "title": "百日行动", "valid_from": first}
    given |= {"valid_to": first + timedelta(days=100)}
    return add(Drive.register, given | values, by=cast.actor("city.officer"))


class TestTheList:
    def test_second_coverage_is_told_apart_and_summed(self, cast: Cast) -> None:
        by, hill = cast.actor("hill.officer"), cast.orgs["hill"]
        (row,) = employers.unorganised(by, hill, NOW)
        assert (row.name, row.staff, row.covering, row.stage) == ("北山迎宾旅馆", 60, None, "untouched")
        covered = federation(cast)
        rows = employers.unorganised(by, hill, NOW)
        assert employers.sums(rows) == employers.Sums(1, 60, 1, 60)
        assert rows.get().covering == covered.org.name
        assert not employers.unorganised(cast.actor("river.officer"), hill, NOW), "another county's list"

    def test_how_far_it_is_follows_from_the_entries(self, cast: Cast) -> None:
        by, hill = cast.actor("hill.officer"), cast.orgs["hill"]
        values = {"org": hill, "unit": cast.units["hotel"], "happened_on": NOW - timedelta(days=9)}
        add(Invitation.register, values | {"letter_number": "北工函〔2026〕1号"}, by=by)
        assert employers.unorganised(by, hill, NOW).get().stage == "invited"
        visit(cast)
        visit(cast, happened_on=NOW - timedelta(days=1), result="refused", reason="不同意", next_on=None)
        assert employers.unorganised(by, hill, NOW).get().stage == "refused"
        held = Approach.objects.get()
        change(held, {"preparing_on": NOW}, by=by, version=held.version)
        assert employers.unorganised(by, hill, NOW).get().stage == "preparing"

    def test_a_page_asks_as_much_for_many_as_for_one(
        self, client: Client, cast: Cast, django_assert_max_num_queries: Any
    ) -> None:
        visit(cast)
        cast.login(client, "hill.officer")
        with django_assert_max_num_queries(25):
            page = client.get("/organising/?size=25&stage=wants_time&covered=nobody&q=迎宾")
        assert "北山迎宾旅馆" in page.content.decode() and "蒋玉梅" in page.content.decode()
        assert "北山迎宾旅馆" not in client.get("/organising/?size=200").content.decode()


class TestTwoOfficers:
    def test_the_second_is_told_who_works_there(self, cast: Cast) -> None:
        visit(cast)
        (said,) = refusal(visit, cast, "city.officer")["unit"]
        assert "蒋玉梅" in said and cast.orgs["hill"].name in said
        assert Visit.objects.count() == 1 and Approach.objects.get().officer == cast.users["hill.officer"]

    def test_of_two_at_once_the_database_takes_one(self, cast: Cast) -> None:
        visit(cast)
        twin = Approach(org=cast.orgs["hill"], unit=cast.units["hotel"], valid_from=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()

    def test_taking_over_needs_a_reason_and_is_written_down(self, client: Client, cast: Cast) -> None:
        visit(cast)
        url = f"/organising/{cast.units['hotel'].uid}/take-over/"
        assert cast.login(client, "river.officer").get(url).status_code == 404
        cast.login(client, "city.officer")
        assert client.post(url, {"reason": " "}).status_code == 422
        assert client.post(url, {"reason": "蒋玉梅休产假"}).status_code == 302
        assert Approach.objects.get().officer == cast.users["city.officer"]
        visit(cast, "city.officer", happened_on=NOW)
        page = client.get(f"/r/directory/approach/{Approach.objects.get().uid}/").content.decode()
        assert "蒋玉梅休产假" in page

    def test_the_next_step_stands_on_the_desk_of_whoever_works_there(self, cast: Cast) -> None:
        visit(cast)
        mine, late = piles(cast.actor("hill.officer"))
        assert [pile.count for pile in mine] == [1] and late == []
        assert piles(cast.actor("city.officer")) == ([], [])
        visit(cast, happened_on=NOW - timedelta(days=3), next_on=NOW - timedelta(days=1))
        _soon, late = piles(cast.actor("hill.officer"))
        assert [task.text for task in late[0].tasks] == ["北山迎宾旅馆"]
        visit(cast, happened_on=NOW, result="closed", next_on=None)
        assert steps.next_steps(cast.actor("hill.officer"), NOW + timedelta(days=90)) == []


class TestFounding:
    def _sent(self, cast: Cast, **values: Any) -> dict[str, Any]:
        given = {"code": "YC02N1", "name": "北山迎宾旅馆工会", "kind": "grassroots", "set_up": "single"}
        given |= {"approved_by": cast.orgs["hill"].uid, "founded_on": NOW.isoformat()}
        return given | values

    def test_coverage_moves_by_itself_and_the_work_is_over(self, client: Client, cast: Cast) -> None:
        second = federation(cast)
        visit(cast, result="agreed")
        url = f"/organising/{cast.units['hotel'].uid}/found/"
        cast.login(client, "hill.officer")
        assert "北山迎宾旅馆工会" in client.get(url).content.decode()
        assert client.post(url, self._sent(cast)).status_code == 302
        union = Union.objects.get(code="YC02N1")
        assert Coverage.objects.get(pk=second.pk).valid_to == NOW
        assert Coverage.objects.get(unit=cast.units["hotel"], valid_to=None).org == union.org
        held = Approach.objects.get()
        assert (held.outcome, held.valid_to) == ("founded", NOW)
        assert not employers.unorganised(cast.actor("hill.officer"), cast.orgs["hill"], NOW)
        assert client.post(url, self._sent(cast, code="YC02N2")).status_code == 422, "a second union"
        assert not Union.objects.filter(code="YC02N2").exists()

    def test_what_cannot_be_covered_founds_nothing(self, client: Client, cast: Cast) -> None:
        federation(cast)
        cast.login(client, "hill.officer")
        url = f"/organising/{cast.units['hotel'].uid}/found/"
        early = self._sent(cast, founded_on=(SINCE - timedelta(days=1)).isoformat())
        page = client.post(url, early)
        assert page.status_code == 422 and "北山迎宾旅馆工会" in page.content.decode()
        assert not Union.objects.filter(code="YC02N1").exists()

    def test_only_whoever_works_there_ends_the_work(self, client: Client, cast: Cast) -> None:
        visit(cast)
        page = cast.login(client, "city.officer").post(
            f"/organising/{cast.units['hotel'].uid}/found/", self._sent(cast)
        )
        assert page.status_code == 422 and "蒋玉梅" in page.content.decode()
        assert not Union.objects.filter(code="YC02N1").exists()


class TestInvitations:
    def test_a_message_leaves_once_and_a_letter_is_printed(self, client: Client, cast: Cast) -> None:
        values = {"org": cast.orgs["hill"], "unit": cast.units["hotel"], "happened_on": NOW}
        by = cast.actor("hill.officer")
        message = add(Invitation.register, values | {"channel": "message", "phone": "13900001111"}, by=by)
        change(message, {"addressed_to": "王经理"}, by=by, version=message.version)
        sent = outbox.status(f"directory.invitation:{message.uid}")
        assert sent is not None and "13900001111" not in sent.to_shown
        letter = add(Invitation.register, values | {"letter_number": "北工函〔2026〕2号"}, by=by)
        url = f"/organising/invitations/{letter.uid}/letter"
        cast.login(client, "hill.officer")
        assert b"".join(client.get(f"{url}.docx").streaming_content)[:2] == b"PK"
        assert b"".join(client.get(f"{url}.pdf").streaming_content)[:4] == b"%PDF"
        assert cast.login(client, "river.officer").get(f"{url}.pdf").status_code == 404


class TestDrive:
    def test_what_counts_is_counted_and_who_is_silent_is_named(self, cast: Cast) -> None:
        made = drive(cast)
        by = cast.actor("city.officer")
        made = change(made, {"quotas": {"YC01": 1, "YC02": 2}}, by=by, version=made.version, verb="quotas")
        visit(cast, happened_on=NOW - timedelta(days=4))
        visit(cast, result="agreed")
        rows = {row.org.code: row for row in counts.tallies(made)}
        hill, river = rows["YC02"], rows["YC01"]
        assert (len(hill.visited), len(hill.agreed), hill.workers, hill.quota) == (1, 1, 60, 2)
        assert (hill.is_silent, river.is_silent) == (False, True)
        whole = counts.whole(made, list(rows.values()))
        assert (len(whole.visited), whole.quota, whole.percent) == (1, 3, 0)

    def test_before_and_after_its_days_nothing_counts(self, cast: Cast) -> None:
        visit(cast)
        made = drive(cast, 2)
        assert not any(row.visited for row in counts.tallies(made)), "the visit was before"
        ahead = drive(cast, -3, title="下一次行动")
        assert counts.stretch(ahead).days == 0
        assert not any(row.is_silent for row in counts.tallies(ahead))

    def test_quotas_are_kept_when_somebody_was_faster(self, client: Client, cast: Cast) -> None:
        made = drive(cast)
        url = f"/organising/drives/{made.uid}/quotas/"
        assert cast.login(client, "river.officer").get(url).status_code == 403
        cast.login(client, "city.officer")
        assert client.post(url, {"version": "1", "YC01": "-1"}).status_code == 422
        assert client.post(url, {"version": "1", "YC01": "4"}).status_code == 302
        page = client.post(url, {"version": "1", "YC01": "7"})
        assert page.status_code == 422 and 'value="7"' in page.content.decode()
        assert Drive.objects.get().quotas == {"YC01": 4}
        assert client.post(url, {"version": "2", "YC01": "7"}).status_code == 302
        assert Drive.objects.get().quotas == {"YC01": 7}
        assert ">7<" in client.get(f"/organising/drives/{made.uid}/").content.decode()


def test_the_day_of_a_drive_is_no_guess() -> None:
    assert date(2026, 3, 1) + timedelta(days=100) == date(2026, 6, 9), "as the help text of the form says"
