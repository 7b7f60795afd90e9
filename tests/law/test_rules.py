"""The contract of rule packs, and which rule is given."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.checks import Error
from django.utils import translation

from zhijia.kernel.deadline import Limit
from zhijia.law import checks, queries
from zhijia.law.packs import BadPack, read, shipped
from zhijia.law.queries import UnknownRule
from zhijia.law.rules import Rule

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "rule", shipped(), ids=lambda rule: f"{rule.jurisdiction}:{rule.key}:{rule.valid_from}"
)
def test_every_verified_rule_names_its_article(rule: Rule) -> None:
    assert rule.name.zh and rule.name.en and rule.starts.zh and rule.starts.en
    if rule.verified:
        with translation.override("zh-hans"):
            assert rule.citation == f"《{rule.law.zh}》第{rule.article}条"  # type: ignore[union-attr]
        with translation.override("en"):
            assert rule.citation.endswith(f", art. {rule.article}")
    else:
        assert not rule.citation


def test_the_packs_pass_the_check_at_start_up() -> None:
    assert checks.packs_can_be_read() == []
    assert len(shipped()) > 40


def test_a_broken_pack_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise BadPack("x.toml: 'rule' is missing")

    monkeypatch.setattr(checks, "shipped", broken)
    (fault,) = checks.packs_can_be_read()
    assert isinstance(fault, Error) and fault.msg == "x.toml: 'rule' is missing"


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("petition_notify", Limit(15)),
        ("petition_transfer_object", Limit(5, "working_day")),
        ("petition_finish", Limit(60, extension=30)),
        ("arbitration_claim", Limit(1, "year")),
        ("arbitration_award", Limit(45, extension=15)),
        ("arbitration_hearing_notice", Limit(5, before=True)),
        ("layoff_notice", Limit(30, before=True)),
        ("inspection_finish", Limit(60, "working_day", extension=30)),
        ("cb_effective_by_lapse", Limit(15)),
        ("wage_ledger_keep", Limit(3, "year")),
    ],
)
def test_a_limit_of_the_national_pack(key: str, limit: Limit) -> None:
    assert queries.rule(key, on=TODAY).limit == limit


def test_thresholds_of_the_trade_union_law() -> None:
    committee = queries.rule("committee_members", on=TODAY)
    chair = queries.rule("full_time_chair_workers", on=TODAY)
    assert (committee.number, committee.unit, committee.duty, committee.article) == (
        25,
        "member",
        "must",
        "11",
    )
    assert (chair.number, chair.unit, chair.duty, chair.article) == (200, "worker", "may", "14")
    with pytest.raises(ValueError, match="no time limit"):
        _ = chair.limit


def test_a_rule_without_a_number_is_no_limit() -> None:
    with pytest.raises(ValueError, match="no time limit"):
        _ = queries.rule("dismissal_union_reply", on=TODAY).limit


def test_the_rule_of_the_day_is_given() -> None:
    old, new = (queries.rule("petition_finish", on=day) for day in (date(2022, 4, 30), date(2022, 5, 1)))
    assert (old.article, new.article) == ("33", "34")
    with pytest.raises(UnknownRule, match="petition_finish"):
        queries.rule("petition_finish", on=date(2005, 4, 30))


def test_a_province_comes_before_the_nation_and_falls_back_to_it() -> None:
    assert queries.rule("cb_filing", on=TODAY, jurisdiction="cn-33").article == "34"
    assert queries.rule("cb_filing", on=TODAY, jurisdiction="cn-33-01").jurisdiction == "cn-33"
    assert queries.rule("petition_finish", on=TODAY, jurisdiction="cn-33-01").jurisdiction == "cn"


def test_what_was_not_read_is_given_only_as_a_setting() -> None:
    with pytest.raises(UnknownRule) as refusal:
        queries.rule("proposal_reply", on=TODAY)
    assert refusal.value.code == "unverified_rule"
    assert queries.rule("proposal_reply", on=TODAY, unverified=True).number == 30
    with pytest.raises(UnknownRule) as absent:
        queries.rule("no_such_rule", on=TODAY)
    assert absent.value.code == "unknown_rule"


def test_a_list_has_one_rule_for_each_key() -> None:
    national, local = queries.rules(on=TODAY), queries.rules(on=TODAY, jurisdiction="cn-33")
    assert all(rule.verified for rule in [*national, *local])
    assert len({rule.key for rule in local}) == len(local) > len(national)
    assert len(queries.rules(on=TODAY, unverified=True)) > len(national)


def test_a_deadline_starts_under_the_rule_of_its_first_day() -> None:
    deadline = queries.deadline("petition_finish", start=date(2026, 1, 1))
    assert (deadline.due(), deadline.extend().due()) == (date(2026, 3, 2), date(2026, 4, 1))


LAW = """
jurisdiction = "cn-99"
[[law]]
id = "own"
zh = "某条例"
en = "Some Regulations"
valid_from = 2020-01-01
"""
RULE = """
[[rule]]
key = "reply"
law = "own"
article = "5"
name = { zh = "答复", en = "reply" }
starts = { zh = "收到", en = "received" }
number = 10
unit = "day"
verified = true
"""


def test_a_pack_is_read() -> None:
    (rule,) = read(LAW + RULE, file="own.toml")
    assert (rule.jurisdiction, rule.valid_from, rule.valid_to, rule.limit) == (
        "cn-99",
        date(2020, 1, 1),
        None,
        Limit(10),
    )


@pytest.mark.parametrize(
    ("pack", "fault"),
    [
        ("not toml", "own.toml"),
        (RULE, "'jurisdiction' is missing"),
        (LAW, "'rule' is missing"),
        (LAW + RULE + RULE, "two versions of reply are in force on 2020-01-01"),
        (LAW + RULE.replace('unit = "day"', 'unit = "week"'), "reply: no unit is called 'week'"),
        (LAW + RULE.replace("number = 10", "number = 0"), "reply: a number counts from 1"),
        (LAW + RULE.replace("number = 10", "number = 9000"), "reply: a limit is 1 to"),
        (
            LAW + RULE.replace("number = 10", "number = 10\nchoices = [3, 5]"),
            "choices do not hold its number",
        ),
        (LAW + RULE.replace('article = "5"', ""), "a verified rule names law and article"),
        (LAW + RULE.replace('law = "own"', 'law = "other"'), "no law is called 'other'"),
        (LAW + RULE.replace('law = "own"', "").replace("true", "false"), "reply: 'valid_from' is missing"),
        (LAW + RULE.replace('en = "reply"', 'en = ""'), "words are missing in one language"),
        (LAW + RULE.replace(', en = "reply"', ""), "reply: "),
        (LAW + RULE + "valid_to = 2019-01-01", "valid_to is not after valid_from"),
        (LAW + RULE + "valid_to = 2029-01-01T00:00:00", "valid_from and valid_to are dates"),
        (LAW + RULE + 'sense = "about"', "no sense is called 'about'"),
        (LAW + RULE + 'duty = "can"', "no duty is called 'can'"),
        (LAW + RULE + 'colour = "red"', "unknown field 'colour'"),
    ],
)
def test_a_fault_of_a_pack_is_named(pack: str, fault: str) -> None:
    with pytest.raises(BadPack) as refusal:
        read(pack, file="own.toml")
    assert fault in str(refusal.value) and ("own.toml" in str(refusal.value) or "cn-99" in str(refusal.value))


def test_versions_that_follow_each_other_do_not_overlap() -> None:
    later = RULE.replace("number = 10", "number = 15\nvalid_from = 2024-01-01")
    old, new = read(LAW + RULE + "valid_to = 2024-01-01" + later, file="own.toml")
    assert (old.number, new.number) == (10, 15)
