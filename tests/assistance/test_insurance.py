"""Insurance: one stamped list proves everybody on it, renewals are not new, cancer insurance is for women in need."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.assistance.deeds import (
    child,
    counted,
    enrol,
    insure,
    insured,
    paid,
    person,
    refused,
    sql,
    stamped,
    untrue,
)
from tests.cast import Cast
from zhijia.assistance.models import Enrolment, Insurance
from zhijia.journal import services as journal
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.bulk import RowErrors, add_many
from zhijia.registry.errors import Forbidden
from zhijia.tally.queries import facts, gates_missing
from zhijia.tally.services import check

pytestmark = pytest.mark.django_db
OLD, NEW = date(2024, 5, 1), date(2025, 5, 1)
FIRST_ONES = """
    SELECT COUNT(DISTINCT e.person_id) FROM assistance_enrolment e
    JOIN assistance_round r ON r.id = e.round_id
    WHERE r.plan = 'medical' AND r.valid_from BETWEEN '2025-01-01' AND '2025-12-31'
      AND r.evidenced_at IS NOT NULL AND e.confirmed_at IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM assistance_enrolment o JOIN assistance_round p ON p.id = o.round_id
        WHERE o.person_id = e.person_id AND o.id <> e.id AND p.plan = r.plan
          AND p.valid_from < r.valid_from AND p.valid_to > '2024-05-01')
