"""Commendations and titles: publicised before decided, by a union above, different enterprises counted once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.honours.lists import YEAR, commend, counted, refused, sql, stamped, title, veteran
from zhijia.directory import services as directory
from zhijia.honours.models import Commendation, ModelWorker
from zhijia.kernel.day import frozen
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Forbidden
from zhijia.tally.queries import facts, gates_missing

pytestmark = pytest.mark.django_db
BOTH = ("evidenced_at", "confirmed_at")
ENTERPRISES = """
    SELECT COUNT(DISTINCT unit_id) FROM honours_commendation
    WHERE recipient = 'enterprise' AND evidenced_at IS NOT NULL AND confirmed_at IS NOT NULL
      AND happened_on BETWEEN '2025-01-01' AND '2025-12-31'
"""


@pytest.fixture(autouse=True)
def year_end() -> Any:
    """Commendations come at the end of the year."""
    with frozen(date(2025, 12, 31)):
        yield


def test_an_enterprise_commended_counts_with_decision_and_word(cast: Cast) -> None:
    entry = commend(cast)
    assert counted(cast, "honours_enterprises") == (0, 1)
    (fact,) = facts("honours_enterprises", cast.orgs["gas"].pk, YEAR)
    gates = [gate.key for gate in gates_missing("honours_enterprises", fact.missing)]
    assert gates == ["evidenced", "confirmed"]
    entry = stamped(entry, "evidenced_at")
    assert counted(cast, "honours_enterprises") == (0, 1)
    stamped(entry, "confirmed_at")
    assert counted(cast, "honours_enterprises") == counted(cast, "honours_enterprises", "river") == (1, 0)
    assert counted(cast, "honours_enterprises", "hill") == (0, 0)
    assert counted(cast, "honours_enterprises", period=Period.month(2025, 11)) == (0, 0)


def test_two_awards_of_an_enterprise_are_one_enterprise(cast: Cast) -> None:
    stamped(commend(cast), *BOTH)
    stamped(commend(cast, award="harmonious", title="和谐企业", document_number="云工发〔2025〕41号"), *BOTH)
    stamped(commend(cast, union="mill", by="hill.officer", witness=cast.people["li"]), *BOTH)
    assert counted(cast, "honours_enterprises") == (2, 0) == (sql(ENTERPRISES), 0)


def test_unions_and_other_employers_are_commended_and_are_no_enterprises(cast: Cast) -> None:
    stamped(commend(cast, recipient="union", unit=None, award="model_home"), *BOTH)
    stamped(commend(cast, recipient="employer", award="certificate"), *BOTH)
    assert counted(cast, "honours_enterprises") == (0, 0)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"public_to": date(2025, 12, 1)}, "public_to"),
        ({"public_from": date(2025, 11, 24)}, "public_to"),
        ({"public_to": date(2025, 11, 10)}, "public_to"),
        ({"public_from": date(2025, 12, 5)}, ""),
        ({"recipient": "union"}, "unit"),
        ({"unit": None}, "unit"),
        ({"document_number": ""}, "document_number"),
    ],
)
def test_what_is_no_commendation_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in {"", *refused(commend, cast, **values)}
    assert not Commendation.objects.exists()


def test_the_notice_hangs_as_long_as_the_federation_asks(cast: Cast, settings: Any) -> None:
    settings.HONOURS_PUBLICITY_DAYS = 9
    assert "8" in refused(commend, cast)["public_to"]
    assert commend(cast, public_from=date(2025, 11, 19)).pk


def test_nobody_commends_themselves(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        commend(cast, by="gas.officer")
    entry = commend(cast)
    with pytest.raises(Forbidden):
        services.change(entry, {"title": "全国优秀"}, by=cast.actor("gas.officer"), version=entry.version)
    assert Commendation.register.visible(cast.actor("gas.officer")).exists()
    assert not Commendation.register.visible(cast.actor("farm.officer")).exists()


def test_only_a_covered_enterprise_of_the_union_counts_as_one(cast: Cast) -> None:
    assert "unit" in refused(commend, cast, unit=cast.units["builder"])
    said = refused(commend, cast, union="mill", by="city.officer", unit=cast.units["hotel"])
    assert "unit" in said, "no union covers the hotel"
    by = cast.actor("river.officer")
    directory.unit_facts(cast.units["gas"], on=date(2025, 6, 1), by=by, staff=320, ownership="institution")
    assert "unit" in refused(commend, cast)
    assert commend(cast, recipient="employer").pk
    earlier = {
        "public_from": date(2025, 5, 1),
        "public_to": date(2025, 5, 10),
        "happened_on": date(2025, 5, 20),
    }
    assert commend(cast, award="harmonious", **earlier).pk, "it was an enterprise on that day"


def test_the_same_award_comes_once_a_year(cast: Cast) -> None:
    commend(cast)
    assert "40" in refused(commend, cast, document_number="云工发〔2025〕99号")["award"]
    assert commend(cast, level="county").pk


def test_whoever_saw_the_notice_works_there_and_did_not_record_it(cast: Cast) -> None:
    assert "witness" in refused(commend, cast, by="city.officer", witness=cast.people["li"])
    directory.give_account(cast.people["gao"], cast.users["river.officer"], by=cast.actor("city.officer"))
    gao = type(cast.people["gao"]).objects.get(pk=cast.people["gao"].pk)
    assert "witness" in refused(commend, cast, witness=gao)
    assert commend(cast, witness=cast.people["wang"]).pk


class TestTitles:
    def test_a_title_has_an_age_and_is_given_once(self, cast: Cast) -> None:
        who = veteran(cast, 1)
        assert "1968" in refused(title, cast, who, happened_on=date(1983, 5, 1))["happened_on"]
        title(cast, who)
        assert "2015-04-28" in refused(title, cast, who, document_number="另一文号")["person"]
        assert title(cast, who, level="national").pk and title(cast, who, happened_on=date(2020, 4, 28)).pk

    def test_an_end_has_a_day_and_can_be_undone(self, cast: Cast) -> None:
        entry, by = title(cast, veteran(cast, 1)), cast.actor("gas.officer")
        early = {"values": {"ended_on": date(2001, 1, 1)}}
        assert "ended_on" in refused(services.move, entry, "die", by=by, version=entry.version, **early)
        gone = {"values": {"ended_on": date(2025, 6, 1)}, "reason": "违纪"}
        entry = services.move(entry, "strip", by=by, version=entry.version, **gone)
        assert (entry.state, entry.ended_on) == ("stripped", date(2025, 6, 1))
        entry = services.move(entry, "relist", by=by, version=entry.version, reason="录错了人")
        assert (entry.state, entry.ended_on) == ("listed", None)

    def test_a_title_is_seen_by_its_union_those_above_and_the_person(self, cast: Cast) -> None:
        title(cast, cast.people["wang"])
        keys = ("gas.chair", "city.leader", "wang", "gas.finance", "farm.officer", "hill.officer")
        seen = [key for key in keys if ModelWorker.register.visible(cast.actor(key)).exists()]
        assert seen == ["gas.chair", "city.leader", "wang"]
