"""Counting a whole city from nothing: the product, SQL written by hand for the same figures, and DuckDB.

    ZHIJIA_DATA=… python benchmarks/recount.py [ROUNDS]          on a city made by city.py

The hand-written statements know what the product has to find out: which columns decide, which figures may simply
be added (an employer has one union), which need each person once. They fill a table of the same form with the same
cells, by month, year and the other kept periods; the cells are compared. Printed is the best of the rounds, taken
in turn.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
FLOW = "f.day >= p.starts_on AND f.day < p.ends_on AND NOT p.stocks_only"
STOCK = "f.first <= p.last_on AND f.last > p.last_on"
MET = "CASE WHEN {0}.confirmed_at IS NOT NULL AND {1}.evidenced_at IS NOT NULL THEN 1 ELSE 0 END AS met"
NONPUBLIC = "u.legal_person AND t.ownership IN ('private', 'hkmt', 'foreign')"
ENTERPRISE = "u.legal_person AND t.ownership IN ('state', 'collective', 'private', 'hkmt', 'foreign')"
DISCLOSING = (
    "u.legal_person AND t.ownership IN ('state', 'collective', 'private', 'hkmt', 'foreign', 'institution')"
)

#: "each person once" needs the facts under every node, "added" only the sums of every union
ONCE, ADDED = "once", "added"


def flag(name: str, condition: str, worth: str = "1") -> str:
    return f"CASE WHEN {condition} THEN {worth} ELSE 0 END AS {name}"


COURSES = f"""SELECT a.org_id AS org, c.ends_on AS day, a.person_id AS subject, {MET.format("a", "c")},
  {flag("train_domestic", "c.kind = 'domestic'")}, {flag("train_people", "c.hours >= 8")},
  {flag("train_skill", "c.kind = 'skills'")}, {flag("train_startup", "c.kind = 'startup'")},
  {flag("train_skill_aided", "c.kind = 'skills' AND a.standing IN ('laid_off', 'migrant')")},
  {flag("wom_trained", "h.sex = 'female'")}
  FROM activities_attendance a JOIN activities_course c ON c.id = a.course_id
  JOIN directory_person h ON h.id = a.person_id
  WHERE c.state = 'finished' AND a.result IN ('finished', 'passed')"""
WOMEN = f"""SELECT a.org_id AS org, g.ends_on AS day, a.woman_id AS subject, {MET.format("a", "g")}, 1 AS wom_activity
  FROM activities_participation a JOIN activities_programme g ON g.id = a.programme_id
  JOIN directory_person h ON h.id = a.woman_id WHERE g.state = 'held' AND h.sex = 'female'"""
RELIEF = f"""SELECT r.org_id AS org, r.paid_on AS day, r.worker_id AS subject, {MET.format("r", "r")}, 1 AS aid_living,
  1 AS aid_living_times, r.amount AS aid_living_money
  FROM assistance_relief r WHERE r.state IN ('paid', 'received') AND r.kind = 'living'"""
NEWLY = f"""SELECT e.org_id AS org, d.valid_from AS day, e.person_id AS subject, {MET.format("e", "d")}, 1 AS mut_new
  FROM assistance_enrolment e JOIN assistance_round d ON d.id = e.round_id
  WHERE d.plan = 'medical' AND NOT e.renewal"""
INSURED = f"""SELECT e.org_id AS org, d.valid_from AS first, COALESCE(d.valid_to, '9999-12-31') AS last,
  e.person_id AS subject, {MET.format("e", "d")}, 1 AS mut_insured
  FROM assistance_enrolment e JOIN assistance_round d ON d.id = e.round_id WHERE d.plan = 'medical'"""
JOINED = """SELECT m.org_id AS org, m.valid_from AS day, m.person_id AS subject, 1 AS met, 1 AS mem_new
  FROM directory_membership m WHERE m.join_kind = 'new'"""
MEMBERS = f"""SELECT m.org_id AS org, m.valid_from AS first, COALESCE(m.valid_to, '9999-12-31') AS last,
  m.person_id AS subject, 1 AS met, 1 AS mem_count, {flag("mem_women", "h.sex = 'female'")}
  FROM directory_membership m JOIN directory_person h ON h.id = m.person_id"""
STAFF = f"""SELECT v.org_id AS org,
  CASE WHEN v.valid_from > t.valid_from THEN v.valid_from ELSE t.valid_from END AS first,
  CASE WHEN COALESCE(v.valid_to, '9999-12-31') < COALESCE(t.valid_to, '9999-12-31')
    THEN COALESCE(v.valid_to, '9999-12-31') ELSE COALESCE(t.valid_to, '9999-12-31') END AS last, 1 AS met,
  t.staff AS staff_covered, t.women AS women_covered, {flag("units_covered", ENTERPRISE)},
  {flag("units_covered_disclosing", DISCLOSING)}, {flag("units_covered_nonpublic", NONPUBLIC)},
  {flag("units_covered_nonpublic_200", NONPUBLIC + " AND t.staff >= 200")},
  {flag("units_covered_nonpublic_scale", NONPUBLIC + " AND t.above_scale")},
  {flag("units_covered_state", "u.legal_person AND t.ownership = 'state'")}
  FROM directory_coverage v JOIN directory_unit u ON u.id = v.unit_id JOIN directory_unitfact t ON t.unit_id = u.id"""
UNIONS = """SELECT u.org_id AS org, o.opened_on AS first, COALESCE(o.closed_on, '9999-12-31') AS last, 1 AS met,
  1 AS org_count FROM directory_union u JOIN tree_org o ON o.id = u.org_id
  WHERE u.kind IN ('grassroots', 'joint_grassroots')"""

HAND = (
    (COURSES, FLOW, ONCE, "train_domestic train_people train_skill train_skill_aided train_startup wom_trained"),
    (WOMEN, FLOW, ONCE, "wom_activity"),
    (RELIEF, FLOW, ONCE, "aid_living"),
    (RELIEF, FLOW, ADDED, "aid_living_times aid_living_money"),
    (NEWLY, FLOW, ONCE, "mut_new"),
    (INSURED, STOCK, ONCE, "mut_insured"),
    (JOINED, FLOW, ONCE, "mem_new"),
    (MEMBERS, STOCK, ONCE, "mem_count mem_women"),
    (STAFF, STOCK, ADDED, "staff_covered women_covered units_covered units_covered_disclosing"
     " units_covered_nonpublic units_covered_nonpublic_200 units_covered_nonpublic_scale units_covered_state"),
    (UNIONS, STOCK, ADDED, "org_count"),
)  # fmt: skip


def summed(facts: str, when: str, keys: list[str]) -> str:
    """Node, period and cells of facts that may be added: first by union and day, so the tree is asked once for each."""
    days = "f.day" if when is FLOW else "f.first, f.last"
    sums = ", ".join(f"SUM(f.{key} * f.met) AS c{n}, SUM(f.{key}) AS d{n}" for n, key in enumerate(keys))
    cells = ", ".join(f"SUM(f.c{n}) AS c{n}, SUM(f.d{n}) AS d{n}" for n in range(len(keys)))
    return (
        f"SELECT s.ancestor_id AS node, p.key AS period, {cells} FROM (SELECT f.org, {days}, {sums} FROM {facts}"
        f" GROUP BY f.org, {days}) f JOIN tally_period p ON {when} {spans(when)} GROUP BY s.ancestor_id, p.key"
    )


def told_apart(facts: str, when: str, keys: list[str]) -> str:
    """Node, period and cells in which a subject counts once under every node."""
    cells = ", ".join(
        f"COUNT(DISTINCT CASE WHEN f.{key} = 1 AND f.met = 1 THEN f.subject END) AS c{n},"
        f" COUNT(DISTINCT CASE WHEN f.{key} = 1 THEN f.subject END) AS d{n}"
        for n, key in enumerate(keys)
    )
    return (
        f"SELECT s.ancestor_id AS node, p.key AS period, {cells} FROM {facts}"
        f" JOIN tally_period p ON {when} {spans(when)} GROUP BY s.ancestor_id, p.key"
    )


def spans(when: str) -> str:
    day = "p.last_on" if when is STOCK else "f.day"
    return f"JOIN tree_orgspan s ON s.org_id = f.org AND s.valid_from <= {day} AND s.valid_to > {day}"


def wide(facts: str, when: str, manner: str, keys: list[str]) -> str:
    if manner is ADDED:
        return summed(f"({facts}) f", when, keys)
    # whoever is there once may be added as well: only the rest are told apart
    met = "f LEFT JOIN twice t ON t.subject = f.subject WHERE t.subject IS NULL"
    cells = ", ".join(f"SUM({name}{n}) AS {name}{n}" for n in range(len(keys)) for name in "cd")
    return (
        f"WITH f AS MATERIALIZED ({facts}),"
        " twice AS MATERIALIZED (SELECT subject FROM f GROUP BY subject HAVING COUNT(*) > 1)"
        f" SELECT node, period, {cells} FROM ({summed(met, when, keys)} UNION ALL"
        f" {told_apart('f JOIN twice t ON t.subject = f.subject', when, keys)}) u GROUP BY node, period"
    )


def statement(facts: str, when: str, manner: str, keys: list[str]) -> str:
    """One INSERT for the figures of one register."""
    chosen = {
        name: f"CASE k.n {' '.join(f'WHEN {n} THEN w.{name}{n}' for n in range(len(keys)))} END"
        for name in "cd"
    }
    numbered = " UNION ALL ".join(f"SELECT {n} AS n, '{key}' AS key" for n, key in enumerate(keys))
    return (
        f"INSERT INTO hand SELECT k.key, w.period, w.node, {chosen['c']}, {chosen['d']}"
        f" FROM ({wide(facts, when, manner, keys)}) w"
        f" CROSS JOIN ({numbered}) k WHERE {chosen['d']} <> 0"
    )


def by_hand(cursor: Any) -> None:
    """The table of cells made anew, as the product makes its own anew."""
    cursor.execute("DELETE FROM hand")
    for facts, when, manner, keys in HAND:
        cursor.execute(statement(facts, when, manner, keys.split()))


def difference(cursor: Any) -> int:
    """How many cells of the hand-written figures are not those of the product."""
    keys = ", ".join(f"'{key}'" for *_rest, words in HAND for key in words.split())
    ours = f"SELECT indicator, period, node_id, counted, claimed FROM node_tally WHERE indicator IN ({keys})"
    theirs = "SELECT indicator, period, node, counted, claimed FROM hand"
    found = 0
    for one, other in ((ours, theirs), (theirs, ours)):
        cursor.execute(f"SELECT COUNT(*) FROM ({one} EXCEPT {other}) d")
        found += cursor.fetchone()[0]
    return found


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.site.settings")
    django.setup()
    from django.db import connection, transaction

    from zhijia.tally import engines
    from zhijia.tally import services as tally

    times: dict[str, list[float]] = {"product": [], "hand": [], "duckdb": []}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS hand")
        cursor.execute(
            "CREATE TABLE hand (indicator VARCHAR(60), period VARCHAR(30), node BIGINT, counted BIGINT, claimed BIGINT,"
            " UNIQUE (node, period, indicator))"
        )
        sums = set()
        for _round in range(ROUNDS):
            began = time.perf_counter()
            tally.recount_all()
            times["product"].append(time.perf_counter() - began)
            began = time.perf_counter()
            with transaction.atomic():
                by_hand(cursor)
            times["hand"].append(time.perf_counter() - began)
            began = time.perf_counter()
            sums.add(engines.checksum(engines.duckdb_cells()))
            times["duckdb"].append(time.perf_counter() - began)
        wrong = difference(cursor)
        cursor.execute("SELECT indicator, period, node_id, counted, claimed FROM node_tally")
        sums.add(engines.checksum(tuple(row) for row in cursor.fetchall()))
        cursor.execute("SELECT COUNT(*) FROM hand")
        cells = cursor.fetchone()[0]
        cursor.execute("DROP TABLE hand")
    best = {name: min(some) for name, some in times.items()}
    print(f"full recount on {connection.vendor}, best of {ROUNDS} rounds in turn, {cells:,} cells")
    for name, seconds in best.items():
        print(f"  {name:8} {seconds:7.2f} s   {seconds / best['hand']:.2f} of hand-written")
    print(f"  cells that differ from the hand-written: {wrong}; engines' checksums alike: {len(sums) == 1}")
    return int(wrong > 0 or len(sums) != 1)


if __name__ == "__main__":
    sys.exit(main())
