"""Writing to a list: looked at first, sent once, within right and limits; what is printed tells no more than it may."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from zhijia.directory.merging import carrying, undoing
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import Membership, Person
from zhijia.evidence import services as evidence
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.kernel.uid import uuid7
from zhijia.outbox import letters
from zhijia.outbox.models import Message
from zhijia.outbox.providers import Reply
from zhijia.reach import binding, leaving, limits
from zhijia.reach.kinds import kind_of
from zhijia.reach.lists.plan import WordsForm
from zhijia.reach.models import Binding, Limits, Mailing, Sending
from zhijia.reach.services import Letter, To, send
from zhijia.registry.register import register_of
from zhijia.registry.services import add
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db
MERGED: Any = kind_of("membership_refused")
COLLECT: Any = kind_of("list_collect")
WRITE = reverse("reach:write", args=["directory.person", "list_invited"])
SAID = {"what": "健康知识讲座", "day": "2999-12-01", "place": "三楼"}


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MESSAGES_ROOT = tmp_path
    settings.REACH_QUIET = (0, 0)


def newcomer(cast: Cast, name: str, phone: str = "") -> Any:
    """Somebody on file at the gas company."""
    values = {"org": cast.orgs["gas"], "name": name, "no_id_reason": "not_told", "phone": phone}
    return add(register_of(Person), values, by=SYSTEM)


def signed_in(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.users[key])
    return client


def looked(client: Client, to: str = WRITE, **said: str) -> tuple[dict[str, str], str]:
    """The form as it stands after a look, and the page."""
    answer = client.post(to, {**SAID, **said, "act": "look"})
    page = answer.content.decode()
    assert answer.status_code == 200, re.findall(r"invalid-feedback[^>]*>([^<]*)", page)
    hidden = dict(re.findall(r'type="hidden" name="(uid|seen)" value="([^"]*)"', page))
    return {**SAID, **said, **hidden, "act": "send"}, page


def test_a_list_is_looked_at_and_sent_once(cast: Cast) -> None:
    gas = cast.people["wang"].org
    silent = newcomer(cast, "田无号")
    leaving.heard(Reply("sms", cast.people["gao"].phone, "TD"))
    client = signed_in(cast, "gas.officer")
    form, page = looked(client)
    assert "（姓名）" in page and not Mailing.objects.exists() and not Sending.objects.exists()
    first = client.post(WRITE, form)
    mailing = Mailing.objects.get()
    to = reverse("reach:mailing", args=[mailing.uid])
    assert first.status_code == 302 and first["Location"] == to
    count = Message.objects.count()
    again = client.post(WRITE, form)
    assert again["Location"] == to and Message.objects.count() == count and Mailing.objects.count() == 1
    rows = {row.person_uid: row for row in mailing.sendings.all()}
    assert rows[cast.people["gao"].uid].held == "left"
    assert rows[silent.uid].held == "address", "no mobile number on file"
    body = letters.letter_of(rows[cast.people["wang"].uid].message).body
    assert body == f"【{gas.name}】王桂兰同志，邀请您参加健康知识讲座，时间2999-12-01，地点三楼。退订回TD。"
    assert mailing.people == len(rows) and mailing.parts == sum(not row.held for row in rows.values())
    told = JournalEvent.objects.get(kind="reach.mailing", verb="send")
    assert told.entry_uid == mailing.uid
    page = client.get(to).content.decode()
    assert "王桂兰" in page and cast.people["wang"].phone not in page
    paper = client.get(reverse("reach:unreached", args=[mailing.uid])).content.decode()
    table = paper.split("<tbody>")[1]
    assert silent.name in table and cast.people["gao"].name in table and "王桂兰" not in table
    assert "近日" in looked(client)[1], "the very same was sent lately"
    for other in ("hill.officer", "wang"):
        stranger = signed_in(cast, other)
        assert stranger.get(to).status_code == 404
        assert stranger.post(reverse("reach:mailing_again", args=[mailing.uid])).status_code == 404
    chair = signed_in(cast, "gas.chair")
    assert chair.post(WRITE, {**form, "act": "send"}).status_code == 404, "somebody else's form"


def test_what_was_looked_at_is_what_is_sent(cast: Cast) -> None:
    client = signed_in(cast, "gas.officer")
    form, _page = looked(client)
    changed = client.post(WRITE, {**form, "what": "别的活动"})
    assert changed.status_code == 422 and "别的活动" in changed.content.decode()
    newcomer(cast, "新来者")
    late = client.post(WRITE, form)
    assert late.status_code == 422 and not Sending.objects.exists() and not Mailing.objects.exists()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"what": "看 http://bank.example/x"}, "网址"),
        ({"what": "号码110101199003078515"}, "身份证"),
        ({"what": "mT3kQz81LpWx02RvBn57"}, "密钥"),
        ({"day": "2020-01-01"}, "已过"),
        ({"day": "明天"}, "日期"),
        ({"what": "长" * 61}, "60"),
        ({"place": ""}, "必填"),
    ],
)
def test_words_that_cannot_stand_are_kept_beside_the_reason(
    cast: Cast, said: dict[str, str], word: str
) -> None:
    answer = signed_in(cast, "gas.officer").post(WRITE, {**SAID, **said, "act": "look"})
    page = answer.content.decode()
    assert answer.status_code == 422 and word in page and 'name="seen"' not in page
    assert all(value in page for value in said.values() if value)


def test_a_list_that_tells_of_hardship_is_worded_neutrally(cast: Cast) -> None:
    class Crowd:
        sensitive = True

    form = WordsForm(Crowd(), COLLECT, {**SAID, "what": "困难职工慰问品"})  # type: ignore[arg-type]
    assert not form.is_valid() and "中性" in str(form.errors["what"])
    assert WordsForm(Crowd(), COLLECT, {**SAID, "what": "您登记的物品"}).is_valid()  # type: ignore[arg-type]


def test_more_than_the_union_may_pay_is_not_sent_at_all(cast: Cast) -> None:
    client, org = signed_in(cast, "gas.officer"), cast.orgs["gas"]
    form, _page = looked(client)
    values = {"quiet_from": 22, "quiet_to": 7, "person_daily": 3, "union_daily": 100, "month_parts": 1}
    limits.set_rules(org, values, version=0, by=cast.actor("gas.officer"))
    Limits.objects.update(quiet_from=0, quiet_to=0)
    answer = client.post(WRITE, form)
    assert answer.status_code == 422 and "本月" in answer.content.decode()
    assert not Sending.objects.exists() and not Message.objects.exists() and not Mailing.objects.exists()
    assert limits.number_of(*limits.of_month(org, today())) == 0


def test_what_failed_or_was_held_back_goes_out_once_more(cast: Cast) -> None:
    client, org = signed_in(cast, "gas.officer"), cast.orgs["gas"]
    values = {"quiet_from": 22, "quiet_to": 7, "person_daily": 3, "union_daily": 1}
    limits.set_rules(org, values, version=0, by=cast.actor("gas.officer"))
    Limits.objects.update(quiet_from=0, quiet_to=0)
    form, page = looked(client)
    assert "今日发送上限" in page
    client.post(WRITE, form)
    mailing = Mailing.objects.get()
    held = mailing.sendings.filter(held="union").count()
    assert held and mailing.parts == 1, "what is held back costs nothing"
    Limits.objects.update(union_daily=100)
    client.post(reverse("reach:mailing_again", args=[mailing.uid]))
    assert not mailing.sendings.filter(held="union").exists()
    assert Message.objects.filter(state="waiting").count() == held + 1
    mailing.refresh_from_db()
    assert mailing.parts == held + 1 == limits.number_of(*limits.of_month(org, today()))


def test_more_people_than_at_once_are_refused(cast: Cast, monkeypatch: Any) -> None:
    from zhijia.reach.lists import crowd, plan, views

    for module in (crowd, plan, views):
        monkeypatch.setattr(module, "MOST", 1)
    client = signed_in(cast, "gas.officer")
    page = client.post(WRITE, {**SAID, "act": "look"})
    assert page.status_code == 422 and "缩小范围" in page.content.decode()
    assert client.get(reverse("reach:paper", args=["directory.person", "sign"])).status_code == 400


def test_a_list_is_of_ones_own_union_and_a_parent_in_sight(cast: Cast) -> None:
    gas = signed_in(cast, "gas.officer")
    assert cast.people["gao"].name in gas.get(WRITE).content.decode()
    hill = signed_in(cast, "hill.officer").get(WRITE).content.decode()
    assert cast.people["gao"].name not in hill
    assert gas.get(f"{WRITE}?union={cast.orgs['hill'].code}").status_code == 404
    assert gas.get(f"{WRITE}?nonsense=1").status_code == 400
    invited = reverse("reach:write", args=["activities.invitation", "list_news"])
    assert gas.get(f"{invited}?of={uuid7()}").status_code == 400
    for nothing in ("directory.unit", "no.such"):
        assert gas.get(reverse("reach:write", args=[nothing, "list_news"])).status_code == 404
    for kind in ("confirmation_link", "meeting_invitation", "none"):
        assert gas.get(reverse("reach:write", args=["directory.person", kind])).status_code == 404


def test_paper_masks_names_on_the_wall_and_squares_name_nobody(cast: Cast) -> None:
    client = signed_in(cast, "gas.officer")
    sign = client.get(
        reverse("reach:paper", args=["directory.person", "sign"]) + "?title=签到"
    ).content.decode()
    board = client.get(reverse("reach:paper", args=["directory.person", "board"])).content.decode()
    assert "王桂兰" in sign and ">签到<" in sign
    assert "王*兰" in board and "王桂兰" not in board
    assert JournalEvent.objects.filter(kind="reach.mailing", verb="print").count() == 2
    assert (
        signed_in(cast, "gas.chair")
        .get(reverse("reach:paper", args=["directory.person", "sign"]))
        .status_code
        == 403
    )
    wall = client.get(reverse("reach:wall")).content.decode()
    assert wall.count('<img src="data:image/svg') == 5
    assert not any(one.name in wall or str(one.uid) in wall for one in cast.people.values())
    assert (
        client.get(reverse("reach:wall") + "?way=&way=answer").content.decode().count("data:image/svg") == 1
    )


def test_what_people_decide_stands_in_the_journal_of_their_record(cast: Cast) -> None:
    wang = cast.people["wang"]
    leaving.heard(Reply("sms", wang.phone, "TD"))
    leaving.heard(Reply("sms", wang.phone, "TD"))
    client = signed_in(cast, "wang")
    for _twice in range(2):
        client.post(reverse("reach:mine"), {"act": "choose", "service": "1", "news": "1"})
    code = client.post(reverse("reach:mine"), {"act": "code"}).content.decode()
    assert binding.heard(Reply("wechat", "wang-open-id", code.split('<p class="h1 mb-1">')[1][:9]))
    client.post(reverse("reach:mine"), {"act": "unbind"})
    verbs = JournalEvent.objects.filter(kind="directory.person", entry_uid=wang.uid).order_by("pk")
    found = [verb for verb in verbs.values_list("verb", flat=True) if verb.startswith(("messages", "wechat"))]
    assert found == ["messages_left", "messages_back", "wechat_bound", "wechat_parted"]


def test_a_merging_carries_wechat_opting_out_and_messages_and_gives_them_back(cast: Cast) -> None:
    kept, by = cast.people["gao"], cast.actor("gas.officer")
    gone = newcomer(cast, kept.name, "13900000077")
    row = Binding(person_uid=gone.uid, mark="m", bound_at=kept.recorded_at)
    row.open_id = binding.seal("gao-open-id", place=f"{gone.uid}/open_id")
    row.save()
    leaving.leave([leaving.of_person(gone.uid)], ["news"], through="page")
    sent = send(Letter(MERGED, kept.org, To(person=gone.uid), {"union": "x"}, "merge:1"))
    merger = carrying.merge(Wish(kept, gone, "first", "同一个人"), by=by)
    sent.refresh_from_db()
    assert binding.open_ids([kept.uid]) == {kept.uid: "gao-open-id"} and sent.person_uid == kept.uid
    assert leaving.left([leaving.of_person(kept.uid)]) == {(leaving.of_person(kept.uid), "news")}
    undoing.undo(merger, by=by, reason="弄错了")
    sent.refresh_from_db()
    assert binding.open_ids([kept.uid, gone.uid]) == {gone.uid: "gao-open-id"} and sent.person_uid == gone.uid
    assert not leaving.left([leaving.of_person(kept.uid)])


def test_a_lost_question_leads_to_the_entry_it_is_about(cast: Cast) -> None:
    held = Membership.objects.filter(person=cast.people["wang"]).first()
    assert held is not None
    evidence.ask(held, by=cast.actor("gas.officer"), channel="link")
    Message.objects.update(state="failed")
    page = signed_in(cast, "gas.officer").get(reverse("reach:sent")).content.decode()
    assert f"/r/directory/membership/{held.uid}/#confirmation" in page
