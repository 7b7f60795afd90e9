"""Joining, transferring, leaving: one membership at a time, and figures that follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import FOUNDED_ON, JOINED_ON, Cast
from zhijia.directory import queries, services
from zhijia.directory.models import Membership, Person
from zhijia.journal import services as journal
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.services import change
from zhijia.tally.queries import figure

pytestmark = pytest.mark.django_db


def counted(cast: Cast, org: str, day: date, key: str = "mem_count") -> int:
    return figure(key, cast.orgs[org].pk, Period.day(day)).counted


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    before = list(Membership.objects.values_list("pk", "valid_to", "version"))
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert list(Membership.objects.values_list("pk", "valid_to", "version")) == before
    return caught.value.messages


def test_members_are_counted_from_the_day_they_join_to_before_they_leave(cast: Cast) -> None:
    assert counted(cast, "gas", JOINED_ON - timedelta(days=1)) == 0
    assert counted(cast, "gas", JOINED_ON) == 2
    last = date(2025, 6, 30)
    services.leave(
        cast.memberships["gao"],
        on=date(2025, 7, 1),
        kind="retired",
        by=cast.actor("gas.officer"),
        reason="补记",
    )
    assert (counted(cast, "gas", last), counted(cast, "gas", date(2025, 7, 1))) == (2, 1)
    assert counted(cast, "city", date(2025, 7, 1)) == 4


def test_a_second_membership_at_the_same_time_is_refused_with_both_spans(cast: Cast) -> None:
    wang = cast.people["wang"]
    by = cast.actor("city.officer")
    (said,) = refusal(services.join, wang, union=cast.orgs["mill"], on=date(2025, 1, 1), by=by)["valid_from"]
    assert "2025-01-01" in said and JOINED_ON.isoformat() in said and cast.orgs["gas"].name in said


def test_the_union_of_another_membership_is_not_named_to_strangers(cast: Cast) -> None:
    li, city, mill = cast.people["li"], cast.actor("city.officer"), cast.actor("mill.officer")
    services.leave(cast.memberships["li"], on=date(2025, 3, 1), kind="left_job", by=city, reason="补记")
    services.join(li, union=cast.orgs["gas"], on=date(2025, 3, 1), by=city, kind="returned")
    (said,) = refusal(services.join, li, union=cast.orgs["mill"], on=date(2025, 4, 1), by=mill)["valid_from"]
    assert cast.orgs["gas"].name not in said and "2025-03-01" in said


def test_the_database_keeps_one_open_membership(cast: Cast) -> None:
    twin = Membership(org=cast.orgs["farm"], person=cast.people["wang"], valid_from=date(2025, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_transfer_ends_one_day_and_begins_the_same_and_the_record_follows(cast: Cast) -> None:
    day = date(2025, 5, 1)
    by = cast.actor("river.officer")
    new = services.transfer(cast.memberships["gao"], to=cast.orgs["farm"], on=day, by=by, reason="调动")
    old = Membership.objects.get(pk=cast.memberships["gao"].pk)
    assert (old.valid_to, old.left_kind) == (day, "transferred")
    assert (new.valid_from, new.join_kind, new.org) == (day, "transferred", cast.orgs["farm"])
    gao = Person.objects.get(pk=cast.people["gao"].pk)
    assert gao.org == cast.orgs["farm"] and gao.path == cast.orgs["farm"].path
    assert queries.membership_on(gao, day) == new
    assert queries.membership_on(gao, day - timedelta(days=1)) == old
    assert (counted(cast, "gas", day), counted(cast, "farm", day), counted(cast, "river", day)) == (1, 2, 4)
    assert figure("mem_new", cast.orgs["river"].pk, Period.year(2025)).counted == 0, (
        "a transfer is no new member"
    )
    assert not Person.register.visible(cast.actor("gas.officer")).filter(pk=gao.pk).exists()


def test_a_transfer_needs_the_right_over_both_unions(cast: Cast) -> None:
    for by in ("gas.officer", "farm.officer", "hill.officer"):
        with pytest.raises(Forbidden):
            services.transfer(
                cast.memberships["gao"], to=cast.orgs["farm"], on=date(2025, 5, 1), by=cast.actor(by)
            )
    assert Membership.objects.get(pk=cast.memberships["gao"].pk).valid_to is None


def test_a_transfer_that_fails_halfway_leaves_nothing(cast: Cast) -> None:
    messages = refusal(
        services.transfer,
        cast.memberships["gao"],
        to=cast.orgs["hill"],
        on=date(2025, 5, 1),
        by=cast.actor("city.officer"),
        reason="调动",
    )
    assert "org" in messages
    assert Person.objects.get(pk=cast.people["gao"].pk).org == cast.orgs["gas"]


def test_leaving_long_ago_needs_a_reason_and_the_reason_is_kept(cast: Cast) -> None:
    held, by = cast.memberships["gao"], cast.actor("gas.officer")
    assert "left_reason" in refusal(services.leave, held, on=date(2025, 1, 1), kind="retired", by=by)
    left = services.leave(held, on=date(2025, 1, 1), kind="retired", by=by, reason="退休手续补办")
    assert left.left_reason == "退休手续补办"
    assert by.user_id in journal.who_did("directory.membership", left.uid, "leave")


def test_leaving_lately_needs_none(cast: Cast) -> None:
    left = services.leave(
        cast.memberships["gao"], on=today() - timedelta(days=3), kind="retired", by=cast.actor("gas.officer")
    )
    assert left.version == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"valid_to": date(2025, 1, 1), "left_reason": "补"}, "left_kind"),
        ({"left_kind": "retired"}, "valid_to"),
        ({"valid_to": date(2099, 1, 1), "left_kind": "retired"}, "valid_to"),
        ({"valid_to": JOINED_ON, "left_kind": "retired", "left_reason": "补"}, "valid_to"),
        ({"valid_from": FOUNDED_ON - timedelta(days=1)}, "valid_from"),
        ({"valid_from": date(1900, 1, 1)}, "valid_from"),
        ({"valid_from": today() + timedelta(days=1)}, "valid_from"),
    ],
)
def test_a_membership_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    held = cast.memberships["gao"]
    messages = refusal(change, held, values, by=cast.actor("gas.officer"), version=held.version)
    assert list(messages) == [field]


def test_federations_have_no_members_of_their_own(cast: Cast) -> None:
    by = cast.actor("city.officer")
    services.leave(cast.memberships["gao"], on=today(), kind="left_job", by=by)
    messages = refusal(
        services.join, cast.people["gao"], union=cast.orgs["city"], on=today(), by=by, kind="new"
    )
    assert "org" in messages


def test_of_two_who_write_at_once_one_is_told(cast: Cast) -> None:
    held, by = cast.memberships["gao"], cast.actor("gas.officer")
    change(held, {"join_kind": "returned"}, by=by, version=1)
    with pytest.raises(Stale):
        services.leave(held, on=today(), kind="retired", by=by)


def test_a_person_out_of_sight_cannot_be_made_a_member(cast: Cast) -> None:
    services.leave(cast.memberships["li"], on=today(), kind="left_job", by=cast.actor("mill.officer"))
    messages = refusal(
        services.join, cast.people["li"], union=cast.orgs["gas"], on=today(), by=cast.actor("gas.officer")
    )
    assert "person" in messages


@pytest.mark.parametrize(
    ("key", "sees"), [("gas.officer", 2), ("wang", 1), ("gas.finance", 0), ("stranger", 0)]
)
def test_memberships_are_seen_by_officers_and_the_person(cast: Cast, key: str, sees: int) -> None:
    assert Membership.register.visible(cast.actor(key)).count() == sees
