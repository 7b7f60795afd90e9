"""School aid: one child is one student, whoever helps; four eyes, the federation's standard, the parent's word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.assistance.deeds import (
    ASKED_ON,
    YEAR,
    child,
    counted,
    paid,
    person,
    refused,
    schooling,
    sql,
    stamped,
)
from tests.cast import Cast
from zhijia.assistance.limits import schooling_ceiling
from zhijia.assistance.models import Schooling, Student
from zhijia.directory.models import Person
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.cells import cell
from zhijia.registry.errors import Forbidden
from zhijia.tally.queries import facts, gates_missing

pytestmark = pytest.mark.django_db
STUDENTS = """
    SELECT COUNT(DISTINCT student_id) FROM assistance_schooling
    WHERE state IN ('paid', 'received') AND evidenced_at IS NOT NULL AND confirmed_at IS NOT NULL
      AND paid_on BETWEEN '2025-01-01' AND '2025-12-31'
"""
BOTH = ("evidenced_at", "confirmed_at")


def test_one_payment_with_proof_and_word_is_one_student(cast: Cast) -> None:
    entry = schooling(cast, person(cast, 1), child(1))
    assert counted(cast, "aid_study") == (0, 0), "asked for is not paid"
    entry = services.move(entry, "approve", by=cast.actor("gas.chair"), version=entry.version)
    by, payment = cast.actor("gas.finance"), {"paid_on": date(2025, 8, 20), "pay_way": "bank"}
    entry = services.move(entry, "pay", by=by, version=entry.version, values=payment)
    assert counted(cast, "aid_study") == (0, 1)
    (fact,) = facts("aid_study", cast.orgs["gas"].pk, YEAR)
    assert [gate.key for gate in gates_missing("aid_study", fact.missing)] == ["evidenced", "confirmed"]
    entry = stamped(entry, "evidenced_at")
    assert counted(cast, "aid_study") == (0, 1)
    stamped(entry, "confirmed_at")
    assert counted(cast, "aid_study") == counted(cast, "aid_study", "gas") == (1, 0)
    assert counted(cast, "aid_study_money") == (150_000, 0)
    assert (
        counted(cast, "aid_study", "hill") == counted(cast, "aid_study", period=Period.year(2024)) == (0, 0)
    )


def test_a_child_helped_by_two_unions_is_one_student(cast: Cast) -> None:
    father, mother = person(cast, 1, man=True), person(cast, 2, union="mill")
    first = stamped(paid(cast, father, child(1)), *BOTH)
    second = stamped(paid(cast, mother, child(1).lower(), union="mill"), *BOTH)
    assert first.student_id == second.student_id and Student.objects.count() == 1
    assert [counted(cast, "aid_study", key)[0] for key in ("gas", "mill", "city")] == [1, 1, 1]
    assert counted(cast, "aid_study_money") == (300_000, 0)
    assert sql(STUDENTS) == 1


def test_two_children_of_one_worker_are_two_students(cast: Cast) -> None:
    worker = person(cast, 1)
    for number in (1, 2):
        stamped(paid(cast, worker, child(number)), *BOTH)
    assert counted(cast, "aid_study") == (2, 0) == (sql(STUDENTS), 0)


def test_the_same_child_in_the_next_school_year_is_one_student_a_year(cast: Cast) -> None:
    worker = person(cast, 1)
    values = {"happened_on": date(2024, 8, 1), "school_year": 2024, "on": date(2024, 9, 1)}
    stamped(paid(cast, worker, child(1), **values), *BOTH)
    stamped(paid(cast, worker, child(1)), *BOTH)
    years = [counted(cast, "aid_study", period=Period.year(year))[0] for year in (2024, 2025)]
    assert years == [1, 1]
    assert counted(cast, "aid_study", period=Period.through(date(2024, 1, 1), date(2025, 12, 31))) == (1, 0)


def test_a_corrected_number_is_another_student(cast: Cast) -> None:
    entry = schooling(cast, person(cast, 1), child(1))
    by = cast.actor("gas.officer")
    changed = services.change(entry, {"student_number": child(2)}, by=by, version=entry.version)
    assert changed.student_id != entry.student_id


def test_the_key_of_a_student_tells_nothing_and_matches_no_worker(cast: Cast) -> None:
    entry = schooling(cast, person(cast, 1), child(1))
    grown = person(cast, 2, id_number=child(2), migrant_worker=False)
    schooling(cast, person(cast, 3), child(2))
    digests = set(Student.objects.values_list("digest", flat=True))
    assert grown.id_hash not in digests and len(digests) == 2
    stored = Schooling.objects.filter(pk=entry.pk).values().get()
    assert child(1) not in str(stored["words"])
    raw = sql(f"SELECT COUNT(*) FROM assistance_schooling WHERE student_number LIKE '%{child(1)[-8:]}%'")
    assert raw == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"student_number": "11010519491231002X"}, "stage"),
        ({"student_number": "1234"}, "student_number"),
        ({"student_name": "\u200b"}, "student_name"),
        ({"school_year": 2027}, "school_year"),
        ({"stage": "primary", "amount": 200_001}, "amount"),
        ({"amount": 0}, "amount"),
        ({"year_of_study": 0}, "year_of_study"),
        ({"happened_on": date(2024, 12, 1)}, "school_year"),
        ({"paid_on": ASKED_ON}, "paid_on"),
    ],
)
def test_aid_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    number = values.pop("student_number", child(1))
    assert field in refused(schooling, cast, person(cast, 1), number, **values)
    assert not Schooling.objects.exists()


def test_a_worker_is_nobody_s_child(cast: Cast) -> None:
    worker = person(cast, 1, id_number=child(1, year=2005))
    assert "student_number" in refused(schooling, cast, worker, worker.id_number, stage="university")


def test_the_same_child_twice_in_a_school_year_is_refused_once_it_stands(cast: Cast) -> None:
    first = schooling(cast, person(cast, 1), child(1))
    said = refused(schooling, cast, person(cast, 2), child(1), happened_on=date(2025, 9, 1))
    assert ASKED_ON.isoformat() in said["student_number"]
    services.move(first, "refuse", by=cast.actor("gas.chair"), version=first.version, reason="不符合条件")
    assert schooling(cast, person(cast, 3), child(1)).pk, "what was refused may be asked for anew"


def test_the_standard_of_a_stage_is_the_nearest_federation_s_own(cast: Cast, settings: Any) -> None:
    assert schooling_ceiling(cast.orgs["gas"], "university") == 500_000
    settings.SCHOOLING_CEILINGS = {"YC00": {"junior": 90_000}, "YC02": {"junior": 80_000}}
    assert [schooling_ceiling(cast.orgs[key], "junior") for key in ("gas", "mill")] == [90_000, 80_000]
    assert schooling_ceiling(cast.orgs["mill"], "university") == 500_000
    assert "900.00" in refused(schooling, cast, person(cast, 1), child(1))["amount"]


def test_what_was_approved_stays_and_the_recorder_does_not_approve(cast: Cast) -> None:
    entry = schooling(cast, person(cast, 1), child(1))
    with pytest.raises(Forbidden):
        services.move(entry, "approve", by=cast.actor("gas.officer"), version=entry.version)
    entry = services.move(entry, "approve", by=cast.actor("river.leader"), version=entry.version)
    by = cast.actor("gas.officer")
    for name, value in {"student_number": child(2), "amount": 1, "stage": "senior"}.items():
        assert name in refused(services.change, entry, {name: value}, by=by, version=entry.version)
    with pytest.raises(Forbidden):
        services.remove(entry, by=by, reason="录错了")


def test_a_child_is_masked_above_its_union_and_hidden_beside_it(cast: Cast) -> None:
    entry = schooling(cast, cast.people["wang"], child(1), note="母亲住院")
    shown = {
        key: [
            cell(Schooling.register, entry, name, cast.actor(key)).text for name in ("student_name", "note")
        ]
        for key in ("gas.officer", "river.officer", "wang")
    }
    assert shown["gas.officer"] == ["程小禾", "••••"]
    assert shown["river.officer"] == ["程**", "••••"]
    assert shown["wang"] == ["程小禾", "母亲住院"]
    assert not Schooling.register.visible(cast.actor("farm.officer")).exists()
    assert not Person.register.visible(cast.actor("mill.officer")).filter(name="程小禾").exists()
