"""Posts and terms: one chair at a time, terms that follow, late elections, vacancies, organisers."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from tests.cast import Cast
from tests.contract.factories import EXAMPLES
from tests.directory.changing import carried_out
from zhijia.directory.integrity.check import CHECKS
from zhijia.directory.models import Person, Tenure, Union
from zhijia.directory.terms import lists
from zhijia.journal import verify
from zhijia.kernel.day import today
from zhijia.kernel.period import Period, add_months
from zhijia.registry.errors import Refused
from zhijia.registry.services import add, change
from zhijia.sheets.columns import sheet_called
from zhijia.tally import services as tally
from zhijia.tally.queries import figure

pytestmark = pytest.mark.django_db
ELECTED = date(2023, 5, 10)


def chair(cast: Cast, who: str = "gao", org: str = "gas", **values: Any) -> Tenure:
    given = {
        "org": cast.orgs[org],
        "person": cast.people[who],
        "post": "chair",
        "chosen": "elected",
        "working": "part",
        "valid_from": ELECTED,
        "renewal": True,
    }
    made: Tenure = add(Tenure.register, given | values, by=cast.actor("city.officer"))
    return made


def left(tenure: Tenure, cast: Cast, on: date, how: str = "retired") -> Tenure:
    values = {"valid_to": on, "left_how": how}
    done: Tenure = change(tenure, values, by=cast.actor("city.officer"), version=tenure.version)
    return done


def sheet(org: str, cast: Cast) -> Union:
    return Union.objects.get(org=cast.orgs[org])


def test_a_chair_has_the_term_of_the_law_and_the_sheet_says_so(cast: Cast) -> None:
    elected = chair(cast)
    assert elected.term_ends_on == date(2028, 5, 10)
    written = sheet("gas", cast)
    assert (written.chair_name, written.elected_on, written.term_years) == ("高师傅", ELECTED, 5)
    later = add(
        Tenure.register,
        {
            "org": cast.orgs["gas"],
            "person": cast.people["wang"],
            "post": "women",
            "valid_from": date(2025, 1, 5),
        },
        by=cast.actor("gas.officer"),
    )
    assert later.term_ends_on == date(2028, 5, 10), "elected in between: what is left of the committee's term"
    with pytest.raises(Refused, match="2028-05-10"):
        chair(cast, org="mill", who="li", term_ends_on=date(2029, 1, 1))


def test_nobody_chairs_beside_another_and_both_are_named(cast: Cast) -> None:
    first = chair(cast)
    with pytest.raises(Refused) as refused:
        chair(cast, "wang", renewal=False, valid_from=date(2024, 5, 10))
    (said,) = refused.value.messages["person"]
    assert "高师傅" in said and "王桂兰" in said
    chair(cast, "wang", valid_from=date(2026, 5, 10))
    first.refresh_from_db()
    assert (first.valid_to, first.left_how) == (date(2026, 5, 10), "term")
    assert sheet("gas", cast).chair_name == "王桂兰"
    assert [one for one in verify.problems() if not one.information] == []


def test_late_due_and_vacant_are_listed_for_those_who_work_with_them(cast: Cast) -> None:
    day = today()
    chair(cast, valid_from=add_months(day, -61), term_ends_on=add_months(day, -1))
    chair(cast, "li", "mill", valid_from=add_months(day, -57))
    site = chair(cast, "chen", "site", valid_from=date(2024, 1, 10))
    left(site, cast, day - timedelta(days=120))

    def seen(kind: str, who: str) -> list[str]:
        return [one.union.org.name for one in lists.shown(lists.lines(kind, cast.actor(who), day))]

    assert seen(lists.LATE, "city.officer") == [cast.orgs["gas"].name]
    assert seen(lists.DUE, "hill.officer") == [cast.orgs["mill"].name]
    assert seen(lists.VACANT, "river.officer") == [cast.orgs["site"].name]
    assert seen(lists.LATE, "hill.officer") == seen(lists.VACANT, "gas.officer") == []
    (line,) = lists.lines(lists.VACANT, cast.actor("liu"), day)
    assert line.due_on == add_months(day - timedelta(days=120), 3) and line.is_late
    assert CHECKS["union_chair_long_vacant"].find(day).get().org == cast.orgs["site"]
    assert not CHECKS["union_chair_vacant"].find(day).exists()
    chair(cast, "chen", "site", valid_from=day, renewal=False)
    assert lists.lines(lists.VACANT, cast.actor("liu"), day) == []


def test_rates_of_chairs_and_of_elections_in_time(cast: Cast) -> None:
    day, city = today(), cast.orgs["city"].pk
    tally.ensure_year(day.year)
    started = add_months(day, -60)
    chair(cast, valid_from=started, term_ends_on=day)
    chair(cast, "li", "mill", valid_from=started, term_ends_on=day - timedelta(days=1))
    chair(cast, "gao", valid_from=day - timedelta(days=3))
    chair(cast, "li", "mill", valid_from=day)
    tally.refresh()
    year = Period.year(day.year)
    found = {
        key: figure(key, city, year, as_of=day) for key in ("term_due", "term_renewed", "post_chair_in_term")
    }
    assert {key: one.counted for key, one in found.items()} == {
        "term_due": 2,
        "term_renewed": 1,
        "post_chair_in_term": 2,
    }
    assert figure("term_on_time_rate", city, year, as_of=day).percent == 50
    assert figure("cad_part_time", city, year, as_of=day).counted == 2
    assert tally.check() == []


def test_the_desk_and_the_page_lead_to_the_union(client: Client, cast: Cast) -> None:
    chair(cast, valid_from=add_months(today(), -61), term_ends_on=add_months(today(), -1))
    browser = cast.login(client, "gas.officer")
    assert reverse("directory:terms") + "?kind=late" in browser.get("/").text
    page = browser.get(reverse("directory:terms"))
    assert reverse("directory:union", args=[cast.unions["gas"].uid]) in page.text
    assert browser.get(reverse("directory:terms") + "?kind=x").status_code == 404


def test_posts_end_with_their_union(officer: Client, cast: Cast) -> None:
    held = chair(cast, "tian", "farm", renewal=False, valid_from=date(2024, 5, 10))
    carried_out(officer, cast, "farm", "merge", into="gas")
    held.refresh_from_db()
    assert (held.left_how, held.valid_to is None) == ("closed", False)
    assert not CHECKS["tenure_in_closed"].find(today()).exists()


def test_a_list_of_cadres_is_read_in_whole(client: Client, cast: Cast) -> None:
    """Heads as offices write them; one on file by number, one by name and telephone, one new."""
    sent = [
        [
            "所属工会",
            "干部姓名",
            "身份证号",
            str(sheet_called("posts").column("no_id_reason").label),
            "手机",
            "工会职务",
            "产生方式",
            "专兼职",
            "任职时间",
        ],
        ["YC0102", "高师傅", cast.people["gao"].id_number, "", "", "主席", "选举", "兼职", "2024-05-10"],
        [
            "YC0102",
            "王桂兰",
            "",
            "尚未向工会提供",
            "13800000001",
            "女职工委员会主任",
            "选举",
            "兼职",
            "2024-05-10",
        ],
        ["YC0102", "钱新任", "", "尚未向工会提供", "13800000077", "工会干事", "任命", "专职", "2025-01-02"],
    ]
    book = Workbook()
    for row in sent:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    sheet_of = sheet_called("posts")
    headings = {name for column in sheet_of.columns for name in column.headings()}
    assert {"所属工会", "干部姓名", "专兼职"} <= headings
    before = Person.objects.count()
    browser = cast.login(client, "gas.officer")
    address = reverse("sheets:import", kwargs={"room": "directory", "noun": "tenure"})
    upload = SimpleUploadedFile("干部.xlsx", file.getvalue())
    answer = browser.post(address, {"file": upload})
    taken = browser.post(answer["Location"], follow=True)
    assert taken.status_code == 200, taken.context["found"].errors
    rows = Tenure.objects.order_by("pk").values_list("person__name", "post", "working")
    assert list(rows) == [
        ("高师傅", "chair", "part"),
        ("王桂兰", "women", "part"),
        ("钱新任", "cadre", "full"),
    ]
    assert Person.objects.count() == before + 1


def test_organisers_without_last_years_result_are_named(cast: Cast) -> None:
    organiser = EXAMPLES["directory.organiser"].add(cast, 0)
    day = date(2026, 5, 1)
    assert CHECKS["organiser_not_assessed"].find(day).get() == organiser
    assert CHECKS["organiser_untrained"].find(day).get() == organiser
    EXAMPLES["directory.appraisal"].add(cast, 0, organiser=organiser, year=2025)
    assert not CHECKS["organiser_not_assessed"].find(day).exists()
