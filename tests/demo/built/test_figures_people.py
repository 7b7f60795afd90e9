"""Targets about people: each figure of the demonstration is what plain SQL, written from its rule, counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.demo.built.conftest import TODAY
from zhijia.kernel.period import Period
from zhijia.tally import queries
from zhijia.tree.models import Org

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
YEAR = Period.year(TODAY.year)
#: the city, two of its counties, a union of one employer and a joint one
PLACES = ("YC00", "YC01", "YC02", "YC01G902", "YC02T01")

BELOW = "JOIN tree_org o ON o.id = t.org_id WHERE o.path >= %(low)s AND o.path < %(high)s"
#: the entry has its own proof and the word of the person
OWN = "t.evidenced_at IS NOT NULL AND t.confirmed_at IS NOT NULL"
#: the proof stands on the list `p` the person is on, the word is the person's own
LISTED = "p.evidenced_at IS NOT NULL AND t.confirmed_at IS NOT NULL"
WITHIN = "BETWEEN %(first)s AND %(last)s"

PAID = f"{BELOW} AND {OWN} AND t.state IN ('paid', 'received') AND t.paid_on {WITHIN}"
ROUND = f"JOIN assistance_round p ON p.id = t.round_id {BELOW} AND {LISTED} AND p.valid_from {WITHIN}"
LESSONS = f"""SELECT COUNT(DISTINCT t.person_id) FROM activities_attendance t
 JOIN activities_course p ON p.id = t.course_id JOIN directory_person h ON h.id = t.person_id
 {BELOW} AND {LISTED} AND p.state = 'finished' AND t.result <> 'missed' AND p.ends_on {WITHIN}"""
RAISED = f"""SELECT COUNT(DISTINCT t.person_id) FROM activities_advancement t
 LEFT JOIN activities_certification p ON p.id = t.certification_id
 JOIN directory_person h ON h.id = t.person_id {BELOW} AND h.sex = 'female' AND t.happened_on {WITHIN}
 AND t.confirmed_at IS NOT NULL AND COALESCE(t.evidenced_at, p.evidenced_at) IS NOT NULL"""

COUNTS = {
    "aid_living": f"SELECT COUNT(DISTINCT t.worker_id) FROM assistance_relief t {PAID} AND t.kind = 'living'",
    "aid_study": f"SELECT COUNT(DISTINCT t.student_id) FROM assistance_schooling t {PAID}",
    # new is whom no older list of the plan insured on some day of the year before the first day of this one
    "mut_new": f"""SELECT COUNT(DISTINCT t.person_id) FROM assistance_enrolment t {ROUND}
 AND p.plan = 'medical' AND t.insured_elsewhere = %(no)s AND NOT EXISTS (
  SELECT 1 FROM assistance_enrolment e JOIN assistance_round r ON r.id = e.round_id
  WHERE e.person_id = t.person_id AND e.id <> t.id AND r.plan = 'medical'
  AND r.valid_from < p.valid_from AND r.valid_to > {{year_before}})""",
    "wom_cancer_insured": f"""SELECT COUNT(DISTINCT t.person_id) FROM assistance_insurance t {ROUND}
 AND p.plan = 'cancer'""",
    "wom_checkup": f"""SELECT COUNT(DISTINCT t.person_id) FROM assistance_checked t
 JOIN assistance_checkup p ON p.id = t.checkup_id {BELOW} AND {LISTED} AND p.state = 'held'
 AND p.ends_on {WITHIN}""",
    "place_jobs": f"""SELECT COUNT(DISTINCT t.person_id) FROM assistance_placement t
 {BELOW} AND {OWN} AND t.happened_on {WITHIN}""",
    "train_people": f"{LESSONS} AND p.hours >= 8",
    "train_skill_aided": f"{LESSONS} AND p.kind = 'skills' AND t.standing IN ('laid_off', 'migrant')",
    "train_domestic": f"{LESSONS} AND p.kind = 'domestic'",
    "train_startup": f"{LESSONS} AND p.kind = 'startup'",
    "skill_up_women": f"{RAISED} AND t.kind = 'skill'",
    "edu_up_women": f"{RAISED} AND t.kind = 'degree'",
    "class_organisers": f"""SELECT COUNT(*) FROM activities_course t {BELOW} AND {OWN}
 AND t.kind = 'organisers' AND t.state = 'finished' AND t.ends_on {WITHIN}""",
    "wom_activity_rate": f"""SELECT COUNT(DISTINCT t.woman_id) FROM activities_participation t
 JOIN activities_programme p ON p.id = t.programme_id JOIN directory_person h ON h.id = t.woman_id
 {BELOW} AND {LISTED} AND h.sex = 'female' AND p.state = 'held' AND p.ends_on {WITHIN}""",
    "wom_training_rate": f"{LESSONS} AND h.sex = 'female'",
}
#: women on record today with the employers a union covers today
WOMEN = f"""SELECT COALESCE(SUM(f.women), 0) FROM directory_coverage t
 JOIN directory_unitfact f ON f.unit_id = t.unit_id {BELOW}
 AND t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to > %(day)s)
 AND f.valid_from <= %(day)s AND (f.valid_to IS NULL OR f.valid_to > %(day)s)"""
RATES = ("wom_activity_rate", "wom_training_rate")
YEAR_BEFORE = {
    "sqlite": "DATE(p.valid_from, '-1 year')",
    "postgresql": "CAST(p.valid_from - INTERVAL '1 year' AS date)",
}


def asked(text: str, org: Org) -> int:
    """What the database answers about everything below a union in the year."""
    given: dict[str, Any] = {"low": org.path, "high": f"{org.path}~", "day": TODAY, "no": False}
    given |= {"first": YEAR.start, "last": TODAY}
    with connection.cursor() as cursor:
        cursor.execute(text.replace("{year_before}", YEAR_BEFORE[connection.vendor]), given)
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("key", list(COUNTS))
def test_each_figure_is_that_of_plain_sql(key: str) -> None:
    for code in PLACES:
        org = Org.objects.get(code=code)
        figure, found = queries.figure(key, org.pk, YEAR), asked(COUNTS[key], org)
        assert figure.counted == found, code
        if key in RATES:
            assert figure.base == asked(WOMEN, org), code
        if code == "YC00":
            assert found, "a figure of nothing would prove nothing"


def test_what_lacks_something_is_beside_the_figure_and_not_in_it() -> None:
    city = Org.objects.get(code="YC00")
    with_claims = [
        key for key in COUNTS if key not in RATES and queries.figure(key, city.pk, YEAR).not_counted
    ]
    assert len(with_claims) >= 8
    for key in with_claims:
        assert all(count > 0 for _gate, count in queries.missing(key, city.pk, YEAR))
