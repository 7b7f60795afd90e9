"""One human on two records: found, told apart, merged with what names them, and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import JOINED_ON, NO_NUMBER, Cast, id_number
from tests.contract.factories import EXAMPLES
from zhijia.directory import services
from zhijia.directory.merging import choices, keys, likeness, pointers
from zhijia.directory.merging.carrying import Changed, confirm, merge
from zhijia.directory.merging.preview import preview
from zhijia.directory.merging.records import Merger
from zhijia.directory.merging.undoing import in_the_way, undo
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import Membership, Person
from zhijia.evidence import services as evidence
from zhijia.journal import verify
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.services import add, change
from zhijia.tally import services as tally
from zhijia.tally.queries import figure
from zhijia.tally.sources import INDICATORS

pytestmark = pytest.mark.django_db
BORN = date(1985, 7, 20)


def twin(cast: Cast, org: str = "gas", **values: Any) -> Person:
    """高师傅 a second time, without the number; at the mill a member too."""
    given = {"org": cast.orgs[org], "name": "高师傅", "birth_on": BORN, "phone": "13800000099"}
    by = cast.actor("city.officer")
    person: Person = add(Person.register, given | NO_NUMBER | values, by=by)
    services.join(person, union=cast.orgs[org], on=date(2025, 2, 1), by=by)
    return person


def wish(cast: Cast, second: Person, **more: Any) -> Wish:
    first = Person.objects.get(pk=cast.people["gao"].pk)
    given = {"keep": "first", "reason": "电话核实是同一人", "answers": choices.preset(first, second)}
    given["stays"] = {one.name: choices.stays(one) for one in choices.overlaps(first, second)}
    return Wish(first, second, **given | more)


def aid(cast: Cast, org: str, worker: Person) -> Any:
    """Relief asked for, journalled like everything."""
    given = {"org": cast.orgs[org], "worker": worker}
    return EXAMPLES["assistance.relief"].add(cast, by=f"{org}.officer", **given)


def sound() -> None:
    tally.refresh()
    assert [one for one in verify.problems() if not one.information] == []
    assert tally.check() == []


def test_every_table_that_names_a_person_can_be_written() -> None:
    assert pointers.unwritten() == []
    assert {"evidence.request.person", "assistance.relief.worker"} <= {one.key for one in pointers.pointers()}


def test_a_pair_is_offered_to_whoever_looks_after_both(cast: Cast) -> None:
    second = twin(cast, "mill")
    (pair,) = likeness.queue(cast.actor("city.officer"))
    assert (pair.first.pk, pair.second.pk, pair.score) == (cast.people["gao"].pk, second.pk, 50)
    for one_side in ("gas.officer", "mill.officer", "river.officer", "hill.officer", "city.leader"):
        assert likeness.queue(cast.actor(one_side)) == []


def test_keys_find_what_no_single_column_tells(cast: Cast) -> None:
    by = cast.actor("city.officer")
    number = cast.people["gao"].id_number
    paper = {"org": cast.orgs["mill"], "name": "高世富", "id_kind": "other", "id_number": number}
    other = add(Person.register, paper, by=by)
    heard = twin(cast, "mill", name="高诗傅", birth_on=None, phone="13800000002")
    here = twin(cast, birth_on=None, phone="13800000055")
    scores = {frozenset((p.first.pk, p.second.pk)): p.score for p in likeness.queue(by)}
    gao = cast.people["gao"].pk
    assert scores[frozenset((gao, other.pk))] == 100
    assert scores[frozenset((gao, heard.pk))] == 42
    assert scores[frozenset((gao, here.pk))] == 42


def test_two_cards_are_two_people(cast: Cast) -> None:
    second = twin(cast, id_number=id_number(BORN, 7), no_id_reason="", phone="13800000002")
    assert likeness.queue(cast.actor("city.officer")) == []
    with pytest.raises(Refused, match="居民身份证号码不同"):
        merge(wish(cast, second), by=cast.actor("city.officer"))


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        ("高师傅", "高帅傅", True),
        ("高师", "高帅", False),
        ("高师傅", "高傅", True),
        ("阿依古丽", "阿依努尔", False),
    ],
)
def test_one_character_makes_a_difference(left: str, right: str, near: bool) -> None:
    assert likeness.near(left, right) is likeness.near(right, left) is near


def test_merged_and_taken_back_to_the_last_entry(cast: Cast) -> None:
    by = cast.actor("city.officer")
    second = twin(cast, "mill")
    given = aid(cast, "mill", second)
    city = cast.orgs["city"].pk
    tally.refresh()
    members = figure("mem_count", city, Period.day(today())).counted
    done_wish = wish(cast, second, answers={**wish(cast, second).answers, "phone": "second"})
    shown = preview(done_wish, by=by)
    assert {
        (one.place, one.change) for one in shown.effects if one.label == INDICATORS["mem_count"].label
    } >= {("云川市总工会", -1)}
    done = confirm(done_wish, seen=shown.seen, by=by)
    kept = Person.objects.get(pk=cast.people["gao"].pk)
    assert (kept.phone, kept.birth_on) == ("13800000099", BORN)
    assert not Person.objects.filter(pk=second.pk).exists()
    given.refresh_from_db()
    assert given.worker_id == kept.pk
    assert figure("mem_count", city, Period.day(today())).counted == members - 1
    sound()
    back = undo(done, by=by, reason="核实是两个人")
    assert (back.pk, back.uid, back.phone) == (second.pk, second.uid, "13800000099")
    assert Person.objects.get(pk=kept.pk).phone == "13800000002"
    given.refresh_from_db()
    assert given.worker_id == second.pk
    rows = Membership.objects.filter(person=second).values_list("org", "valid_from", "valid_to")
    assert list(rows) == [(cast.orgs["mill"].pk, date(2025, 2, 1), None)]
    assert figure("mem_count", city, Period.day(today())).counted == members
    sound()


def test_what_lies_outside_of_the_membership_that_stays_is_kept(cast: Cast) -> None:
    second = twin(cast, "mill")
    held = choices.overlaps(cast.people["gao"], second)[0]
    done = merge(wish(cast, second, stays={held.name: "second"}), by=cast.actor("city.officer"))
    rows = Membership.objects.filter(person=cast.people["gao"]).order_by("valid_from")
    assert [(row.org, row.valid_from, row.valid_to) for row in rows] == [
        (cast.orgs["gas"], JOINED_ON, date(2025, 2, 1)),
        (cast.orgs["mill"], date(2025, 2, 1), None),
    ]
    sound()
    undo(done, by=cast.actor("city.officer"), reason="弄错了")
    assert Membership.objects.get(person=cast.people["gao"]).valid_to is None
    sound()


def test_a_number_that_comes_over_is_unique_all_the_time(cast: Cast) -> None:
    second = twin(cast)
    first = Person.objects.get(pk=cast.people["gao"].pk)
    merge(wish(cast, second, keep="second"), by=cast.actor("gas.officer"))
    kept = Person.objects.get(pk=second.pk)
    assert (kept.id_number, kept.id_hash, kept.no_id_reason) == (first.id_number, first.id_hash, "")
    sound()


def test_questions_asked_of_the_one_are_answered_by_the_other(cast: Cast) -> None:
    second = twin(cast, "mill")
    (held,) = choices.overlaps(cast.people["gao"], second)
    evidence.ask(held.second, by=cast.actor("mill.officer"))
    done = merge(wish(cast, second, stays={held.name: "second"}), by=cast.actor("city.officer"))
    (request,) = [
        row
        for pointer, row in pointers.naming(cast.people["gao"])
        if pointer.field == "person" and "request" in pointer.key
    ]
    assert request.entry_uid == held.second.uid
    assert in_the_way(done) == []
    sound()


def test_a_rule_of_another_room_stands_in_the_way_and_is_told(cast: Cast) -> None:
    """The same relief on one day to both: somebody has to settle that first."""
    second = twin(cast)
    aid(cast, "gas", cast.people["gao"])
    aid(cast, "gas", second)
    with pytest.raises(Refused, match="临江燃气公司工会"):
        merge(wish(cast, second), by=cast.actor("city.officer"))
    assert Person.objects.filter(pk=second.pk).exists()


def test_neither_somebody_with_one_side_nor_a_second_click_merges(cast: Cast) -> None:
    second = twin(cast, "mill")
    asked = wish(cast, second)
    with pytest.raises(Forbidden):
        merge(asked, by=cast.actor("mill.officer"))
    seen = preview(asked, by=cast.actor("city.officer")).seen
    confirm(asked, seen=seen, by=cast.actor("city.officer"))
    with pytest.raises(Changed):
        confirm(asked, seen=seen, by=cast.actor("city.officer"))
    assert Merger.objects.count() == 1


def test_what_changed_since_keeps_it_from_being_taken_back(cast: Cast) -> None:
    by = cast.actor("city.officer")
    done = merge(wish(cast, twin(cast, "mill")), by=by)
    kept = Person.objects.get(pk=cast.people["gao"].pk)
    aid(cast, "gas", kept)
    change(kept, {"phone": "13800000077"}, by=by, version=kept.version)
    with pytest.raises(Refused) as refused:
        undo(done, by=by, reason="弄错了")
    assert len(refused.value.messages[""]) == 2
    assert Merger.objects.get().undone_at is None


def test_the_way_through_the_pages(client: Client, cast: Cast) -> None:
    second = twin(cast, "mill")
    gao = cast.people["gao"]
    assert str(second.uid) in cast.login(client, "city.officer").get(reverse("directory:alike")).text
    url = reverse("directory:pair", args=[gao.uid, second.uid])
    page = client.get(url)
    assert gao.id_number not in page.text and gao.phone not in page.text
    sent = {name: box.initial for name, box in page.context["form"].fields.items()}
    assert client.post(url, sent | {"reason": ""}).status_code == 422
    sent["reason"] = "本人到场核对"
    shown = client.post(url, sent)
    assert shown.status_code == 200 and Merger.objects.count() == 0
    sent["seen"] = shown.context["shown"].seen
    first, again = client.post(url, sent), client.post(url, sent)
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    assert client.post(first["Location"], {"reason": "弄错了"}).status_code == 302
    assert Person.objects.filter(pk=second.pk).exists()
    apart = reverse("directory:apart", args=[gao.uid, second.uid])
    client.post(apart, {"reason": "同名的两兄弟"})
    assert likeness.queue(cast.actor("city.officer")) == []
    assert "同名的两兄弟" in client.get(reverse("directory:alike") + "?shown=apart").text
    client.post(apart, {"again": "1"})
    assert len(likeness.queue(cast.actor("city.officer"))) == 1
    sound()


def test_the_queue_asks_as_often_for_one_pair_as_for_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        twin(cast, "mill" if number % 2 else "farm", phone=f"1380000{number:04d}")
    with django_assert_max_num_queries(11):
        assert len(likeness.queue(cast.actor("city.officer"))) == 21
    assert keys.MOST >= 1000
