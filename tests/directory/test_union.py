"""Founding, renaming and closing unions; what a sheet must not say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import FOUNDED_ON, JOINED_ON, NO_NUMBER, Cast, credit_code
from zhijia.directory import services
from zhijia.directory.models import Person, Union
from zhijia.directory.registers.union.rules import BELOW, LEVEL
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.registry.services import add, change, remove
from zhijia.tally.queries import figure
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org, Post
from zhijia.tree.services import found

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 1)


def founded(cast: Cast, by: str = "river.officer", **values: Any) -> Union:
    given = {
        "code": "YC0109",
        "name": "临江新区物流园联合工会",
        "kind": OrgKind.JOINT_GRASSROOTS,
        "approved_by": cast.orgs["river"],
        "founded_on": DAY,
        **values,
    }
    return services.found_union(given, by=cast.actor(by))


def refusal(cast: Cast, **values: Any) -> dict[str, list[Any]]:
    before = Union.objects.count(), Org.objects.count()
    with pytest.raises(Refused) as caught:
        founded(cast, **values)
    assert (Union.objects.count(), Org.objects.count()) == before, "neither sheet nor organisation is left"
    return caught.value.messages


def test_a_union_is_founded_with_its_place_in_the_tree(cast: Cast) -> None:
    union = founded(cast)
    org = Org.objects.get(code="YC0109")
    assert union.org == org and union.path == org.path and org.path.startswith(cast.orgs["river"].path)
    assert (org.name, org.kind, org.opened_on, org.parent) == (
        union.name,
        union.kind,
        DAY,
        cast.orgs["river"],
    )


def test_new_and_standing_unions_are_counted(cast: Cast) -> None:
    founded(cast)
    river, city = cast.orgs["river"].pk, cast.orgs["city"].pk
    assert figure("org_count", river, Period.day(DAY - timedelta(days=1))).counted == 3
    assert figure("org_count", river, Period.day(DAY)).counted == 4
    assert figure("org_count", city, Period.day(DAY)).counted == 6
    assert figure("org_new", city, Period.year(2025)).counted == 1
    founded(cast, code="YC0110", name="临江餐饮行业工会联合会", kind=OrgKind.SECTOR_FEDERATION)
    assert figure("org_new", city, Period.year(2025)).counted == 1, "a federation is no grassroots union"
    assert figure("org_federation_new", city, Period.year(2025)).claimed == 1


@pytest.mark.parametrize("by", ["hill.officer", "gas.officer", "river.leader", "stranger", "gas.chair"])
def test_only_officers_of_the_leading_union_or_above_found_one(cast: Cast, by: str) -> None:
    orgs = Org.objects.count()
    with pytest.raises(Forbidden):
        founded(cast, by=by)
    assert Org.objects.count() == orgs


def test_a_code_is_given_once_and_never_changes(cast: Cast) -> None:
    assert "code" in refusal(cast, code=cast.unions["gas"].code)
    assert "code" in refusal(cast, code="yc 9")
    with pytest.raises(Refused) as caught:
        change(cast.unions["gas"], {"code": "YC0199"}, by=cast.actor("river.officer"), version=1)
    assert "code" in caught.value.messages


def test_a_code_of_an_organisation_elsewhere_cannot_be_taken_over(cast: Cast) -> None:
    found(
        code="YC0299", name="北山茶厂工会", kind="grassroots", parent=cast.orgs["hill"], opened_on=FOUNDED_ON
    )
    assert "code" in refusal(cast, code="YC0299", kind=OrgKind.GRASSROOTS, founded_on=FOUNDED_ON)
    union = founded(
        cast,
        by="hill.officer",
        code="YC0299",
        name="北山茶业工会",
        kind="grassroots",
        approved_by=cast.orgs["hill"],
        founded_on=FOUNDED_ON,
    )
    assert union.org.name == "北山茶业工会"


def test_a_new_name_reaches_the_tree(cast: Cast) -> None:
    gas = cast.unions["gas"]
    changed = change(gas, {"name": "临江燃气集团工会"}, by=cast.actor("gas.officer"), version=gas.version)
    org = Org.objects.get(pk=gas.org_id)
    assert (org.name, org.name_key) == ("临江燃气集团工会", changed.name_key)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": OrgKind.BRANCH}, "kind"),
        ({"kind": OrgKind.COUNTY}, "kind"),
        ({"kind": OrgKind.MUNICIPAL}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        ({"founded_on": FOUNDED_ON - timedelta(days=1)}, "founded_on"),
        ({"founded_on": today() + timedelta(days=2)}, "founded_on"),
        ({"name": " \u200b"}, "name"),
        ({"approved_by": None}, "org"),
        ({"elected_on": DAY}, "term_years"),
        ({"elected_on": DAY - timedelta(days=1), "term_years": 5}, "elected_on"),
        ({"elected_on": DAY, "term_years": 4}, "term_years"),
        ({"kind": OrgKind.SECTOR_FEDERATION, "elected_on": DAY, "term_years": 3}, "term_years"),
        ({"legal_certificate": "工法证字第1号"}, "legal_certified_on"),
        ({"legal_certified_on": DAY}, "legal_certificate"),
        ({"social_credit_code": "81990101MA0000001A"}, "social_credit_code"),
        ({"social_credit_code": "8199"}, "social_credit_code"),
        ({"phone": "123"}, "phone"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in refusal(cast, **values)


def test_a_branch_stands_inside_a_grassroots_union(cast: Cast) -> None:
    union = founded(
        cast,
        by="gas.officer",
        code="YC010201",
        name="抢修队分会",
        kind=OrgKind.BRANCH,
        approved_by=cast.orgs["gas"],
    )
    assert union.path.startswith(cast.orgs["gas"].path)
    assert set(LEVEL) == set(OrgKind) and set(BELOW) < set(OrgKind), "every kind has its level"


def test_one_social_credit_code_names_one_union(cast: Cast) -> None:
    code = credit_code(5, kind="81")
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())
    assert founded(cast, social_credit_code=full_width).social_credit_code == code
    with pytest.raises(Refused):
        founded(cast, code="YC0110", name="另一个", social_credit_code=code)


def test_from_25_members_on_a_committee_is_asked_for(cast: Cast) -> None:
    by, gas = cast.actor("gas.officer"), cast.unions["gas"]
    for number in range(23):
        values = {"org": gas.org, "name": f"工人{number}", **NO_NUMBER}
        person = add(Person.register, values, by=by)
        if number < 22:
            services.join(person, union=gas.org, on=JOINED_ON, by=by)
    gas = change(gas, {"chair_name": "杨建国"}, by=by, version=gas.version)
    services.join(person, union=gas.org, on=JOINED_ON, by=by)
    with pytest.raises(Refused) as caught:
        change(gas, {"chair_name": "杨国"}, by=by, version=gas.version)
    (said,) = caught.value.messages["elected_on"]
    assert "25" in said and "11" in said, "the number and the article"
    values = {"elected_on": date(2025, 1, 8), "term_years": 3}
    assert change(gas, values, by=by, version=gas.version).term_years == 3


def test_a_union_is_closed_from_above_after_its_people_have_moved(cast: Cast) -> None:
    site, day = cast.unions["site"], date(2025, 9, 1)
    river = cast.actor("river.officer")
    with pytest.raises(Forbidden):
        services.close_union(site, on=day, by=cast.actor("liu"), reason="完工")
    for ready in (False, True):
        if ready:
            services.transfer(cast.memberships["chen"], to=cast.orgs["gas"], on=day, by=river, reason="完工")
            coverage = cast.units["builder"].coverages.get()
            change(coverage, {"valid_to": day}, by=river, version=1)
        else:
            with pytest.raises(Refused):
                services.close_union(site, on=day, by=river, reason="完工")
    with pytest.raises(Refused):
        services.close_union(site, on=day, by=river, reason=" ")
    closed = services.close_union(site, on=day, by=river, reason="完工")
    assert closed.version == site.version + 1
    assert Org.objects.get(pk=site.org_id).closed_on == day
    assert figure("org_count", cast.orgs["river"].pk, Period.day(day)).counted == 2
    assert figure("org_count", cast.orgs["river"].pk, Period.day(day - timedelta(days=1))).counted == 3
    assert not Post.objects.filter(org=site.org, valid_to=None).exists()


def test_a_sheet_is_never_removed(cast: Cast) -> None:
    with pytest.raises((Forbidden, NotFound)):
        remove(cast.unions["site"], by=cast.actor("city.officer"), reason="试一试")


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("gas.finance", {"city", "river", "gas"}),
        ("liu", {"city", "river", "site"}),
        ("river.officer", {"city", "river", "farm", "gas", "site"}),
        ("city.leader", {"city", "river", "hill", "farm", "gas", "site", "mill", "market"}),
        ("stranger", set()),
        ("wang", set()),
    ],
)
def test_unions_are_seen_downwards_by_officers_and_upwards_by_posts(
    cast: Cast, key: str, sees: set[str]
) -> None:
    visible = set(Union.register.visible(cast.actor(key)).values_list("pk", flat=True))
    assert visible == {cast.unions[name].pk for name in sees}
