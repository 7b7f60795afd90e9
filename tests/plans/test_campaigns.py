"""A campaign: counted from records of many registers, closed with kept figures, summed up on paper."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from docx import Document

from tests.cast import Cast
from tests.contract.factories import RELIEF
from tests.plans.making import open_room
from zhijia.desks.officer import desk
from zhijia.kernel.day import frozen
from zhijia.plans.campaigns import counting, measures, pages
from zhijia.plans.models import Campaign, CampaignRegister
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
AFTER = LAST + timedelta(days=1)


@pytest.fixture(autouse=True)
def _day() -> Any:
    with frozen(date(2026, 3, 20)):
        yield


def made(cast: Cast, **values: Any) -> Campaign:
    given = {
        "org": cast.orgs["city"],
        "name": "送书到一线百日行动",
        "starts_on": FIRST,
        "ends_on": LAST,
        "measures": "read_new entries:facilities.readingroom",
        "unions": "YC01 YC02",
        "partners": "市文化和旅游局",
        **values,
    }
    entry: Campaign = services.add(CampaignRegister, given, by=cast.actor("city.officer"))
    return entry


def step(cast: Cast, one: Campaign, key: str, by: str, **more: Any) -> Campaign:
    now = Campaign.objects.select_related("org").get(pk=one.pk)
    moved: Campaign = services.move(now, key, by=cast.actor(by), version=now.version, **more)
    return moved


def closed(cast: Cast) -> Campaign:
    one = step(cast, made(cast), "begin", "city.officer")
    with frozen(AFTER):
        return step(cast, one, "close", "city.leader", values={"words_at_end": "书送到了班组。"})


class TestCounting:
    def test_only_what_lies_in_its_days_at_those_who_take_part(self, cast: Cast) -> None:
        open_room(cast, "gas", date(2026, 3, 5))
        open_room(cast, "gas", date(2026, 3, 6), proven=False, number=1)
        open_room(cast, "site", date(2026, 2, 28), number=2)
        open_room(cast, "mill", date(2026, 3, 9), number=3)
        table = counting.table(made(cast, unions="YC0102 YC0103 YC0201"))
        rows = {row.org.code: row for row in table.rows}
        assert rows["YC0102"].cells["read_new"] == counting.Cell(1, 2)
        assert rows["YC0102"].cells["entries:facilities.readingroom"].counted == 2
        assert [row.org.code for row in table.silent] == ["YC0103"]
        assert table.total["read_new"] == counting.Cell(2, 3)

    def test_a_person_helped_by_two_unions_is_one_person(self, cast: Cast) -> None:
        from django.utils import timezone

        from zhijia.assistance.models import Relief
        from zhijia.tally import services as tally

        for number, union in enumerate(("gas", "site")):
            relief = RELIEF.add(cast, number, by="gas.officer")
            Relief.objects.filter(pk=relief.pk).update(
                org=cast.orgs[union],
                path=cast.orgs[union].path,
                worker=cast.people["wang"],
                state="received",
                kind="living",
                paid_on=date(2026, 3, 8),
                evidenced_at=timezone.now(),
                confirmed_at=timezone.now(),
            )
        tally.recount_all()
        table = counting.table(made(cast, measures="aid_living aid_living_times", unions="YC0102 YC0103"))
        assert [row.cells["aid_living"].counted for row in table.rows] == [1, 1]
        assert table.total["aid_living"].counted == 1 and table.total["aid_living_times"].counted == 2

    def test_what_stands_on_a_day_is_no_deed(self, cast: Cast) -> None:
        keys = {key for _room, found in measures.choices() for key, _label in found}
        assert "read_new" in keys and "read_open" not in keys and "entries:directory.membership" not in keys
        with pytest.raises(Refused, match="read_open"):
            made(cast, measures="read_new read_open")

    def test_nobody_counts_twice(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            made(cast, unions="YC01 YC0102")


class TestLife:
    def test_closed_by_the_leader_alone_after_its_last_day(self, cast: Cast) -> None:
        one = step(cast, made(cast), "begin", "city.officer")
        words = {"words_at_end": "好。"}
        with pytest.raises(Refused, match="2026-03-31"):
            step(cast, one, "close", "city.leader", values=words)
        with frozen(AFTER):
            with pytest.raises(Forbidden):
                step(cast, one, "close", "city.officer", values=words)
            due = [pile.title for pile in desk.page(cast.actor("city.leader"))["to_do"]]
            assert "总结并签字 · 专项活动" in due
            assert step(cast, one, "close", "city.leader", values=words).state == "closed"

    def test_what_comes_later_stands_beside_the_figures_as_closed(self, cast: Cast) -> None:
        open_room(cast, "gas", date(2026, 3, 5))
        one = closed(cast)
        assert one.checksum == counting.checksum(one.figures) and not pages.changed(one)
        open_room(cast, "mill", date(2026, 3, 9), number=1)
        with frozen(AFTER):
            shown = pages.campaign(one, cast.actor("city.officer"))
        assert [said.number for said in shown["total"]] == ["1", "1"]
        assert [(then, now) for _name, then, now in shown["changed"]] == [("1", "2"), ("1", "2")]
        assert step(cast, one, "reopen", "city.leader", reason="漏了一个县").figures == {}


class TestPages:
    def test_ticked_in_a_form_and_seen_by_those_who_take_part(self, cast: Cast, client: Any) -> None:
        browser = cast.login(client, "city.officer")
        new = reverse("registry:new", args=["plans", "campaign"])
        page = browser.get(new).content.decode()
        assert "临江县总工会" in page and "新建职工书屋数" in page
        sent = {
            "org": cast.orgs["city"].uid,
            "name": "安全生产月",
            "starts_on": "2026-03-01",
            "ends_on": "2026-03-31",
            "measures": ["read_new"],
            "unions": ["YC01", "YC02"],
        }
        assert browser.post(new, {**sent, "measures": []}).status_code == 422
        assert browser.post(new, sent).status_code == 302
        one = Campaign.objects.get()
        assert (one.measures, one.unions) == ("read_new", "YC01 YC02")
        edit = browser.get(reverse("registry:edit", args=["plans", "campaign", one.uid])).content.decode()
        assert len(re.findall(r'<input type="checkbox"[^>]*" checked', edit)) == 3
        url = reverse("plans:campaign", args=[one.uid])
        assert "没有任何记录的工会" in browser.get(url).content.decode()
        theirs = cast.login(client, "river.officer")
        seen = theirs.get(url).content.decode()
        assert "临江县总工会" in seen and "北山县总工会" not in seen
        assert theirs.get(reverse("plans:campaign_docx", args=[one.uid])).status_code == 404

    def test_the_summary_names_figures_and_who_was_silent(self, cast: Cast, client: Any) -> None:
        open_room(cast, "gas", date(2026, 3, 5))
        one = closed(cast)
        answer = cast.login(client, "city.leader").get(reverse("plans:campaign_docx", args=[one.uid]))
        document = Document(BytesIO(b"".join(answer.streaming_content)))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        for words in (
            "送书到一线百日行动情况总结",
            "会同市文化和旅游局",
            "新建职工书屋数：1",
            "北山县总工会",
            "书送到了班组。",
            one.checksum,
        ):
            assert words in text, words
        assert [cell.text for cell in document.tables[0].rows[1].cells] == ["临江县总工会", "1", "1"]
