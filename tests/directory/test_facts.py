"""Dated facts of people: one value at a time, figures of a day, levels by certificates, lists, mergings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.cast import JOINED_ON, NO_NUMBER, Cast, id_number
from tests.contract.factories import EXAMPLES
from tests.sheets.books import book
from zhijia.directory import services
from zhijia.directory.holding.held import held_on, history
from zhijia.directory.holding.upgrade import take_over_facts
from zhijia.directory.merging import choices
from zhijia.directory.merging.carrying import merge
from zhijia.directory.merging.undoing import undo
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import Membership, Person, PersonFact
from zhijia.directory.queries import belongs, composition
from zhijia.evidence.models import Request
from zhijia.journal import verify
from zhijia.kernel.period import Period
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.services import add, change, remove
from zhijia.sheets.services import import_file
from zhijia.tally import services as tally
from zhijia.tally.queries import figure

pytestmark = pytest.mark.django_db
MONTHS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30))


@pytest.fixture
def counting(cast: Cast) -> Cast:
    """The cast with the cells of a year kept."""
    tally.ensure_year(2025)
    tally.ensure_today()
    return cast


def fact(cast: Cast, who: str, what: str, on: date, by: str = "gas.officer", **more: Any) -> PersonFact:
    given = {"source": "paper", **more}
    return services.person_fact(cast.people[who], what, on=on, by=cast.actor(by), **given)


def counted(cast: Cast, key: str) -> list[int]:
    tally.refresh()
    node = cast.orgs["city"].pk
    return [figure(key, node, Period.day(day)).counted for day in MONTHS]


def sound() -> None:
    tally.refresh()
    assert [one for one in verify.problems() if not one.information] == []
    assert tally.check() == []


def test_a_correction_dated_back_moves_the_months_it_touches_and_none_before(counting: Cast) -> None:
    assert counted(counting, "mem_migrant") == [1, 1, 1] and counted(counting, "mem_platform") == [0, 0, 0]
    late = fact(counting, "gao", "migrant", date(2025, 8, 1))
    courier = fact(counting, "wang", "courier", date(2025, 4, 1))
    assert counted(counting, "mem_migrant") == [1, 1, 2] and counted(counting, "mem_platform") == [0, 1, 1]
    change(late, {"valid_from": date(2025, 5, 1)}, by=counting.actor("gas.officer"), version=late.version)
    assert counted(counting, "mem_migrant") == [1, 2, 2]
    fact(counting, "wang", "food", date(2025, 7, 1))
    assert counted(counting, "mem_platform") == [0, 1, 1], "another platform, the same group"
    remove(late, by=counting.actor("gas.officer"), reason="登记错误", version=2)
    assert counted(counting, "mem_migrant") == [1, 1, 1]
    courier.refresh_from_db()
    assert courier.valid_to == date(2025, 7, 1)
    sound()


def test_whoever_joins_as_a_platform_worker_is_counted_in_the_month_of_joining(counting: Cast) -> None:
    by = counting.actor("gas.officer")
    values = {"org": counting.orgs["gas"], "name": "骑手甲", "id_number": id_number(date(1999, 1, 2), 8)}
    rider = add(Person.register, values, by=by)
    services.join(rider, union=counting.orgs["gas"], on=date(2025, 5, 6), by=by)
    year, node = Period.year(2025), counting.orgs["city"].pk
    late = services.person_fact(rider, "food", on=date(2025, 5, 7), by=by, source="own")
    tally.refresh()
    assert figure("mem_new_form", node, year).counted == 0
    change(late, {"valid_from": date(2025, 5, 6)}, by=by, version=1)
    tally.refresh()
    assert figure("mem_new_form", node, year).counted == 1
    sound()


def test_one_value_of_a_kind_at_a_time_and_several_groups_at_once(cast: Cast) -> None:
    junior = fact(cast, "gao", "junior", date(2020, 1, 1))
    fact(cast, "gao", "senior", date(2024, 1, 1))
    older = fact(cast, "gao", "no_grade", date(2015, 1, 1))
    junior.refresh_from_db()
    assert (older.valid_to, junior.valid_to) == (date(2020, 1, 1), date(2024, 1, 1))
    for what in ("migrant", "truck"):
        fact(cast, "gao", what, date(2024, 1, 1))
    now = held_on(history(cast.people["gao"]), date(2024, 6, 1))
    assert {slot: one.what for slot, one in now.items()} == {
        "skill": "senior",
        "migrant": "migrant",
        "platform": "truck",
    }
    with pytest.raises(Refused) as known:
        fact(cast, "gao", "migrant", date(2025, 1, 1))
    assert "2024-01-01" in str(known.value.messages["what"])
    with pytest.raises(Refused) as overlap:
        fact(cast, "gao", "intermediate", date(2022, 1, 1), valid_to=date(2025, 1, 1))
    assert "2020-01-01" in str(overlap.value.messages) and "valid_from" in overlap.value.messages


def test_who_may_record_and_who_sees_it(cast: Cast, client: Client) -> None:
    for stranger in ("mill.officer", "hill.officer", "city.auditor"):
        with pytest.raises((Forbidden, Refused)):
            fact(cast, "gao", "migrant", JOINED_ON, by=stranger)
    held = fact(cast, "gao", "migrant", JOINED_ON)
    url = reverse("registry:detail", args=["directory", "personfact", held.uid])
    person = reverse("registry:detail", args=["directory", "person", cast.people["gao"].uid])
    assert cast.login(client, "hill.officer").get(url).status_code == 404
    officer = cast.login(client, "gas.officer")
    assert officer.get(url).status_code == 200
    page = officer.get(person).content.decode()
    assert page.count("农民工") >= 2 and f"?person={cast.people['gao'].uid}" in page


def test_a_proven_certificate_gives_the_level_and_is_copied_nowhere(cast: Cast) -> None:
    person = cast.people["gao"]
    fact(cast, "gao", "junior", date(2020, 1, 1))
    given = EXAMPLES["activities.advancement"].add(cast, person=person, happened_on=date(2025, 4, 1))
    day = date(2025, 6, 1)
    waiting = [one for one in history(person) if not one.proven]
    assert [one.entry for one in waiting] == [given] and held_on(history(person), day)[
        "skill"
    ].what == "junior"
    type(given).objects.filter(pk=given.pk).update(
        evidenced_at=given.recorded_at, confirmed_at=given.recorded_at
    )
    assert held_on(history(person), day)["skill"].what == "intermediate"
    assert held_on(history(person), date(2025, 3, 31))["skill"].what == "junior"
    assert PersonFact.objects.filter(person=person).count() == 1
    fact(cast, "gao", "senior", date(2025, 5, 1))
    assert held_on(history(person), day)["skill"].what == "senior"


def test_the_composition_counts_what_held_on_the_day(cast: Cast) -> None:
    by = cast.actor("city.officer")
    for number in range(14):
        values = {
            "org": cast.orgs["mill"],
            "name": "同类会员",
            "id_number": id_number(date(1980, 1, 1 + number), 2),
        }
        person = add(Person.register, values, by=by)
        services.join(person, union=cast.orgs["mill"], on=date(2025, 1, 1), by=by)
        services.person_fact(person, "college", on=date(2025, 1, 1), by=by, source="roster")
        if number < 6:
            services.person_fact(person, "bachelor", on=date(2025, 7, 1), by=by, source="paper")
        if number == 6:
            EXAMPLES["activities.advancement"].add(
                cast,
                by="mill.officer",
                org=cast.orgs["mill"],
                person=person,
                kind="degree",
                from_level="college",
                to_level="bachelor",
                happened_on=date(2025, 7, 1),
            )
    from zhijia.activities.models import Advancement

    Advancement.objects.update(evidenced_at="2025-07-02 08:00+08:00", confirmed_at="2025-07-02 08:00+08:00")

    def degrees(day: date) -> dict[str, int | None]:
        (cut,) = [one for one in composition(cast.orgs["mill"], day).members.cuts if one.key == "degree"]
        assert cut.total == 15
        return {group.code: group.count for group in cut.groups}

    # 李秀英 of the mill has no degree on file: one person, so her group and another are withheld
    before, after = degrees(date(2025, 6, 30)), degrees(date(2025, 7, 1))
    assert before == {"college": None, "unknown": None}
    assert after["bachelor"] == 7 and None in (after["college"], after["unknown"])


def test_a_list_of_members_brings_groups_and_levels(cast: Cast, tmp_path: Path) -> None:
    heads = [
        "所属工会",
        "姓名",
        "身份证号",
        "手机号",
        "入会日期",
        "是否农民工",
        "新就业形态",
        "技能等级",
        "学历",
        "岗位",
    ]
    rider, plain = id_number(date(1990, 1, 1), 11), id_number(date(1990, 1, 1), 12)
    rows = [
        [
            "YC0102",
            "会员甲",
            rider,
            "",
            "2025-02-03",
            "是",
            "外卖配送员",
            "高级工（三级）",
            "大专",
            "商业服务",
        ],
        ["YC0102", "会员乙", plain, "", "2025-02-03", "否", "", "", "", ""],
    ]
    path = tmp_path / "list.xlsx"
    path.write_bytes(book([heads, *rows]))
    with translation.override("zh-hans"):
        assert import_file("members", path, by=cast.actor("river.officer")).added == 2
    held = PersonFact.objects.filter(person__name="会员甲")
    assert set(held.values_list("what", flat=True)) == {"migrant", "food", "senior", "college", "service"}
    assert {one.valid_from for one in held} == {date(2025, 2, 3)} and {one.source for one in held} == {
        "members"
    }
    assert not PersonFact.objects.filter(person__name="会员乙").exists()
    rows[0][8] = "没有"
    path.write_bytes(book([heads, [*rows[0][:2], id_number(date(1990, 1, 1), 13), *rows[0][3:]]]))
    with translation.override("zh-hans"), pytest.raises(Exception, match=r"学历|大专"):
        import_file("members", path, by=cast.actor("river.officer"))
    assert Person.objects.filter(name="会员甲").count() == 1


def test_two_records_become_one_with_what_either_says(counting: Cast) -> None:
    by = counting.actor("city.officer")
    given = {
        "org": counting.orgs["gas"],
        "name": "高师傅",
        "birth_on": date(1985, 7, 20),
        "phone": "13800000099",
    }
    second: Person = add(Person.register, given | NO_NUMBER, by=by)
    fact(counting, "gao", "migrant", date(2024, 5, 1))
    services.person_fact(second, "migrant", on=date(2023, 1, 1), by=by, source="own")
    services.person_fact(second, "college", on=date(2020, 1, 1), by=by, source="own")
    first = Person.objects.get(pk=counting.people["gao"].pk)
    wish = Wish(first, second, choices.FIRST, "电话核实", choices.preset(first, second))
    merger = merge(wish, by=by)
    rows = PersonFact.objects.filter(person=first).order_by("valid_from")
    assert [(one.what, one.valid_from, one.valid_to) for one in rows] == [
        ("college", date(2020, 1, 1), None),
        ("migrant", date(2023, 1, 1), date(2024, 5, 1)),
        ("migrant", date(2024, 5, 1), None),
    ]
    sound()
    gone = undo(merger, by=by, reason="原来是两个人")
    assert PersonFact.objects.get(person=gone, slot="migrant").valid_to is None
    sound()
    fact(counting, "gao", "bachelor", date(2019, 1, 1))
    with pytest.raises(Refused):
        merge(Wish(first, gone, choices.FIRST, "再合并", choices.preset(first, gone)), by=by)


def test_the_person_sees_it_and_says_it_is_wrong(cast: Cast, client: Client) -> None:
    held = fact(cast, "wang", "hardship", JOINED_ON, source="visit")
    own = cast.login(client, "wang")
    url = reverse("registry:detail", args=["directory", "personfact", held.uid])
    page = own.get("/").content.decode()
    assert "困难职工" in page and url in page
    sent = own.post(
        reverse("evidence:own", args=["directory.personfact", held.uid]), {"answer": "no", "words": "我不是"}
    )
    assert sent.status_code == 302
    assert Request.objects.get(entry_uid=held.uid).answer == "no"
    held.refresh_from_db()
    assert held.confirmed_at is None


def test_an_older_installation_is_brought_up_once(cast: Cast) -> None:
    gao, org = cast.people["gao"], cast.orgs["gas"]
    given = {"slot": "migrant", "what": "migrant", "valid_from": JOINED_ON, "source": "record", "version": 0}
    made = PersonFact.objects.create(org=org, path=org.path, person=gao, **given)
    take_over_facts()
    made.refresh_from_db()
    assert made.version == 1 and belongs(gao, "migrant", JOINED_ON)
    assert not belongs(gao, "migrant", date(2024, 2, 29))
    told = [one for one in verify.problems() if not one.information and one.check != "witness"]
    assert told == [], "the journal answers for the fact; only that the test wrote it by hand is told"
    version = Person.objects.get(pk=gao.pk).version
    take_over_facts()
    assert Person.objects.get(pk=gao.pk).version == version
    assert Membership.objects.filter(person=gao).exists()
