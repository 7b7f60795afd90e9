"""What was decided about a wording is offered first when the same wording comes again."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.plans.test_plans import TEXT, of, read
from zhijia.plans import services, wordings
from zhijia.plans.cards import cards
from zhijia.plans.models import Plan, Target, Wording

NEXT = TEXT.replace("2026", "2027").replace("21家", "25家").replace("80%", "82%")


def again(cast: Cast, org: str = "city", by: str = "city.officer") -> Plan:
    return services.read(NEXT, org=cast.orgs[org], by=cast.actor(by))


def reason(cast: Cast, plan: Plan, label: str, by: str = "city.officer") -> str:
    found = cards(plan, list(plan.targets.filter(label=label)), cast.actor(by))
    return found[0].reason


def test_a_correction_is_suggested_first_next_year(cast: Cast) -> None:
    officer = cast.actor("city.officer")
    rate = of(read(cast), "mem_rate_unionised")
    services.confirm(rate, indicator="mem_rate_all", by=officer, version=rate.version)
    found = again(cast).targets.get(label=rate.label)
    assert (found.suggested, found.suggested_by, found.state) == ("mem_rate_all", "remembered", "suggested")
    assert reason(cast, found.plan, rate.label) == "您上次为同样的表述选了它（2026年要点）"
    assert reason(cast, found.plan, rate.label, "city.leader").startswith("云川市总工会吴晓岚上次")


def test_what_was_rejected_is_offered_as_no_target(cast: Cast) -> None:
    aid = of(read(cast), "aid_living")
    services.reject(aid, by=cast.actor("city.officer"), version=aid.version)
    found = again(cast).targets.get(label=aid.label)
    assert (found.suggested, found.suggested_by) == ("", "rejected")
    assert reason(cast, found.plan, aid.label) == "同样的表述您上次认定不是目标（2026年要点）"


def test_a_union_below_is_offered_what_the_one_above_chose_and_its_own_comes_first(cast: Cast) -> None:
    rate = of(read(cast), "mem_rate_unionised")
    services.confirm(rate, indicator="mem_rate_all", by=cast.actor("city.officer"), version=rate.version)
    river = again(cast, "river", "river.officer")
    below = river.targets.get(label=rate.label)
    assert below.suggested == "mem_rate_all"
    services.confirm(
        below, indicator="mem_rate_unionised", by=cast.actor("river.officer"), version=below.version
    )
    known = wordings.decided(cast.orgs["gas"], [(below.label, below.clause)])
    assert [row.indicator for row in known.values()] == ["mem_rate_unionised"]
    beside = wordings.decided(cast.orgs["hill"], [(below.label, below.clause)])
    assert [row.indicator for row in beside.values()] == ["mem_rate_all"], "a neighbour's choice is not seen"


def test_the_newest_decision_holds(cast: Cast) -> None:
    officer = cast.actor("city.officer")
    rate = of(read(cast), "mem_rate_unionised")
    rate = services.confirm(rate, indicator="mem_rate_all", by=officer, version=rate.version)
    services.confirm(rate, indicator="mem_rate_unionised", by=officer, version=rate.version)
    assert Wording.objects.get().indicator == "mem_rate_unionised"


def test_an_indicator_that_is_gone_is_not_offered(cast: Cast) -> None:
    rate = of(read(cast), "mem_rate_unionised")
    services.confirm(rate, indicator="mem_rate_all", by=cast.actor("city.officer"), version=rate.version)
    Wording.objects.update(indicator="no_such_rate")
    found = again(cast).targets.get(label=rate.label)
    assert found.suggested == "mem_rate_unionised" and found.suggested_by != "remembered"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("全市新建职工书屋21家", "全市新建职工书屋1,025家", True),
        ("到2026年底，职工入会率达到80%", "到2027年底,职工入会率达到82.5%", True),
        ("举办两场文艺演出", "举办两场文艺演出。", True),
        ("新增3万名职工参保", "新增三千名职工参保", True),
        ("新建职工书屋21家", "新建职工书屋示范点21家", False),
    ],
)
def test_a_wording_is_the_same_whatever_its_number_and_year(one: str, other: str, same: bool) -> None:
    assert (wordings.normal("", one) == wordings.normal("", other)) is same


def test_a_decision_by_hand_without_text_is_remembered_by_its_label(cast: Cast) -> None:
    from tests.plans.making import plan, target

    target(cast, plan(cast), label="新建职工书屋")
    assert Wording.objects.get().wording == "新建职工书屋"
    assert Target.objects.get().clause == ""
