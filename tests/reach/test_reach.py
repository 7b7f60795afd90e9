"""Reaching people: what holds a message back is shown, wordings carry nothing protected, nobody sees a number."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import CHINA
from zhijia.outbox import delivery, letters, listening
from zhijia.outbox.models import Message
from zhijia.outbox.providers import Reply
from zhijia.reach import binding, leaving, limits, people, wording, wordings
from zhijia.reach.kinds import kind_of
from zhijia.reach.length import measure
from zhijia.reach.limits import Rules
from zhijia.reach.models import OptOut, Sending
from zhijia.reach.services import Letter, To, retry, send, send_many
from zhijia.registry.errors import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
INVITED: Any = kind_of("meeting_invitation")
LINK: Any = kind_of("confirmation_link")
VALUES = {
    "union": "临江燃气公司工会",
    "name": "王桂兰",
    "title": "会员大会",
    "day": "2026-12-01",
    "hour": "14:00",
    "place": "三楼",
}
GOOD = "【{union}】{name}您好，请于{day} {hour}到{place}参加{title}。"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MESSAGES_ROOT = tmp_path


def invited(cast: Cast, number: int = 1, key: str = "wang", kind: Any = INVITED) -> Letter:
    person = cast.people[key]
    to = To(phone=person.phone, person=person.uid, language="zh-hans")
    values = VALUES if kind is INVITED else {"union": "工会", "url": "http://house/c/secret-key/", "day": "x"}
    return Letter(kind, cast.orgs["gas"], to, values, f"test:{kind.key}:{key}:{number}")


def signed_in(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.users[key])
    return client


@pytest.mark.parametrize(
    ("text", "characters", "parts", "each"),
    [
        ("中" * 70, 70, 1, 70),
        ("中" * 71, 71, 2, 67),
        ("a" * 160, 160, 1, 160),
        ("a" * 161, 161, 2, 153),
        ("€" * 81, 162, 2, 153),
        ("😀" * 36, 72, 2, 67),
        ("", 0, 0, 160),
    ],
)
def test_a_text_is_as_long_as_carriers_count_it(text: str, characters: int, parts: int, each: int) -> None:
    found = measure(text)
    assert (found.characters, found.parts, found.each) == (characters, parts, each)


@pytest.mark.parametrize(
    ("kind", "form", "text", "said"),
    [
        (INVITED, "zh-hans", GOOD.replace("{place}", ""), "{place}"),
        (INVITED, "zh-hans", GOOD + "{phone}", "{phone}"),
        (INVITED, "zh-hans", GOOD + "{", "花括号"),
        (INVITED, "zh-hans", GOOD + "110101199003078515", "身份证"),
        (INVITED, "zh-hans", GOOD + "１１０１０１１９９００３０７８５１５", "身份证"),
        (INVITED, "zh-hans", GOOD + " mT3kQz81LpWx02RvBn57", "密钥"),
        (INVITED, "zh-hans", GOOD + "长" * 500, "字符"),
        (LINK, "zh-hans", "{union}{url}{day} http://elsewhere.example/", "网址"),
        (LINK, "zh-hans", "{union}{url}{url}{day}", "一次"),
        (INVITED, "wechat", "?\nfirst={union}", "模板编号"),
        (INVITED, "wechat", "TEMPLATE-0001\nwhat is this", "keyword1"),
    ],
)
def test_a_wording_that_lacks_or_tells_too_much_is_refused(
    cast: Cast, kind: Any, form: str, text: str, said: str
) -> None:
    with pytest.raises(Refused) as refusal:
        wordings.change(cast.orgs["river"], kind, form, text, number=0, by=cast.actor("river.officer"))
    assert any(said in one for one in refusal.value.messages["text"]), refusal.value.messages


def test_the_usual_wordings_can_stand_themselves() -> None:
    from zhijia.reach.kinds import kinds

    for kind in kinds():
        for language in ("zh-hans", "en"):
            assert wording.faults(kind, language, kind.usual(language)) == [], kind.key


def test_the_nearest_wording_holds_and_editions_are_kept(cast: Cast) -> None:
    city, river, by = cast.orgs["city"], cast.orgs["river"], cast.actor("river.officer")
    wordings.change(city, INVITED, "zh-hans", "市" + GOOD, number=0, by=cast.actor("city.officer"))
    wordings.change(river, INVITED, "zh-hans", "县" + GOOD, number=0, by=by)
    send(invited(cast))
    assert letters.letter_of(Message.objects.get()).body.startswith("县【临江燃气公司工会】王桂兰")
    with pytest.raises(Stale):
        wordings.change(river, INVITED, "zh-hans", "改" + GOOD, number=0, by=by)
    wordings.change(river, INVITED, "zh-hans", "", number=1, by=by)
    send(invited(cast, 2))
    assert letters.letter_of(Message.objects.order_by("pk").last()).body.startswith("市")
    assert JournalEvent.objects.filter(kind="reach.wording").count() == 3
    for other in ("gas.officer", "hill.officer", "river.leader"):
        if other != "river.leader":
            with pytest.raises(Forbidden):
                wordings.change(river, INVITED, "en", "x", number=0, by=cast.actor(other))


def test_a_place_in_a_value_is_not_filled_in_again_and_an_id_number_is_masked() -> None:
    values = {**VALUES, "name": "{place}", "title": "110101199003078515"}
    text = wording.fill(INVITED, "zh-hans", GOOD, values)
    assert "{place}您好" in text and "110101199003078515" not in text


def test_limits_hold_back_and_say_so_but_not_ones_own_case(cast: Cast) -> None:
    values = {"quiet_from": 22, "quiet_to": 7, "person_daily": 2, "union_daily": 3}
    limits.set_rules(cast.orgs["gas"], values, version=0, by=cast.actor("gas.officer"))
    limits.Limits.objects.update(quiet_from=0, quiet_to=0)
    batch = [invited(cast, number) for number in (1, 2, 3)] + [
        invited(cast, 1, "gao"),
        invited(cast, 2, "gao"),
    ]
    rows = send_many([*batch, invited(cast, 9, kind=LINK)])
    assert [row.held for row in rows] == ["", "", "person", "", "union", ""]
    assert [row.pk for row in send_many(batch)] == [row.pk for row in rows[:5]], "one occasion, one message"
    with pytest.raises(Refused):
        retry(rows[2], by=cast.actor("gas.officer"))
    limits.set_rules(
        cast.orgs["gas"],
        values | {"person_daily": 5, "union_daily": 9},
        version=1,
        by=cast.actor("gas.chair"),
    )
    retry(rows[2], by=cast.actor("gas.officer"))
    rows[2].refresh_from_db()
    assert (rows[2].held, rows[2].message.state) == ("", "waiting")
    with pytest.raises(Stale):
        limits.set_rules(cast.orgs["gas"], values, version=1, by=cast.actor("gas.officer"))


@pytest.mark.parametrize(("hour", "opens"), [(20, None), (21, 8 + 24), (3, 8), (8, None)])
def test_quiet_ends_in_the_morning(hour: int, opens: int | None) -> None:
    at = Rules(21, 8).opens_at(datetime(2026, 3, 4, hour, 30, tzinfo=CHINA))
    assert (at and (at.day - 4) * 24 + at.hour) == opens


def test_at_night_an_invitation_waits_and_a_question_does_not(cast: Cast, settings: Any) -> None:
    hour = datetime.now(CHINA).hour
    settings.REACH_QUIET = (hour, (hour + 2) % 24)
    waits, goes = send_many([invited(cast), invited(cast, kind=LINK)])
    assert waits.waits_until is not None and goes.waits_until is None
    assert list(Message.objects.filter(next_try_at__gt=waits.made_at).values_list("pk", flat=True)) == [
        waits.message_id
    ]


def test_td_ends_invitations_and_never_questions(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    line = {"from": "+86 " + cast.people["wang"].phone, "text": " td "}
    (tmp_path / "in" / "sms-1.jsonl").write_text("{broken\n" + json.dumps(line) + "\n", encoding="utf-8")
    assert listening.listen() == 1 and listening.listen() == 0
    left, asked, other = send_many([invited(cast), invited(cast, kind=LINK), invited(cast, 1, "gao")])
    assert (left.held, left.message, asked.held, other.held) == ("left", None, "", "")
    client = signed_in(cast, "wang")
    assert "checked" not in client.get(reverse("reach:mine")).content.decode()
    client.post(reverse("reach:mine"), {"act": "choose", "service": "1"})
    assert set(OptOut.objects.values_list("category", flat=True)) == {"news"}
    assert send(invited(cast)).message is not None, "the same occasion, now that it may"
    leaving.leave(["person:x"], ["essential"], through="page")
    assert not OptOut.objects.filter(category="essential").exists()


def test_wechat_is_bound_by_the_code_of_ones_own_page(cast: Cast) -> None:
    wang, by = cast.people["wang"], cast.actor("river.officer")
    mapped = "TEMPLATE-0001\n" + "\n".join(
        f"k{n} = {{{field.name}}}" for n, field in enumerate(INVITED.fields)
    )
    wordings.change(cast.orgs["river"], INVITED, "wechat", mapped, number=0, by=by)
    shown = signed_in(cast, "wang").post(reverse("reach:mine"), {"act": "code"}).content.decode()
    code = shown.split('<p class="h1 mb-1">')[1][:9]
    for _guess in range(binding.MOST_TRIES):
        assert not binding.heard(Reply("wechat", "guesser-open-id", "00000000"))
    assert not binding.heard(Reply("wechat", "guesser-open-id", code)), "guessed too often"
    assert binding.heard(Reply("wechat", "wang-open-id", code))
    assert not binding.heard(Reply("wechat", "thief-open-id", code)), "good once"
    row, asked = send_many([invited(cast), invited(cast, kind=LINK)])
    assert (row.channel, asked.channel) == ("wechat", "sms"), "a key goes to the number on file alone"
    letter = letters.letter_of(row.message)
    assert letter.to == "wang-open-id" and json.loads(letter.body)["data"]["k1"] == {"value": "王桂兰"}
    own = people.by_uid(wang.uid)
    assert own is not None and binding.unbind(own, by=cast.actor("gas.officer"))
    assert send(invited(cast, 2)).channel == "sms"


@pytest.mark.django_db(transaction=True)
def test_officers_see_what_became_of_it_and_no_key_no_number(cast: Cast, tmp_path: Path) -> None:
    nobody = Letter(INVITED, cast.orgs["gas"], To(person=cast.people["tian"].uid), VALUES, "test:none")
    send_many([invited(cast), invited(cast, kind=LINK), invited(cast, 1, "gao"), nobody])
    assert delivery.deliver_waiting().sent == 3
    receipts = [one.receipt for one in Message.objects.order_by("pk")]
    phone = cast.people["gao"].phone
    told = [
        {"receipt": receipts[0], "arrived": True},
        {"receipt": receipts[2], "arrived": False, "reason": f"{phone} 空号"},
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sms.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    assert listening.listen() == 2
    client = signed_in(cast, "gas.officer")
    page = client.get(reverse("reach:sent")).content.decode()
    for word in ("已送达", "空号", "无联系方式", "已发送", "王桂兰"):
        assert word in page, word
    for secret in ("secret-key", phone, cast.people["wang"].phone):
        assert secret not in page
    assert (
        "王桂兰"
        not in client.get(reverse("reach:sent") + "?state=failed").content.decode().split("<tbody>")[1]
    )
    failed = Sending.objects.get(message__state="failed")
    to = reverse("reach:again", args=[failed.uid])
    assert signed_in(cast, "hill.officer").post(to).status_code == 404
    for _twice in range(2):
        assert client.post(to).status_code == 302
    assert JournalEvent.objects.filter(kind="reach.sending").count() == 1
    assert delivery.deliver_waiting().sent == 1
    assert (
        cast.people["gao"].name
        not in signed_in(cast, "hill.officer").get(reverse("reach:sent")).content.decode()
    )


def test_what_was_typed_stays_when_it_cannot_stand(cast: Cast) -> None:
    client, to = (
        signed_in(cast, "river.officer"),
        reverse("reach:wording", args=["YC01", INVITED.key, "zh-hans"]),
    )
    answer = client.post(to, {"number": "0", "text": "只写了这些"})
    assert answer.status_code == 422 and "只写了这些" in answer.content.decode()
    preview = client.post(to + "preview/", {"text": GOOD}).content.decode()
    assert "三楼会议室" in preview and "{place}" not in preview
    assert client.post(to, {"number": "0", "text": GOOD}).status_code == 302
    late = client.post(to, {"number": "0", "text": GOOD + "迟"})
    assert late.status_code == 409 and "。迟" in late.content.decode()
    assert client.post(to, {"number": "²", "text": GOOD}).status_code == 409
