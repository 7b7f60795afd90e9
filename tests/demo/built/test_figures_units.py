"""Targets about employers and unions: each figure of the demonstration is what plain SQL, from its rule, counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.demo.built.conftest import TODAY
from zhijia.directory.models import Denominator, UnitFact
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.tally import queries
from zhijia.tally import services as tally
from zhijia.tree.actor import SYSTEM
from zhijia.tree.models import Org

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
YEAR = Period.year(TODAY.year)
#: the city, two of its counties, a union of one employer and a joint one
PLACES = ("YC00", "YC01", "YC02", "YC01G902", "YC02T01")

BELOW = "JOIN tree_org o ON o.id = t.org_id WHERE o.path >= %(low)s AND o.path < %(high)s"
#: the entry has its own proof and somebody's word
OWN = "t.evidenced_at IS NOT NULL AND t.confirmed_at IS NOT NULL"
WITHIN = "BETWEEN %(first)s AND %(last)s"


def on_day(name: str) -> str:
    """A span that holds on the day asked for."""
    return f"{name}.valid_from <= %(day)s AND ({name}.valid_to IS NULL OR {name}.valid_to > %(day)s)"


#: `t` is the coverage of an employer `u` by a union of the place, `f` what the employer is, both on the day
COVERED = f"""FROM directory_coverage t JOIN directory_unit u ON u.id = t.unit_id
 JOIN directory_unitfact f ON f.unit_id = u.id
 {BELOW} AND {on_day("t")} AND {on_day("f")}"""
EMPLOYERS = f"SELECT COUNT(DISTINCT t.unit_id) {COVERED} AND u.legal_person"
ENTERPRISE = "f.ownership IN ('state', 'collective', 'private', 'hkmt', 'foreign')"
DISCLOSING = "f.ownership NOT IN ('organ')"
STATE = "f.ownership = 'state'"
NON_PUBLIC = "f.ownership IN ('private', 'hkmt', 'foreign')"


def under_contract(kind: str) -> str:
    """A contract of a kind lists the employer: within its agreed days, let pass, proven and vouched for.

    The labour office lets it pass by its opinion, or by silence on the fifteen days after it was filed.
    """
    return f"""EXISTS (SELECT 1 FROM contracts_covered l JOIN contracts_contract c ON c.id = l.contract_id
 WHERE l.unit_id = u.id AND c.kind = '{kind}' AND c.evidenced_at IS NOT NULL AND c.confirmed_at IS NOT NULL
 AND c.starts_on <= %(day)s AND c.last_on >= %(day)s
 AND (c.terminated_on IS NULL OR c.terminated_on >= %(day)s)
 AND (c.reviewed_on <= %(day)s OR c.reviewed_on IS NULL AND c.filed_on < %(silent)s)
 AND l.valid_from <= %(day)s AND (l.last_on IS NULL OR l.last_on >= %(day)s))"""


CONGRESS = """EXISTS (SELECT 1 FROM congress_congress c WHERE c.unit_id = u.id AND c.scope = 'unit'
 AND c.valid_from <= %(day)s AND c.last_on >= %(day)s
 AND c.evidenced_at IS NOT NULL AND c.confirmed_at IS NOT NULL)"""
POSTED = f"""EXISTS (SELECT 1 FROM disclosure_participant l JOIN disclosure_system s ON s.id = l.system_id
 JOIN disclosure_posting p ON p.system_id = s.id WHERE l.unit_id = u.id AND {on_day("l")} AND {on_day("s")}
 AND p.happened_on > %(year_ago)s AND p.happened_on <= %(day)s
 AND p.evidenced_at IS NOT NULL AND p.confirmed_at IS NOT NULL)"""

COUNTS = {
    "honours_survey": f"""SELECT COUNT(*) FROM honours_survey t
 {BELOW} AND {OWN} AND t.state = 'finished' AND t.finished_on {WITHIN}""",
    "honours_enterprises": f"""SELECT COUNT(DISTINCT t.unit_id) FROM honours_commendation t
 {BELOW} AND {OWN} AND t.recipient = 'enterprise' AND t.happened_on {WITHIN}""",
    "read_new": f"""SELECT COUNT(*) FROM facilities_readingroom t
 {BELOW} AND {OWN} AND t.state <> 'planned' AND t.happened_on {WITHIN}""",
    "read_model_new": f"""SELECT COUNT(*) FROM facilities_readingroom t
 {BELOW} AND {OWN} AND t.state <> 'planned' AND t.graded_on {WITHIN}""",
    "harmony_units": f"""SELECT COUNT(DISTINCT t.unit_id) FROM contracts_harmony t
 {BELOW} AND {OWN} AND t.state <> 'withdrawn' AND t.happened_on {WITHIN}""",
    "harmony_visits": f"""SELECT COUNT(*) FROM contracts_visit t
 {BELOW} AND {OWN} AND t.last_on IS NOT NULL AND t.happened_on {WITHIN}
 AND EXISTS (SELECT 1 FROM contracts_inspection i WHERE i.visit_id = t.id)""",
    "org_federation_new": f"""SELECT COUNT(*) FROM directory_union t
 {BELOW} AND t.kind IN ('regional_federation', 'sector_federation') AND t.founded_on {WITHIN}
 AND t.approval_number <> '' AND t.approved_on IS NOT NULL AND t.evidenced_at IS NOT NULL""",
}
#: part and base of each rate
RATES = {
    "cong_adoption_rate_200": (
        f"{EMPLOYERS} AND {NON_PUBLIC} AND f.staff >= 200 AND {CONGRESS}",
        f"{EMPLOYERS} AND {NON_PUBLIC} AND f.staff >= 200",
    ),
    "open_adoption_rate": (f"{EMPLOYERS} AND {DISCLOSING} AND {POSTED}", f"{EMPLOYERS} AND {DISCLOSING}"),
    "cb_safety_rate_state": (
        f"{EMPLOYERS} AND {STATE} AND {under_contract('safety')}",
        f"{EMPLOYERS} AND {STATE}",
    ),
    "cb_safety_rate_nonpublic": (
        f"{EMPLOYERS} AND {NON_PUBLIC} AND {under_contract('safety')}",
        f"{EMPLOYERS} AND {NON_PUBLIC}",
    ),
    "cb_wage_rate": (
        f"{EMPLOYERS} AND {ENTERPRISE} AND {under_contract('wage')}",
        f"{EMPLOYERS} AND {ENTERPRISE}",
    ),
    "org_establish_rate": (
        f"{EMPLOYERS} AND {ENTERPRISE}",
        f"""SELECT SUM(t.number) FROM directory_denominator t
 {BELOW} AND t.state = 'approved' AND t.kind = 'enterprises' AND {on_day("t")}""",
    ),
    "mem_rate_unionised": (
        f"SELECT COUNT(DISTINCT t.person_id) FROM directory_membership t {BELOW} AND {on_day('t')}",
        f"SELECT SUM(f.staff) {COVERED}",
    ),
}


def asked(text: str, org: Org) -> int:
    """What the database answers about everything below a union in the year, or on its last day so far."""
    given: dict[str, Any] = {"low": org.path, "high": f"{org.path}~", "first": YEAR.start, "last": TODAY}
    given |= {"day": TODAY, "year_ago": TODAY.replace(year=TODAY.year - 1)}
    given |= {"silent": TODAY - timedelta(days=15)}
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return int(cursor.fetchone()[0] or 0)


@pytest.mark.parametrize("key", list(COUNTS))
def test_each_number_is_that_of_plain_sql(key: str) -> None:
    for code in PLACES:
        org = Org.objects.get(code=code)
        figure, found = queries.figure(key, org.pk, YEAR), asked(COUNTS[key], org)
        assert figure.counted == found, code


@pytest.mark.parametrize("key", list(RATES))
def test_each_rate_is_that_of_plain_sql(key: str) -> None:
    part, base = RATES[key]
    for code in PLACES:
        org = Org.objects.get(code=code)
        figure = queries.figure(key, org.pk, YEAR)
        assert figure.counted == asked(part, org), code
        assert (figure.base or 0) == asked(base, org), code
        if code == "YC00":
            assert figure.counted, "a rate of nothing would prove nothing"


def test_what_lacks_something_is_beside_the_number_and_not_in_it() -> None:
    city = Org.objects.get(code="YC00")
    for key in ("read_new", "read_model_new", "harmony_units", "org_federation_new"):
        assert queries.figure(key, city.pk, YEAR).not_counted, key
        assert all(count > 0 for _gate, count in queries.missing(key, city.pk, YEAR)), key


def test_a_rate_without_a_base_says_so_and_is_no_hundred_percent() -> None:
    gas = Org.objects.get(code="YC01G902")
    establish = queries.figure("org_establish_rate", gas.pk, YEAR)
    assert establish.counted == 1 and establish.has_no_base
    large = queries.figure("cong_adoption_rate_200", gas.pk, YEAR)
    assert (large.counted, large.has_no_base) == (0, True)


def test_a_rate_loses_its_base_with_the_staff_or_the_number_it_is_divided_by() -> None:
    services.remove(UnitFact.objects.get(unit__coverages__org__code="YC01G902"), by=SYSTEM, reason="录错")
    services.remove(Denominator.objects.get(org__code="YC01", kind="enterprises"), by=SYSTEM, reason="录错")
    tally.refresh()
    nodes = {code: Org.objects.get(code=code).pk for code in ("YC00", "YC01", "YC01G902")}
    for key in ("mem_rate_unionised", "cb_wage_rate", "cb_safety_rate_state", "open_adoption_rate"):
        assert queries.figure(key, nodes["YC01G902"], YEAR).has_no_base, key
        assert not queries.figure(key, nodes["YC00"], YEAR).has_no_base, key
    county = queries.figure("org_establish_rate", nodes["YC01"], YEAR)
    city = queries.figure("org_establish_rate", nodes["YC00"], YEAR)
    assert county.has_no_base and city.has_no_base and city.lacking == (nodes["YC01"],)
