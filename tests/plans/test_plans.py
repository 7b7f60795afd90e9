"""From a text to live targets: read, confirm, correct, reject, issue, amend."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from zhijia.plans import services
from zhijia.plans.models import Plan, Target
from zhijia.registry import services as registry
from zhijia.registry.errors import Refused, Stale
from zhijia.tally.models import TallyPeriod

TEXT = """云川市总工会2026年工作要点
一、把阵地建到班组
1、以职工书屋为阵地，年内全市新建职工书屋21家。
2、规范会员管理，到2026年底职工入会率达到80%。
二、把温暖送到手上
3、为180名困难职工、农民工提供生活救助；举办法律讲座6场。
"""


def read(cast: Cast, text: str = TEXT) -> Plan:
    return services.read(text, org=cast.orgs["city"], by=cast.actor("city.officer"))


def of(plan: Plan, indicator: str) -> Target:
    return plan.targets.get(suggested=indicator)


def test_reading_finds_the_targets_with_their_places(cast: Cast) -> None:
    plan = read(cast)
    assert (plan.title, plan.year, plan.state) == ("云川市总工会2026年工作要点", 2026, "draft")
    suggested = {target.suggested for target in plan.targets.all()}
    assert {"read_new", "mem_rate_unionised", "aid_living"} <= suggested
    for target in plan.targets.all():
        assert plan.text[target.start : target.end] == target.clause
        assert target.state == "suggested" and target.indicator == ""
    room = of(plan, "read_new")
    assert (room.operator, room.value, room.unit, room.item.number) == ("=", 21, "家", "1")


def test_a_confirmed_target_keeps_cells_for_its_period(cast: Cast) -> None:
    plan = read(cast)
    room = of(plan, "read_new")
    services.confirm(room, indicator="read_new", by=cast.actor("city.officer"), version=room.version)
    room.refresh_from_db()
    assert (room.state, room.indicator) == ("confirmed", "read_new")
    assert TallyPeriod.objects.filter(key="Y2026").exists()
    assert TallyPeriod.objects.filter(key="M2026-07").exists()


def test_a_rate_is_not_measured_by_a_count(cast: Cast) -> None:
    rate = of(read(cast), "mem_rate_unionised")
    with pytest.raises(Refused) as refused:
        services.confirm(rate, indicator="mem_count", by=cast.actor("city.officer"), version=rate.version)
    assert "indicator" in refused.value.messages
    rate.refresh_from_db()
    assert (rate.state, rate.indicator) == ("suggested", "")


def test_nothing_is_confirmed_without_a_measure(cast: Cast) -> None:
    room = of(read(cast), "read_new")
    with pytest.raises(Refused):
        services.confirm(room, indicator="", by=cast.actor("city.officer"), version=room.version)


def test_the_same_text_twice_is_refused(cast: Cast) -> None:
    read(cast)
    with pytest.raises(Refused) as refused:
        read(cast)
    assert "source" in refused.value.messages
    assert Plan.objects.count() == 1


def test_two_deciders_do_not_overwrite_each_other(cast: Cast) -> None:
    room = of(read(cast), "read_new")
    officer, leader = cast.actor("city.officer"), cast.actor("city.leader")
    services.confirm(room, indicator="read_new", by=officer, version=1)
    with pytest.raises(Stale):
        services.reject(room, by=leader, version=1)


def test_issuing_and_amending_are_journalled(cast: Cast) -> None:
    from zhijia.journal.queries import timeline

    plan = read(cast)
    officer = cast.actor("city.officer")
    plan = registry.move(plan, "issue", by=officer, version=plan.version)
    plan = registry.move(plan, "amend", by=officer, version=plan.version, reason="县里的数字有误")
    verbs = [moment.verb for moment in timeline("plans.plan", plan.uid)]
    assert verbs[:2] == ["amend", "issue"]


# --- through the pages ------------------------------------------------------------------


def test_an_officer_reads_a_file_and_decides_in_the_browser(cast: Cast, client: Any) -> None:
    cast.login(client, "city.officer")
    upload = SimpleUploadedFile("要点.txt", TEXT.encode("gbk"), content_type="text/plain")
    answer = client.post(reverse("plans:read"), {"org": cast.orgs["city"].uid, "source": upload})
    plan = Plan.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("plans:plan", args=[plan.uid])
    page = client.get(answer.url).content.decode()
    assert page.count("zj-mark ") == plan.targets.count()
    room = of(plan, "read_new")
    sent = {"version": room.version, "indicator": "read_new", "decision": "confirm"}
    assert client.post(reverse("plans:decide", args=[room.uid]), sent).status_code == 302
    room.refresh_from_db()
    assert room.state == "confirmed"
    aid = of(plan, "aid_living")
    client.post(reverse("plans:decide", args=[aid.uid]), {"version": aid.version, "decision": "reject"})
    aid.refresh_from_db()
    assert aid.state == "rejected"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "空"),
        ("表.xlsx", b"PK\x03\x04 not a zip at all", "Word"),
        ("图.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 200, "PNG"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_kept(
    cast: Cast, client: Any, name: str, data: bytes, said: str
) -> None:
    cast.login(client, "city.officer")
    upload = SimpleUploadedFile(name, data)
    answer = client.post(reverse("plans:read"), {"org": cast.orgs["city"].uid, "source": upload})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Plan.objects.exists()


def test_pasted_text_is_kept_when_something_is_missing(cast: Cast, client: Any) -> None:
    cast.login(client, "city.officer")
    answer = client.post(reverse("plans:read"), {"org": "", "text": TEXT})
    assert answer.status_code == 422
    assert "把阵地建到班组" in answer.content.decode()


def test_a_grassroots_officer_sees_the_citys_plan_but_decides_nothing(cast: Cast, client: Any) -> None:
    plan = read(cast)
    cast.login(client, "liu")
    page = client.get(reverse("plans:plan", args=[plan.uid]))
    assert page.status_code == 200
    assert "decision" not in page.content.decode()
    room = of(plan, "read_new")
    answer = client.post(
        reverse("plans:decide", args=[room.uid]),
        {"version": 1, "indicator": "read_new", "decision": "confirm"},
        headers={"HX-Request": "true"},
    )
    room.refresh_from_db()
    assert room.state == "suggested" and "alert" in answer.content.decode()


def test_strangers_see_no_plan(cast: Cast, client: Any) -> None:
    plan = read(cast)
    cast.login(client, "stranger")
    assert client.get(reverse("plans:plan", args=[plan.uid])).status_code == 404
    assert client.get(reverse("plans:read")).status_code == 403
