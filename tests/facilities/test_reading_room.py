"""Reading rooms: opened once, seen on a photograph, vouched for by a worker of the union."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.cast import FOUNDED_ON, Cast
from zhijia.directory import services as directory
from zhijia.facilities.models import ReadingRoom
from zhijia.facilities.standards import Standard
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tally.queries import figure

pytestmark = pytest.mark.django_db
OPENED_ON = date(2025, 4, 23)
YEAR = Period.year(2025)


def room(cast: Cast, by: str = "gas.officer", org: str = "gas", **values: Any) -> ReadingRoom:
    given = {
        "org": cast.orgs[org],
        "name": "燃气公司职工书屋",
        "address": "临江县滨河路8号办公楼二层",
        "happened_on": OPENED_ON,
        "witness": cast.people["gao"],
        **values,
    }
    return services.add(ReadingRoom.register, given, by=cast.actor(by))


def step(cast: Cast, entry: ReadingRoom, key: str, by: str = "gas.officer", **given: Any) -> ReadingRoom:
    current = ReadingRoom.objects.get(pk=entry.pk)
    return services.move(current, key, by=cast.actor(by), version=current.version, **given)


def settled(cast: Cast, entry: ReadingRoom, *names: str) -> ReadingRoom:
    """The gates as the room evidence sets them."""
    values = {name: timezone.now() for name in names}
    return services.stamp(entry, values, by=cast.actor("city.auditor"), verb="stamp")


def counted(cast: Cast, key: str = "read_new", org: str = "city", period: Period = YEAR) -> tuple[int, int]:
    found = figure(key, cast.orgs[org].pk, period)
    return found.counted, found.claimed


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    before = list(ReadingRoom.objects.order_by("pk").values())
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert list(ReadingRoom.objects.order_by("pk").values()) == before
    return caught.value.messages


def test_a_room_counts_with_photograph_and_witness(cast: Cast) -> None:
    entry = room(cast)
    assert (entry.state, entry.name_key[:2]) == ("open", "ra")
    assert counted(cast) == (0, 1)
    entry = settled(cast, entry, "evidenced_at")
    assert counted(cast) == (0, 1)
    settled(cast, entry, "confirmed_at")
    assert counted(cast) == counted(cast, org="gas") == (1, 1)
    assert counted(cast, org="farm") == (0, 0)
    assert counted(cast, period=Period.month(2025, 3)) == (0, 0)


def test_a_planned_room_counts_once_it_opens(cast: Cast) -> None:
    entry = room(cast, in_preparation=True)
    assert entry.state == "planned" and counted(cast) == (0, 0)
    assert "happened_on" in refusal(step, cast, entry, "open")
    entry = step(cast, entry, "open", values={"happened_on": date(2025, 6, 1)})
    assert (entry.state, entry.in_preparation, entry.happened_on) == ("open", False, date(2025, 6, 1))
    assert counted(cast) == (0, 1)
    entry = step(cast, entry, "set_back", reason="消防验收未过")
    assert entry.in_preparation and counted(cast) == (0, 0)


def test_every_state_is_reached_by_some_step() -> None:
    flow = ReadingRoom.register.flow
    reached = {flow.start}
    for _ in flow.moves:
        reached |= {move.target for move in flow.moves if reached & set(move.source)}
    assert reached == set(flow.states)


def test_a_closed_room_was_still_opened_but_is_no_longer_there(cast: Cast) -> None:
    entry = settled(cast, room(cast), "evidenced_at", "confirmed_at")
    closing = date(2025, 8, 1)
    assert "closed_on" in refusal(step, cast, entry, "close", reason="搬迁")
    assert refusal(step, cast, entry, "close", reason="搬迁", values={"closed_on": OPENED_ON})
    entry = step(cast, entry, "close", reason="搬迁", values={"closed_on": closing})
    assert counted(cast) == (1, 1)
    days = [Period.day(day) for day in (OPENED_ON, closing - timedelta(days=1), closing)]
    assert [counted(cast, "read_open", period=day)[0] for day in days] == [1, 1, 0]
    entry = step(cast, entry, "reopen", reason="搬迁完成")
    assert entry.closed_on is None and counted(cast, "read_open", period=days[2])[0] == 1
    assert counted(cast) == (1, 1), "opened again is not new"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "燃气公司 职工书屋", "address": "别处"}, "name"),
        ({"name": "别的书屋", "address": "临江县滨河路８号 办公楼二层"}, "address"),
        ({"name": "燃气公司职工书屋", "address": "别处"}, ""),
    ],
)
def test_one_room_is_one_entry(cast: Cast, values: dict[str, Any], field: str) -> None:
    entry = room(cast)
    step(cast, entry, "close", reason="搬迁", values={"closed_on": date(2025, 8, 1)})
    assert field in refusal(room, cast, **values)
    assert room(cast, by="river.officer", org="river").pk, "another union may have one of the name"


def test_two_writers_at_once_leave_one_room(cast: Cast) -> None:
    entry = room(cast)
    for name in ("name", "address"):
        twin = ReadingRoom(org=entry.org, name="甲", address="乙", happened_on=OPENED_ON)
        setattr(twin, name, getattr(entry, name))
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()


def test_a_witness_is_a_worker_of_the_union(cast: Cast) -> None:
    (said,) = refusal(room, cast, by="city.officer", witness=cast.people["li"])["witness"]
    assert cast.people["li"].name in said
    assert "witness" in refusal(room, cast, witness=cast.people["li"]), "out of sight"
    by = cast.actor("city.officer")
    directory.leave(cast.memberships["li"], on=date(2025, 2, 1), kind="left_job", by=by, reason="补记")
    directory.join(cast.people["li"], union=cast.orgs["gas"], on=date(2025, 2, 1), by=by, kind="returned")
    assert room(cast, witness=cast.people["li"]).pk, "on file elsewhere, a member here"


def test_nobody_vouches_for_their_own_entry(cast: Cast) -> None:
    directory.give_account(cast.people["gao"], cast.users["gas.officer"], by=cast.actor("river.officer"))
    gao = type(cast.people["gao"]).objects.get(pk=cast.people["gao"].pk)
    assert "witness" in refusal(room, cast, witness=gao)
    entry = room(cast, witness=cast.people["wang"])
    by = cast.actor("river.officer")
    messages = refusal(services.change, entry, {"witness": gao}, by=by, version=entry.version)
    assert "witness" in messages, "not by the detour of a later change either"


def test_a_room_may_be_saved_before_a_witness_is_found(cast: Cast) -> None:
    assert room(cast, witness=None).witness is None


def test_a_national_room_has_what_the_federation_asks_for(cast: Cast, settings: Any) -> None:
    named = {"graded_on": OPENED_ON, "graded_by": "云川市总工会", "grade_document": "云工发〔2025〕9号"}
    enough = named | {"grade": "national", "volumes": 3000, "has_digital_platform": True, "keeper": "高师傅"}

    def graded(**values: Any) -> ReadingRoom:
        return room(cast, by="river.officer", **enough | values)

    (said,) = refusal(graded, volumes=2999)["volumes"]
    assert "3000" in said and "2999" in said
    assert "has_digital_platform" in refusal(graded, has_digital_platform=False)
    assert "keeper" in refusal(graded, keeper=" ")
    assert graded().pk
    settings.READING_ROOM_STANDARDS = {"municipal": Standard(seats=20, area_m2=50)}
    other = {"name": "甲", "address": "乙", "grade": "municipal"}
    assert "seats" in refusal(graded, **other)
    assert "area_m2" in refusal(graded, **other, seats=20)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"seats": 0}, "seats"),
        ({"area_m2": 0}, "area_m2"),
        ({"volumes": -1}, "volumes"),
        ({"name": "\u200b"}, "name"),
        ({"address": " "}, "address"),
        ({"happened_on": today() + timedelta(days=1)}, "happened_on"),
        ({"happened_on": FOUNDED_ON - timedelta(days=1)}, "happened_on"),
        ({"grade": "galactic"}, "grade"),
    ],
)
def test_a_room_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in refusal(room, cast, **values)


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("gas.officer", True),
        ("gas.chair", True),
        ("river.leader", True),
        ("hill.officer", False),
        ("farm.officer", False),
        ("gas.finance", False),
        ("stranger", False),
        ("wang", True),
    ],
)
def test_a_room_is_seen_by_officers_and_its_witness(cast: Cast, key: str, sees: bool) -> None:
    room(cast, witness=cast.people["wang"])
    assert ReadingRoom.register.visible(cast.actor(key)).exists() is sees


def test_only_officers_of_the_union_or_above_record_and_move_rooms(cast: Cast) -> None:
    for by in ("gas.chair", "farm.officer", "river.leader"):
        with pytest.raises(Forbidden):
            room(cast, by=by)
    entry = room(cast)
    with pytest.raises(Forbidden):
        step(cast, entry, "close", by="gas.chair", reason="试", values={"closed_on": date(2025, 8, 1)})


def test_the_form_is_short_enough_for_a_telephone(cast: Cast) -> None:
    form = ReadingRoom.register.form_class
    actor = cast.actor("gas.officer")
    assert "closed_on" not in form(ReadingRoom.register, actor).fields
    required = {name for name, field in form(ReadingRoom.register, actor).fields.items() if field.required}
    assert required == {"org", "name", "address", "happened_on"}
