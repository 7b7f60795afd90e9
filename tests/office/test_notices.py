"""A notice from its draft to the table of replies, passed on by a county, chased, repeated, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from tests.cast import Cast
from zhijia.desks.officer import desk
from zhijia.kernel.day import today
from zhijia.office import burden
from zhijia.office.chasing import chase
from zhijia.office.models import Notice, NoticeRegister, Reply
from zhijia.office.registers.notice.repeats import nearest
from zhijia.office.registers.reply import steps
from zhijia.outbox.models import Message
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db
TEXT = "为掌握全市职工书屋建设情况，请各县总工会对照标准逐家核查，如实填报书屋数量和藏书数量。" * 2
ASKED = "职工书屋个数 | number\n是否配有专人 | yesno\n困难和建议"


def draft(cast: Cast, by: str = "city.officer", org: str = "city", **more: Any) -> Notice:
    values = {
        "org": cast.orgs[org],
        "title": "关于核查职工书屋的通知",
        "text": TEXT,
        "word": "云工发",
        "happened_on": today(),
        "reply_due_on": today() + timedelta(days=10),
        "questions": ASKED,
    }
    made: Notice = services.add(NoticeRegister, values | more, by=cast.actor(by))
    return made


def issue(cast: Cast, notice: Notice, by: str = "city.officer") -> Notice:
    issued: Notice = services.move(notice, "issue", by=cast.actor(by), version=notice.version)
    return issued


def copy_of(notice: Notice, cast: Cast, org: str) -> Reply:
    return Reply.objects.get(notice=notice, org=cast.orgs[org])


def late(cast: Cast) -> Notice:
    """A notice of a month ago whose day to answer was a week ago."""
    day = today()
    return issue(
        cast, draft(cast, happened_on=day - timedelta(days=30), reply_due_on=day - timedelta(days=7))
    )


def page(cast: Cast, client: Any, by: str, name: str, uid: Any, data: Any = None) -> Any:
    browser, url = cast.login(client, by), reverse(f"office:{name}", args=[uid])
    return browser.get(url) if data is None else browser.post(url, data)


def answer(cast: Cast, reply: Reply, by: str, rooms: str, helper: str = "yes", words: str = "无") -> Any:
    reply.refresh_from_db()
    typed = {"职工书屋个数": rooms, "是否配有专人": helper, "困难和建议": words}
    return steps.answer(reply, "", typed, by=cast.actor(by), version=reply.version)


def on_desk(cast: Cast, by: str) -> dict[str, int]:
    found = desk.page(cast.actor(by))
    kinds = ("late", "to_do", "returned", "waiting")
    piles = {kind: [one for one in found[kind] if "office/reply" in one.url] for kind in kinds}
    return {kind: sum(one.count for one in some) for kind, some in piles.items() if some}


def test_numbers_follow_each_other_in_a_year(cast: Cast) -> None:
    first, second = draft(cast), draft(cast)
    assert [first.number, second.number] == [f"云工发〔{today().year}〕{n}号" for n in (1, 2)]
    with pytest.raises(Refused) as taken:
        draft(cast, serial=2)
    assert "serial" in taken.value.messages or "" in taken.value.messages
    with pytest.raises(Refused):
        draft(cast, serial=5)
    assert draft(cast, serial=5, gap="3、4号为纸质发文").serial == 5
    assert draft(cast, happened_on=date(today().year - 1, 3, 1), reply_due_on=None, questions="").serial == 1
    assert draft(cast, by="river.officer", org="river").serial == 1


def test_from_desk_to_table_without_typing(cast: Cast, client: Any) -> None:
    notice = issue(cast, draft(cast))
    assert {one.org.pk for one in notice.replies.all()} == {cast.orgs["river"].pk, cast.orgs["hill"].pk}
    assert on_desk(cast, "river.officer") == {"to_do": 1} and on_desk(cast, "city.officer") == {"waiting": 2}
    mine = copy_of(notice, cast, "river")
    assert page(cast, client, "river.officer", "reply", mine.uid).status_code == 200
    mine.refresh_from_db()
    assert mine.state == "read" and mine.read_at is not None
    wrong = page(
        cast,
        client,
        "river.officer",
        "reply",
        mine.uid,
        {"q0": "十二", "q2": "缺书", "version": mine.version},
    )
    assert (
        wrong.status_code == 422
        and "q0" in wrong.context["form"].errors
        and "q1" in wrong.context["form"].errors
    )
    assert "缺书" in wrong.content.decode()
    sent = {"q0": "12", "q1": "no", "q2": "缺书", "version": mine.version}
    assert page(cast, client, "river.officer", "reply", mine.uid, sent).status_code == 302
    answer(cast, copy_of(notice, cast, "hill"), "hill.officer", "30")
    table = page(cast, client, "city.officer", "notice", notice.uid).context["table"]
    assert [line.cells[0][0] for line in table.lines] == ["12", "30"] and table.sums[0] == "42"
    answered = page(cast, client, "city.officer", "workbook", notice.uid)
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answered.streaming_content))).active
    assert [Decimal(row[3].value) for row in list(sheet.rows)[2:]] == [12, 30, 42]


def test_a_returned_reply_is_mended_and_accepted(cast: Cast, client: Any) -> None:
    notice = issue(cast, draft(cast))
    mine = answer(cast, copy_of(notice, cast, "river"), "river.officer", "3")
    assert (
        on_desk(cast, "city.officer") == {"to_do": 1, "waiting": 1} and on_desk(cast, "river.officer") == {}
    )
    back = services.move(
        mine, "return", by=cast.actor("city.officer"), version=mine.version, reason="与台账不符"
    )
    assert on_desk(cast, "river.officer") == {"returned": 1}
    assert "与台账不符" in page(cast, client, "river.officer", "reply", back.uid).content.decode()
    answer(cast, back, "river.officer", "4")
    assert page(cast, client, "city.officer", "accept_all", notice.uid, {}).status_code == 302
    assert copy_of(notice, cast, "river").state == "accepted"
    with pytest.raises(Refused):
        answer(cast, copy_of(notice, cast, "river"), "river.officer", "9")
    with pytest.raises(Forbidden):
        answer(cast, copy_of(notice, cast, "hill"), "city.officer", "9")


def test_a_county_passes_it_on_and_its_reply_is_filled_in(cast: Cast, client: Any) -> None:
    notice = issue(cast, draft(cast))
    mine = copy_of(notice, cast, "river")
    form = page(cast, client, "river.officer", "pass_on", mine.uid).context["form"]
    sent = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    sent |= {"uid": sent["uid"](), "word": "临工发", "questions": ASKED, "org": str(cast.orgs["river"].uid)}
    assert page(cast, client, "river.officer", "pass_on", mine.uid, sent).status_code == 302
    passed = issue(cast, Notice.objects.get(passes=notice), "river.officer")
    for org, by, rooms in (("gas", "gas.officer", "2"), ("farm", "farm.officer", "5")):
        answer(cast, copy_of(passed, cast, org), by, rooms)
    shown = page(cast, client, "river.officer", "reply", mine.uid)
    assert (
        shown.context["form"].fields["q0"].initial == "7"
        and shown.context["form"].fields["q1"].initial == "yes"
    )
    assert (shown.context["prefilled"].given, shown.context["prefilled"].of) == (2, 3)
    assert page(cast, client, "gas.officer", "notice", notice.uid).status_code == 200, (
        "the one passed on is seen"
    )
    assert page(cast, client, "mill.officer", "notice", passed.uid).status_code == 404


def test_chasing_twice_on_a_day_tells_once(cast: Cast) -> None:
    cast.users["river.officer"].email = "river@example.org"
    cast.users["river.officer"].save()
    notice = late(cast)
    assert on_desk(cast, "river.officer") == {"late": 1}
    assert desk.page(cast.actor("city.officer"))["below"], "late below the one who asked"
    first, again = (chase(notice, by=cast.actor("city.officer")) for _time in range(2))
    assert (first.unions, first.messages, first.unreached) == (2, 1, [cast.orgs["hill"].name])
    assert (again.unions, again.messages, again.before) == (0, 0, 2)
    assert Message.objects.count() == 1
    with pytest.raises(Forbidden):
        chase(notice, by=cast.actor("river.officer"))


def test_what_repeats_an_older_one_is_shown_and_counted(cast: Cast, client: Any) -> None:
    older = late(cast)
    again = draft(
        cast, text=TEXT + "今年新增一项：请一并报送图书更新计划。", reply_due_on=today() + timedelta(days=3)
    )
    like = nearest(again)
    assert like is not None and like.notice.pk == older.pk and 60 < like.percent < 100
    assert "".join(piece.text for piece in like.pieces) == again.text and not like.pieces[-1].is_repeated
    shown = page(cast, client, "city.officer", "notice", again.uid)
    assert "<mark>" in shown.content.decode()
    assert [one.question for one in shown.context["counted"]] == ["职工书屋个数"]
    issue(cast, again)
    found = burden.meter(cast.actor("city.officer"), today().year)
    asker = found.askers[cast.orgs["city"].pk]
    assert (
        len(asker.repeated) == 1 and asker.asked == 2 * len(asker.asking) and asker.fields == 3 * asker.asked
    )
    assert asker.short == 2
    assert (
        nearest(draft(cast, text="请于节前做好困难职工走访慰问工作。", questions="走访户数 | number")) is None
    )


def test_a_withdrawn_notice_leaves_every_desk(cast: Cast) -> None:
    notice = issue(cast, draft(cast))
    answer(cast, copy_of(notice, cast, "river"), "river.officer", "3")
    notice.refresh_from_db()
    services.move(
        notice, "withdraw", by=cast.actor("city.officer"), version=notice.version, reason="文件有误"
    )
    assert set(notice.replies.values_list("state", flat=True)) == {"void"}
    assert on_desk(cast, "river.officer") == on_desk(cast, "city.officer") == {}


def test_one_only_to_be_read_is_done_by_reading(cast: Cast, client: Any) -> None:
    notice = issue(cast, draft(cast, reply_due_on=None, questions="", kind="circular"))
    mine = copy_of(notice, cast, "river")
    assert on_desk(cast, "river.officer") == {"to_do": 1}
    page(cast, client, "city.officer", "reply", mine.uid)
    assert copy_of(notice, cast, "river").state == "sent", "somebody above does not read it for them"
    page(cast, client, "river.officer", "reply", mine.uid)
    assert copy_of(notice, cast, "river").state == "noted" and on_desk(cast, "river.officer") == {}
