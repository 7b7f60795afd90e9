"""What cannot be is refused where it stands, twice is done once, and nobody reaches beyond their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import FOUNDED_ON, Cast, credit_code
from tests.directory.changing import (
    DAY,
    address,
    filled,
    members_on,
    previewed,
    verbs,
)
from zhijia.directory.models import Unit
from zhijia.kernel.day import today
from zhijia.registry.services import add
from zhijia.tree.models import Org, Post

pytestmark = pytest.mark.django_db


BAD: list[tuple[str, str, dict[str, Any], str]] = [
    ("hill", "merge", {"into": "hill"}, "into"),
    ("hill", "merge", {"into": "mill"}, "into"),
    ("hill", "merge", {}, "into"),
    ("hill", "merge", {"into": "river", "on": (today() + timedelta(days=1)).isoformat()}, "on"),
    ("hill", "merge", {"into": "river", "on": FOUNDED_ON.isoformat()}, "on"),
    ("hill", "merge", {"into": "river", "on": "31.6."}, "on"),
    ("hill", "merge", {"into": "river", "reason": " "}, "reason"),
    ("hill", "merge", {"into": "river", "members": "end"}, "left_kind"),
    ("hill", "move", {"under": "mill"}, "under"),
    ("hill", "move", {"under": "hill"}, "under"),
    ("hill", "move", {"under": "city"}, "under"),
    ("gas", "close", {}, "into"),
    ("gas", "split", {}, "code_1"),
    ("gas", "split", {"code_1": "YC01", "name_1": "重码", "kind_1": "grassroots"}, "code_1"),
]


@pytest.mark.parametrize(("union", "kind", "values", "field"), BAD)
def test_what_cannot_be_is_refused_where_it_stands(
    cast: Cast, officer: Client, union: str, kind: str, values: dict[str, Any], field: str
) -> None:
    rows = list(Org.objects.order_by("pk").values_list("path", "closed_on"))
    answer = previewed(officer, cast, union, kind, **values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors, answer.context["form"].errors
    assert list(Org.objects.order_by("pk").values_list("path", "closed_on")) == rows


def test_a_second_click_does_nothing_twice(years: Cast, officer: Client) -> None:
    shown = previewed(officer, years, "gas", "merge", into="farm", joint="on")
    sent = filled(years, into="farm", joint="on") | {"seen": shown.context["shown"].seen}
    where = address(years, "gas", "merge")
    assert [officer.post(where, sent).status_code for _ in range(2)] == [302, 302]
    assert members_on(years, "farm", DAY) == 3
    assert verbs(years, "gas").count("merge") == 1


def test_what_was_recorded_meanwhile_is_shown_before_it_is_done(years: Cast, officer: Client) -> None:
    shown = previewed(officer, years, "gas", "merge", into="farm", joint="on")
    Post.objects.create(user=years.users["liu"], org=years.orgs["gas"], role="auditor", valid_from=today())
    sent = filled(years, into="farm", joint="on") | {"seen": shown.context["shown"].seen}
    answer = officer.post(address(years, "gas", "merge"), sent)
    assert answer.status_code == 409 and answer.context["note"]
    assert Org.objects.get(code="YC0102").closed_on is None


def test_officers_change_only_what_stands_below_them(client: Client, cast: Cast) -> None:
    own = cast.login(client, "river.officer")
    assert own.get(address(cast, "gas", "move")).status_code == 200
    assert own.get(address(cast, "river", "move")).status_code == 403
    assert own.get(address(cast, "mill", "move")).status_code == 404
    assert previewed(own, cast, "gas", "merge", into="mill").status_code == 422
    found = own.get(
        reverse("directory:pick", args=[cast.unions["gas"].uid, "merge", "into"]), {"into_typed": "工会"}
    )
    assert "北山纺织厂工会" not in found.content.decode()


def test_a_list_of_a_split_names_every_line_that_fits_nobody(years: Cast, officer: Client) -> None:
    values = {"code_1": "YC0110", "name_1": "新工会", "kind_1": "grassroots", "people_1": "高师傅\n李秀英"}
    answer = previewed(officer, years, "gas", "split", **values)
    assert answer.status_code == 422
    assert "2" in str(answer.context["form"].errors["people_1"])
    assert "李秀英" in answer.content.decode(), "what was typed stays"


def test_a_unit_of_a_list_is_not_split_twice(years: Cast, officer: Client) -> None:
    unit = add(
        Unit.register,
        {
            "org": years.orgs["hill"],
            "name": "北山新店",
            "social_credit_code": credit_code(77),
            "legal_person": True,
        },
        by=years.actor("hill.officer"),
    )
    assert unit.pk
    both = {
        f"{name}_{at}": value
        for at in (1, 2)
        for name, value in (
            ("code", f"YC029{at}"),
            ("name", f"商贸城第{at}工会"),
            ("kind", "joint_grassroots"),
            ("units", "北山日杂商行"),
        )
    }
    answer = previewed(officer, years, "market", "split", **both)
    assert answer.status_code == 422 and "units_2" in answer.context["form"].errors
