"""The calendar as programs subscribe to it: read by a parser that is not ours, and with curl."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import vobject
from django.urls import reverse

from tests.cast import Cast
from tests.plans.calendar import TODAY, duty, held, line, plan, step
from zhijia.kernel.day import frozen, today
from zhijia.plans import feed as feeds
from zhijia.plans.models import Feed, Milestone

LONG = "“讲大局、比贡献、树正气”主题活动，歌咏; 朗诵, 书画\\摄影展" * 3


@pytest.fixture
def made(cast: Cast) -> Iterator[Milestone]:
    with frozen(TODAY):
        yield line(cast, owners="各基层工会", title=LONG, place="县体育馆, 二楼", wording="四月上旬")


def address(client: Any, cast: Cast, key: str = "gas.officer") -> str:
    """A new address, as the page shows it this once."""
    cast.login(client, key)
    page = client.post(reverse("desks:feed"))
    client.logout()
    return urlsplit(page.context["address"]).path


def events(client: Any, url: str) -> dict[str, Any]:
    """The events a standard parser finds, by title."""
    answer = client.get(url)
    assert answer.status_code == 200
    calendar = vobject.readOne(answer.content.decode())
    return {one.summary.value: one for one in calendar.contents.get("vevent", [])}


def test_a_standard_parser_reads_what_stands_there(cast: Cast, client: Any, made: Milestone) -> None:
    answer = client.get(address(client, cast))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.content.decode())
    assert (calendar.version.value, calendar.prodid.value) == ("2.0", "-//Zhijia//Calendar//ZH")
    assert calendar.x_wr_calname.value == "工会工作日程"
    assert calendar.contents["refresh-interval"][0].params == {"VALUE": ["DURATION"]}
    (event,) = calendar.vevent_list
    assert event.summary.value == made.title, "commas, semicolons and backslashes come through"
    assert event.location.value == "县体育馆, 二楼"
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 4, 1), date(2026, 4, 11)), (
        "the end is exclusive"
    )
    assert event.uid.value == f"{duty(made, cast).uid}@zhijia"
    assert event.status.value == "CONFIRMED" and event.transp.value == "TRANSPARENT"
    assert event.dtstamp.value.tzinfo is UTC or event.dtstamp.value.utcoffset() == timedelta(0)
    assert event.contents["last-modified"][0].value == event.dtstamp.value
    assert "四月上旬" in event.description.value and "\n" in event.description.value
    assert str(duty(made, cast).uid) in event.url.value


def test_the_text_keeps_to_the_letter_of_the_standard(cast: Cast, client: Any, made: Milestone) -> None:
    body = client.get(address(client, cast)).content
    assert body.startswith(b"BEGIN:VCALENDAR\r\n") and body.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n", body), "every line ends with CRLF"
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75, "folded at 75 octets"
    assert any(one.startswith(b" ") for one in lines)
    for one in lines:
        one.decode("utf-8")  # no character is cut in two
    assert b"DTSTART;VALUE=DATE:20260401" in body and b"TZID" not in body
    assert rb"\;" in body and rb"\," in body and rb"\\" in body


def test_a_change_keeps_the_name_and_raises_the_number(cast: Cast, client: Any, made: Milestone) -> None:
    url = address(client, cast)
    (before,) = events(client, url).values()
    later = {"put_off_to": date(2026, 7, 3)}
    step(cast, duty(made, cast), "put_off", by="gas.officer", values=later, reason="检修")
    (after,) = events(client, url).values()
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value == date(2026, 7, 3) and after.summary.value.startswith("[已延期]")
    assert "检修" in after.description.value
    step(cast, made, "cancel", reason="经费不足")
    (gone,) = events(client, url).values()
    assert gone.status.value == "CANCELLED" and int(gone.sequence.value) > int(after.sequence.value)


def test_what_was_held_stands_on_its_day(cast: Cast, client: Any, made: Milestone) -> None:
    url = address(client, cast)
    held(cast, duty(made, cast), date(2026, 4, 8))
    (event,) = events(client, url).values()
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 4, 8), date(2026, 4, 9))
    assert event.summary.value.startswith("[已完成]")


def test_half_a_year_is_a_day_to_remember(cast: Cast, client: Any, made: Milestone) -> None:
    line(
        cast,
        plan=made.plan,
        title="职工书屋普查",
        starts_on=None,
        ends_on=None,
        wording="6月底前",
        owners="各基层工会",
    )
    event = events(client, address(client, cast))["[截止] 职工书屋普查"]
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 6, 30), date(2026, 7, 1))


class TestWhoSeesWhat:
    def test_only_what_concerns_ones_own_unions(self, cast: Cast, client: Any, made: Milestone) -> None:
        line(cast, plan=made.plan, title="只有农场的事", owners="红星农场第三管理区工会")
        line(cast, plan=plan(cast, "hill", by="hill.officer"), title="北山县的事", by="hill.officer")
        assert set(events(client, address(client, cast))) == {made.title}
        assert set(events(client, address(client, cast, "river.officer"))) == {made.title, "只有农场的事"}
        assert set(events(client, address(client, cast, "mill.officer"))) == set()

    def test_an_ended_post_empties_it_at_once(self, cast: Cast, client: Any, made: Milestone) -> None:
        url = address(client, cast)
        assert events(client, url)
        cast.users["gas.officer"].posts.update(valid_to=TODAY)
        assert events(client, url) == {}

    def test_an_account_that_may_not_log_in_is_gone(self, cast: Cast, client: Any, made: Milestone) -> None:
        url = address(client, cast)
        cast.users["gas.officer"].is_active = False
        cast.users["gas.officer"].save()
        assert client.get(url).status_code == 410

    def test_a_worker_without_a_post_has_no_address(self, cast: Cast, client: Any) -> None:
        cast.login(client, "wang")
        assert client.get(reverse("desks:feed")).status_code == 404
        assert client.post(reverse("desks:feed")).status_code == 404
        assert not Feed.objects.exists()

    def test_in_english_for_whoever_reads_english(self, cast: Cast, client: Any, made: Milestone) -> None:
        cast.users["gas.officer"].language = "en"
        cast.users["gas.officer"].save()
        body = client.get(address(client, cast)).content.decode()
        assert "X-WR-CALNAME:Union calendar" in body and "CATEGORIES:activity" in body


class TestAddress:
    def test_nobody_finds_the_secret_in_the_database(self, cast: Cast, client: Any, made: Milestone) -> None:
        url = address(client, cast)
        token = url.rpartition("/")[2].removesuffix(".ics")
        row = Feed.objects.values().get()
        assert len(token) == 32 and token not in str(row) and row["start"] == token[:6]
        cast.login(client, "gas.officer")
        assert token not in client.get(reverse("desks:feed")).content.decode(), "it is shown once"

    def test_renewing_ends_the_old_one(self, cast: Cast, client: Any, made: Milestone) -> None:
        first = address(client, cast)
        second = address(client, cast)
        assert first != second
        assert [client.get(url).status_code for url in (first, second)] == [410, 200]
        assert Feed.objects.filter(revoked_at=None).count() == 1

    def test_revoked_it_opens_nothing(self, cast: Cast, client: Any, made: Milestone) -> None:
        url = address(client, cast)
        cast.login(client, "gas.officer")
        client.post(reverse("desks:feed_revoke"))
        client.logout()
        assert client.get(url).status_code == 410
        assert client.get(reverse("desks:feed_ics", args=["x" * 32])).status_code == 404

    def test_a_token_stays_out_of_the_logs(self, client: Any, cast: Cast, caplog: Any) -> None:
        logging.getLogger("django.request").addHandler(caplog.handler)
        url = reverse("desks:feed_ics", args=["geheim" * 6])
        assert client.get(url).status_code == 404
        assert caplog.text and "geheim" not in caplog.text

    def test_it_is_kept_by_nobody_else(self, cast: Cast, client: Any, made: Milestone) -> None:
        answer = client.get(address(client, cast))
        assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))
        assert answer["X-Robots-Tag"] == "noindex" and "sessionid" not in answer.cookies
        assert client.post(answer.request["PATH_INFO"]).status_code == 405

    def test_its_last_use_is_told(self, cast: Cast, client: Any, made: Milestone) -> None:
        url = address(client, cast)
        assert feeds.live(cast.actor("gas.officer")).used_at is None  # type: ignore[union-attr]
        client.get(url)
        assert feeds.live(cast.actor("gas.officer")).used_at is not None  # type: ignore[union-attr]


class TestAgain:
    def test_nothing_changed_is_answered_by_304(self, cast: Cast, client: Any, made: Milestone) -> None:
        url = address(client, cast)
        etag = client.get(url)["ETag"]
        again = client.get(url, headers={"If-None-Match": etag})
        assert again.status_code == 304 and not again.content and again["ETag"] == etag
        assert client.get(url, headers={"If-None-Match": f'W/{etag}, "other"'}).status_code == 304
        held(cast, duty(made, cast), date(2026, 4, 8))
        assert client.get(url, headers={"If-None-Match": etag}).status_code == 200

    def test_the_same_is_told_twice_in_the_same_words(self, cast: Cast, client: Any, made: Milestone) -> None:
        url = address(client, cast)
        assert client.get(url).content == client.get(url).content
        assert client.head(url).status_code == 200

    def test_forty_lines_cost_as_many_queries_as_one(
        self, cast: Cast, client: Any, made: Milestone, django_assert_max_num_queries: Any
    ) -> None:
        url = address(client, cast)
        for number in range(12):
            line(cast, plan=made.plan, title=f"活动{number}", owners="各基层工会")
        with django_assert_max_num_queries(9):
            client.get(url)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.django_db(transaction=True)
def test_curl_subscribes(cast: Cast, live_server: Any, client: Any) -> None:
    year = today().year
    days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 1, 10)}
    line(cast, plan=plan(cast, year=year), owners="各基层工会", title="职工乒乓球比赛", **days)
    url = live_server.url + address(client, cast)
    told = _curl(url)
    assert told.startswith("HTTP/1.1 200") and "text/calendar" in told and "SUMMARY:职工乒乓球比赛" in told
    found = re.search(r"(?im)^etag: (\S+)", told)
    assert found is not None
    assert _curl("-H", f"If-None-Match: {found[1]}", url).startswith("HTTP/1.1 304")


def _curl(*arguments: str) -> str:
    done = subprocess.run(["curl", "-si", "--max-time", "20", *arguments], capture_output=True, check=True)
    return done.stdout.decode()
