"""The small demonstration in a database: figures, journal and engines agree, everybody lands well."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.db import connection
from django.urls import reverse

from tests.demo.built.conftest import TODAY, Built
from zhijia.assistance.models import Relief
from zhijia.directory.models import Membership, Person, Union
from zhijia.evidence import queries as evidence
from zhijia.evidence.models import Channel, Request
from zhijia.journal import verify
from zhijia.journal.models import JournalEvent
from zhijia.kernel.period import Period
from zhijia.plans import queries as plans
from zhijia.plans.models import Target
from zhijia.site.accounts import demo as login
from zhijia.site.demo import build, cast, telling
from zhijia.site.demo.scoreboard import table, width
from zhijia.tally import engines, queries, services
from zhijia.tree.models import Org, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
YEAR = Period.year(TODAY.year)


def city() -> Org:
    return Org.objects.get(parent=None)


def asked(text: str, **params: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchone()[0]


UNDER = "FROM {0} t JOIN tree_org o ON o.id = t.org_id WHERE o.path >= %(low)s AND o.path < %(high)s"
MEMBERS = f"SELECT COUNT(DISTINCT t.person_id) {UNDER} AND t.valid_from <= %(day)s"
MEMBERS += " AND (t.valid_to IS NULL OR t.valid_to > %(day)s)"
STAFF = f"""SELECT SUM(f.staff) {UNDER.replace(" WHERE", " JOIN directory_unitfact f ON f.unit_id = t.unit_id WHERE")}
 AND t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to > %(day)s)
 AND f.valid_from <= %(day)s AND (f.valid_to IS NULL OR f.valid_to > %(day)s)"""
DONE = f"SELECT COUNT({{1}}) {UNDER} AND t.evidenced_at IS NOT NULL AND t.confirmed_at IS NOT NULL"
PERSONS = (
    DONE
    + " AND t.kind = 'living' AND t.state IN ('paid', 'received') AND t.paid_on BETWEEN %(first)s AND %(day)s"
)
ROOMS = DONE + " AND t.state IN ('open', 'closed') AND t.happened_on BETWEEN %(first)s AND %(day)s"


@pytest.mark.parametrize("code", ["YC00", "YC01", "YC02", "YC01G902"])
def test_the_three_figures_are_those_of_plain_sql(code: str) -> None:
    org = Org.objects.get(code=code)
    places = {"low": org.path, "high": f"{org.path}~", "day": TODAY, "first": YEAR.start}
    rate = queries.figure("mem_rate_unionised", org.pk, YEAR)
    members = asked(MEMBERS.format("directory_membership"), **places)
    staff = asked(STAFF.format("directory_coverage"), **places)
    assert (rate.counted, rate.base) == (members, staff) and members
    persons = asked(PERSONS.format("assistance_relief", "DISTINCT t.worker_id"), **places)
    assert queries.figure("aid_living", org.pk, YEAR).counted == persons
    rooms = asked(ROOMS.format("facilities_readingroom", "*"), **places)
    assert queries.figure("read_new", org.pk, YEAR).counted == rooms
    if code == "YC00":
        assert persons > 10 and rooms >= 2


def test_targets_lag_and_claims_wait() -> None:
    plan = telling.plan()
    progress = {
        target.indicator: plans.progress(target, [city().pk])[city().pk] for target in plans.confirmed(plan)
    }
    assert len(progress) == 29
    nothing = {key for key, found in progress.items() if not (found.done or found.figure.counted)}
    assert nothing <= {"honours_enterprises"}, "only what is judged in December stands at nought"
    assert 74 < (progress["mem_rate_unionised"].done or 0) < 79
    for key in ("read_new", "aid_living"):
        assert progress[key].figure.not_counted >= 3
    lacking = {gate.key for gate, _count in queries.missing("aid_living", city().pk, YEAR)}
    assert lacking == {"evidenced", "confirmed"}


def test_everything_stands_in_the_journal(anchored: Built) -> None:
    assert verify.problems() == []
    assert JournalEvent.objects.filter(verb="import", kind="directory.person").count() > 1000


def test_kept_figures_are_those_of_a_count_from_nothing_on_both_engines() -> None:
    assert services.waiting() == 0
    assert services.check() == []
    assert engines.checksum(engines.database_cells()) == engines.checksum(engines.duckdb_cells())


def test_gates_are_met_by_real_proof_and_real_answers() -> None:
    for relief in Relief.objects.filter(evidenced_at__isnull=False):
        assert any(one.is_proof for one in evidence.attachments(relief))
    for relief in Relief.objects.filter(confirmed_at__isnull=False):
        assert relief.state == "received"
        assert Request.objects.filter(entry_uid=relief.uid, current=True, answer="yes").exists()
    ways = set(Request.objects.exclude(answer="").values_list("answered_through", flat=True))
    assert ways == {Channel.LINK, Channel.SLIP, Channel.CALL, Channel.SELF}


def test_one_target_is_rejected_with_a_reason_and_the_rest_are_open() -> None:
    states = set(Target.objects.values_list("state", flat=True))
    assert states == {"confirmed", "rejected", "suggested"}
    rejected = Target.objects.get(state="rejected")
    event = JournalEvent.objects.get(entry_uid=rejected.uid, verb="reject")
    assert event.reason


def test_the_log_in_page_names_the_cast_in_both_languages(built: Built) -> None:
    told = json.loads((built.data / "demo.json").read_text(encoding="utf-8"))["cast"]
    assert [person["username"] for person in told] == [person["username"] for person in login.cast()]
    assert all(
        person[name]["zh-hans"] and person[name]["en"] for person in told for name in ("name", "post", "what")
    )
    for person in told:
        user = User.objects.get(username=person["username"])
        assert user.check_password(person["password"])
        validate_password(person["password"], user)


@pytest.mark.parametrize("player", cast.CAST, ids=lambda player: player.username)
def test_everybody_lands_on_a_page_with_something_on_it(client: Any, player: cast.Player) -> None:
    client.force_login(User.objects.get(username=player.username))
    page = client.get("/")
    assert page.status_code == 200
    assert WAITS[player.username] in page.text


WAITS = {
    "city.leader": "计分板",
    "city.officer": "会员名册与单位职工数每月核对",
    "city.auditor": "待打印的确认单",
    "river.officer": "代其他工会回访",
    "hill.officer": "重复使用的材料",
    "farm.officer": "第三管理区职工书屋",
    "gas.officer": "王桂兰",
    "gas.chair": "批准",
    "gas.finance": "登记发放",
    "gas.caseworker": "重新申请",
    "liu": "城南工地职工书屋",
    "wang": "3,000.00",
    "ma": "申请入会",
}


def test_slips_calls_and_a_photograph_used_twice_wait_for_somebody() -> None:
    assert len(evidence.slips_waiting(cast.acts("city.auditor"))) >= 2
    assert evidence.calls_waiting(cast.acts("river.officer"))
    hill = cast.acts("hill.officer")
    assert [row.name for row in evidence.to_judge(hill)]
    person = Person.objects.get(user__username="wang")
    assert [one.request.kind for one in evidence.waiting_for(person)].count("assistance.relief") == 2


def test_a_word_of_the_worker_moves_the_figure_by_one() -> None:
    before = queries.figure("aid_living", city().pk, YEAR).counted
    wang = Person.objects.get(user__username="wang")
    living = Relief.objects.get(worker=wang, kind="living")
    from zhijia.evidence.services import confirm_own

    confirm_own(living, by=cast.acts("wang", channel="self"))
    services.refresh()
    assert queries.figure("aid_living", city().pk, YEAR).counted == before + 1


def test_a_second_run_builds_nothing_and_a_used_house_is_refused(built: Built) -> None:
    said: list[str] = []
    people, unions = Person.objects.count(), Union.objects.count()
    assert not build.demo(size="city", say=said.append)
    assert (Person.objects.count(), Union.objects.count()) == (people, unions)
    told = (built.data / "demo.json").read_text(encoding="utf-8")
    (built.data / "demo.json").unlink()
    try:
        with pytest.raises(build.NotADemo, match="未作任何改动"):
            build.demo(size="small", say=said.append)
    finally:
        (built.data / "demo.json").write_text(told, encoding="utf-8")
    assert Person.objects.count() == people


def test_the_console_tells_scoreboard_log_ins_and_seconds(built: Built) -> None:
    text = telling.report()
    assert all(org.name.removesuffix("总工会") in text for org in Org.objects.filter(kind="county"))
    assert cast.PASSWORD in text and "1/20" in text and "wang" in text
    assert len(built.said) >= 20 and all(line.endswith(" s") for line in built.said)


def test_columns_are_aligned_whatever_the_width_of_signs() -> None:
    lines = table([["单位", "数"], ["临江县", "1,200"], ["a", "7"]]).splitlines()
    assert [width(line) for line in (lines[0], *lines[2:])] == [13, 13, 13]


def test_pages_of_the_demonstration_say_what_its_numbers_are(client: Any) -> None:
    client.force_login(User.objects.get(username="city.leader"))
    assert "演示数据：人数按原计划的1/20" in client.get(reverse("desks:board")).text


def test_people_left_and_moved_within_the_year() -> None:
    left = Membership.objects.filter(valid_to__year=TODAY.year)
    assert left.filter(left_kind="transferred").exists() and left.filter(left_kind="retired").exists()
    moved = Membership.objects.filter(join_kind="transferred").select_related("person")
    assert all(row.person.org_id == row.org_id for row in moved)