"""


def add_list(cast: Cast, model: Any, rows: list[dict[str, Any]]) -> int:
    return add_many(model.register, rows, by=cast.actor("gas.officer"), source="名单.xlsx", source_digest="a")


def test_a_list_proves_everybody_on_it_and_each_confirms(cast: Cast) -> None:
    one = insured(cast, NEW)
    first, second = (enrol(cast, one, person(cast, number)) for number in (1, 2))
    assert counted(cast, "mut_new") == (0, 2)
    (fact, _other) = facts("mut_new", cast.orgs["gas"].pk, Period.year(2025))
    assert [gate.key for gate in gates_missing("mut_new", fact.missing)] == ["evidenced", "confirmed"]
    stamped(first, "confirmed_at")
    assert counted(cast, "mut_new") == (0, 2), "nobody without the insurer's list"
    stamped(one, "evidenced_at")
    assert counted(cast, "mut_new") == (1, 1)
    stamped(second, "confirmed_at")
    assert counted(cast, "mut_new") == counted(cast, "mut_new", "river") == (2, 0)
    assert counted(cast, "mut_new", "hill") == (0, 0) and not check()


def test_a_renewal_is_insured_but_not_new(cast: Cast) -> None:
    who = person(cast, 1)
    old, new = (stamped(insured(cast, day), "evidenced_at") for day in (OLD, NEW))
    for one in (old, new):
        stamped(enrol(cast, one, who), "confirmed_at")
    years = [counted(cast, "mut_new", period=Period.year(year))[0] for year in (2024, 2025)]
    assert years == [1, 0]
    days = (date(2024, 4, 30), OLD, date(2025, 4, 30), NEW, date(2026, 4, 30), date(2026, 5, 1))
    stock = [counted(cast, "mut_insured", period=Period.day(day))[0] for day in days]
    assert stock == [0, 1, 1, 1, 1, 0], "on the day it ends it insures nobody any longer"


def test_an_older_list_recorded_later_makes_a_renewal_and_its_removal_a_first_one(cast: Cast) -> None:
    who = person(cast, 1)
    new = stamped(insured(cast, NEW), "evidenced_at")
    later = stamped(enrol(cast, new, who), "confirmed_at")
    assert counted(cast, "mut_new") == (1, 0)
    earlier = enrol(cast, insured(cast, OLD), who)
    later.refresh_from_db()
    assert later.renewal and counted(cast, "mut_new") == (0, 0)
    assert cast.users["gas.officer"].pk in journal.who_did("assistance.enrolment", later.uid, "renewal")
    services.remove(earlier, by=cast.actor("gas.officer"), reason="录错了名单")
    later.refresh_from_db()
    assert not later.renewal and counted(cast, "mut_new") == (1, 0)
    assert not check() and not untrue()


def test_after_a_year_without_insurance_somebody_is_new_again(cast: Cast) -> None:
    who = person(cast, 1)
    enrol(cast, insured(cast, date(2023, 4, 1)), who)
    assert not enrol(cast, insured(cast, NEW), who).renewal, "it ended on 2024-04-01, more than a year before"
    other = person(cast, 2)
    enrol(cast, insured(cast, date(2023, 6, 1)), other)
    assert enrol(cast, insured(cast, NEW), other).renewal


def test_a_renewal_known_only_to_the_union_is_ticked(cast: Cast) -> None:
    entry = enrol(cast, insured(cast, NEW), person(cast, 1), insured_elsewhere=True)
    assert entry.renewal
    by = cast.actor("gas.officer")
    entry = services.change(entry, {"insured_elsewhere": False}, by=by, version=entry.version)
    assert not entry.renewal


def test_a_renewal_is_found_at_another_union_without_naming_it(cast: Cast) -> None:
    who = person(cast, 1)
    enrol(cast, insured(cast, OLD), who)
    county = insured(cast, NEW, union="river")
    assert enrol(cast, county, who).renewal
    said = refused(enrol, cast, insured(cast, date(2025, 7, 1)), who)
    assert "2025-05-01" in said["person"] and county.policy_number not in said["person"]


def test_the_page_of_a_renewal_says_why_it_is_not_new(cast: Cast, client: Any) -> None:
    who = person(cast, 1)
    old, first = insured(cast, OLD), insured(cast, NEW)
    enrol(cast, old, who)
    renewal, new = enrol(cast, first, who), enrol(cast, first, person(cast, 2))
    ticked = enrol(cast, insured(cast, NEW), person(cast, 3), insured_elsewhere=True)
    county = enrol(cast, insured(cast, date(2026, 5, 1), union="river"), who)
    officer = cast.login(client, "gas.officer")
    pages = [officer.get(f"/r/assistance/enrolment/{one.uid}/").text for one in (renewal, ticked, new)]
    assert ["续保不算新增参保" in page for page in pages] == [True, True, False]
    assert f"由{old}参保" in pages[0] and "名单不在本系统内" in pages[1]
    above = cast.login(client, "river.officer")
    assert f"由{first}参保，保障至2026-05-01前" in above.get(f"/r/assistance/enrolment/{county.uid}/").text


def test_accident_insurance_is_no_medical_mutual_aid(cast: Cast) -> None:
    one = stamped(insured(cast, NEW, plan="accident"), "evidenced_at")
    stamped(enrol(cast, one, person(cast, 1)), "confirmed_at")
    assert counted(cast, "mut_new") == counted(cast, "mut_insured") == (0, 0)


def test_no_more_people_than_the_stamped_list_names(cast: Cast) -> None:
    one = insured(cast, NEW, listed=2)
    people = [person(cast, number) for number in range(4)]
    with pytest.raises(RowErrors) as caught:
        add_list(cast, Enrolment, [{"round": one, "person": who} for who in people[:3]])
    assert {error.column for error in caught.value.errors} == {"round"} and not Enrolment.objects.exists()
    assert add_list(cast, Enrolment, [{"round": one, "person": who} for who in people[:2]]) == 2
    assert "2" in refused(enrol, cast, one, people[3])["round"]
    by = cast.actor("gas.officer")
    assert "listed" in refused(services.change, one, {"listed": 1}, by=by, version=one.version)
    one = services.change(one, {"listed": 3}, by=by, version=one.version)
    assert enrol(cast, one, people[3]).pk


def test_a_list_finds_its_renewals_and_faults_row_by_row(cast: Cast) -> None:
    people = [person(cast, number) for number in range(4)]
    old, new = insured(cast, OLD), stamped(insured(cast, NEW), "evidenced_at")
    add_list(cast, Enrolment, [{"round": old, "person": who} for who in people[:2]])
    outsider = person(cast, 9, union="farm")
    rows = [{"round": new, "person": who} for who in (*people, outsider, people[0])]
    with pytest.raises(RowErrors) as caught:
        add_many(
            Enrolment.register, rows, by=cast.actor("river.officer"), source="名单.xlsx", source_digest="b"
        )
    assert {(error.row, error.column) for error in caught.value.errors} == {(5, "person"), (6, "")}
    add_list(cast, Enrolment, rows[:4])
    for entry in Enrolment.objects.filter(round=new):
        stamped(entry, "confirmed_at")
    assert list(Enrolment.objects.filter(round=new).order_by("pk").values_list("renewal", flat=True)) == [
        True,
        True,
        False,
        False,
    ]
    assert counted(cast, "mut_new")[0] == sql(FIRST_ONES) == 2
    assert not untrue()


def test_two_rounds_of_one_person_come_in_the_order_of_their_years(cast: Cast) -> None:
    who, old, new = person(cast, 1), insured(cast, OLD), insured(cast, NEW)
    with pytest.raises(RowErrors):
        add_list(cast, Enrolment, [{"round": one, "person": who} for one in (old, new)])
    assert not Enrolment.objects.exists() and not untrue()


@pytest.mark.parametrize("name", ["plan", "valid_from", "valid_to"])
def test_what_a_list_says_of_everybody_stays(cast: Cast, name: str) -> None:
    one = insured(cast, NEW)
    enrol(cast, one, person(cast, 1))
    value = {"plan": "accident", "valid_from": date(2025, 6, 1), "valid_to": date(2026, 4, 1)}[name]
    by = cast.actor("gas.officer")
    assert name in refused(services.change, one, {name: value}, by=by, version=one.version)
    assert services.change(one, {"insurer": "另一家互助会"}, by=by, version=one.version).pk


def test_a_round_is_as_long_as_its_plan(cast: Cast, settings: Any) -> None:
    assert "valid_to" in refused(insured, cast, NEW, plan="accident", valid_to=date(2027, 5, 1))
    assert "valid_to" in refused(insured, cast, NEW, valid_to=None)
    leap = date(2024, 2, 29)
    assert insured(cast, leap, valid_to=date(2025, 2, 28), plan="accident").pk
    settings.INSURANCE_YEARS = {"accident": 5}
    assert insured(cast, NEW, plan="accident", valid_to=date(2030, 5, 1)).pk


def test_cancer_insurance_counts_women_in_hardship(cast: Cast) -> None:
    one = stamped(insured(cast, NEW, plan="cancer"), "evidenced_at")
    entry = insure(cast, one, person(cast, 1))
    assert counted(cast, "wom_cancer_insured") == (0, 1)
    stamped(entry, "confirmed_at")
    assert counted(cast, "wom_cancer_insured") == (1, 0) and counted(cast, "mut_new") == (0, 0)
    assert "person" in refused(insure, cast, one, person(cast, 2, man=True))
    unknown = person(cast, 3, id_number="", no_id_reason="not_told")
    assert "person" in refused(insure, cast, one, unknown)
    assert Insurance.objects.count() == 1


def test_hardship_shows_in_a_file_or_in_help_paid_in_the_year_before(cast: Cast) -> None:
    one, who = insured(cast, date(2025, 10, 1), plan="cancer"), person(cast, 1)
    assert "程助1" in refused(insure, cast, one, who, file_number=" ")["file_number"]
    paid(cast, who, child(1))
    assert insure(cast, one, who, file_number="").pk
    late = insured(cast, date(2026, 9, 1), plan="cancer")
    other = person(cast, 2)
    paid(cast, other, child(2))
    assert "file_number" in refused(insure, cast, late, other, file_number=""), (
        "that was more than a year ago"
    )


def test_who_may_record_and_see_insurance(cast: Cast) -> None:
    one = insured(cast, NEW, plan="cancer")
    entry = insure(cast, one, cast.people["wang"])
    seen = {
        key: Insurance.register.visible(cast.actor(key)).exists()
        for key in ("gas.chair", "river.leader", "wang", "gas.finance", "farm.officer", "hill.officer")
    }
    assert [key for key, sees in seen.items() if sees] == ["gas.chair", "river.leader", "wang"]
    with pytest.raises(Forbidden):
        services.remove(entry, by=cast.actor("gas.chair"), reason="试一试")


@pytest.mark.parametrize(("plan", "offered"), [("medical", "enrolment"), ("cancer", "insurance")])
def test_the_page_of_a_round_offers_the_list_of_its_own_plan(
    cast: Cast, client: Any, plan: str, offered: str
) -> None:
    one = insured(cast, NEW, plan=plan)
    page = cast.login(client, "gas.officer").get(f"/r/assistance/round/{one.uid}/").content.decode()
    assert {name for name in ("enrolment", "insurance") if f"/{name}/new/?round=" in page} == {offered}
