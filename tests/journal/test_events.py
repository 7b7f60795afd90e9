"""Writing the journal and reading it: acts, secrets, looks, timelines."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import transaction
from django.utils import translation

from zhijia.journal import digest, queries, seal, services, verify, words
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import frozen
from zhijia.tree import services as tree
from zhijia.tree.actor import SYSTEM, Actor, Seat
from zhijia.tree.models import Org, OrgSpan, User

pytestmark = pytest.mark.django_db
UID = uuid.UUID("01890000-0000-7000-8000-000000000001")
CARD = "420900198001011234"


@pytest.fixture
def liu():
    user = User.objects.create_user("liu", name="刘敏")
    return Actor(
        user_id=user.pk, name="刘敏", seats=(Seat("officer", 1, "0000", "东风县@总工会"),), purpose="核对"
    )


def record(actor, **given):
    act = {"verb": "change", "kind": "test.relief", "uid": UID, "org_id": None, "path": "0000"}
    return services.record(actor, **{**act, "before": {"amount": 100}, "after": {"amount": 200}, **given})


def test_an_act_tells_who_what_and_why(liu):
    event = JournalEvent.objects.get(pk=record(liu, reason=" 金额\u200b写错 ", version=2, row_digest="ab").pk)
    assert (event.user_id, event.user_name, event.seats) == (liu.user_id, "刘敏", "officer@东风县@总工会")
    assert (event.before, event.after) == ({"amount": 100}, {"amount": 200})
    assert (event.reason, event.version, event.purpose) == ("金额写错", 2, "核对")
    assert event.request_id == liu.request_id
    assert digest.of_event(event) == event.digest


@pytest.mark.parametrize("column", digest.EVENT_COLUMNS)
def test_every_column_is_in_the_digest(liu, column):
    event = record(liu, version=1)
    changed = {
        "at": event.at.replace(microsecond=(event.at.microsecond + 1) % 1000000),
        "version": 9,
        "uid": UID,
    }
    setattr(event, column, changed.get(column, 7 if column.endswith("_id") else "x"))
    assert digest.of_event(event) != event.digest


@pytest.mark.parametrize("value", [date(2011, 1, 1), float("nan"), object()])
def test_values_json_cannot_hold_are_refused(liu, value):
    with pytest.raises((TypeError, ValueError)):
        record(liu, after={"amount": value})
    assert not JournalEvent.objects.exists()


def test_sensitive_values_are_written_encrypted(liu):
    event = record(liu, before={"card": None}, after={"card": CARD, "name": "李"}, sensitive={"card"})
    event.refresh_from_db()
    assert CARD not in event.after_text and event.after["name"] == "李"
    assert event.before == {"card": None}
    assert seal.opened(event.after["card"], kind=event.kind, uid=UID, field="card") == CARD


@pytest.mark.parametrize("place", [{"field": "phone"}, {"uid": uuid.uuid4()}, {"kind": "test.other"}])
def test_a_sealed_value_opens_only_in_its_place(liu, place):
    value = seal.sealed(CARD, kind="test.relief", uid=UID, field="card")
    with pytest.raises(seal.Unreadable):
        seal.opened(value, **{"kind": "test.relief", "uid": UID, "field": "card", **place})


@pytest.mark.parametrize("text", ["", "b9:AAAA", "a1:!!", "a1:AAAA", "a1:" + "A" * 60])
def test_a_damaged_value_is_unreadable(text):
    with pytest.raises(seal.Unreadable):
        seal.opened({"sealed": text}, kind="k", uid=UID, field="f")


def test_another_key_opens_nothing(liu, settings):
    value = seal.sealed(CARD, kind="k", uid=UID, field="f")
    settings.SECRET_KEY = "another key of more than thirty-two characters"
    with pytest.raises(seal.Unreadable):
        seal.opened(value, kind="k", uid=UID, field="f")


def test_revealing_takes_a_reason_and_is_an_act(liu):
    event = record(liu, before={"card": "1"}, after={"card": CARD}, sensitive={"card"})
    for empty in ("", "  ", "\u200b"):
        with pytest.raises(services.ReasonNeeded):
            services.reveal(event, "card", by=liu, reason=empty)
    with pytest.raises(KeyError):
        services.reveal(event, "amount", by=liu, reason="核对")
    assert JournalEvent.objects.count() == 1
    assert services.reveal(event, "card", by=liu, reason="核对身份") == ("1", CARD)
    look = JournalEvent.objects.get(verb="look")
    assert (look.entry_uid, look.after, look.reason) == (UID, {"field": "card"}, "核对身份")
    assert CARD not in look.after_text


def test_a_look_is_an_act(liu):
    with pytest.raises(services.ReasonNeeded) as refused:
        services.look(liu, kind="test.relief", uid=UID, field="card", reason="")
    with translation.override("zh-hans"):
        assert str(refused.value) == "请说明查看的理由：查看会留痕。"
    event = services.look(
        liu, kind="test.relief", uid=UID, field="card", reason="慰问核实", org_id=3, path="0001"
    )
    assert (event.verb, event.version, event.org_id, event.path) == ("look", None, 3, "0001")


def test_who_took_a_step_before(liu):
    record(liu, verb="ask")
    record(SYSTEM, verb="ask")
    record(liu, verb="ask", uid=uuid.uuid4(), kind="test.other")
    assert services.who_did("test.relief", UID, "ask") == {liu.user_id}
    assert services.who_did("test.relief", UID, "approve") == set()


def test_many_acts_are_written_in_order_with_few_statements(liu, django_assert_max_num_queries):
    acts = [services.Act("import", "test.relief", uuid.uuid4(), after={"row": row}) for row in range(1200)]
    with django_assert_max_num_queries(30):
        events = services.record_many(liu, acts)
    assert [event.after["row"] for event in JournalEvent.objects.order_by("id")] == list(range(1200))
    assert all(digest.of_event(event) == event.digest for event in events)


def test_an_act_goes_with_its_transaction(liu):
    with pytest.raises(RuntimeError), transaction.atomic():
        record(liu)
        raise RuntimeError
    assert not JournalEvent.objects.exists()


def test_a_timeline_is_newest_first_in_words_and_masked(liu):
    words.describe("test.relief", verbs={"pay": "paid out"}, fields={"amount": "amount"})
    record(liu, verb="add", before=None, after={"amount": 100, "card": CARD, "note": ""}, sensitive={"card"})
    record(liu, verb="pay", before={"amount": 100}, after={"amount": 200}, reason="第二笔")
    record(SYSTEM, verb="remove", before={"amount": 200, "card": CARD}, after=None, sensitive={"card"})
    with translation.override("en"):
        removed, paid, added = queries.timeline("test.relief", UID)
    assert (paid.who, paid.label, paid.reason, paid.seats) == (
        "刘敏",
        "paid out",
        "第二笔",
        (("officer", "东风县@总工会"),),
    )
    assert [(c.label, c.before, c.after) for c in paid.changes] == [("amount", "100", "200")]
    card = next(change for change in added.changes if change.field == "card")
    assert (card.before, card.after, card.masked) == ("", queries.MASK, True)
    assert [change.field for change in added.changes] == ["amount", "card"], (
        "what stayed empty is not a change"
    )
    assert (removed.system, removed.who, removed.label) == (True, "the system", "removed")
    assert [(c.field, c.after) for c in removed.changes] == [("amount", ""), ("card", "")]
    shown = queries.timeline("test.relief", UID, show=lambda field, value: f"{value} 分", limit=2)
    assert len(shown) == 2 and shown[1].changes[0].after == "200 分"


def test_a_field_is_called_as_its_model_calls_it():
    with translation.override("zh-hans"):
        assert words.field_label("tree.org", "opened_on") == "成立日期"
        assert words.field_label("tree.org", "no_such") == "no_such"
        assert words.field_label("no.such", "name") == "name"
        assert words.verb_label("tree.org", "merge") == "并入其他工会"


def test_the_newest_digest_of_each_entry_and_none_of_a_look(liu):
    other = uuid.uuid4()
    record(liu, version=1, row_digest="a")
    record(liu, version=2, row_digest="b")
    record(liu, uid=other, version=1, row_digest="c")
    record(liu, uid=other, version=2, after=None)
    services.look(liu, kind="test.relief", uid=UID, field="card", reason="核实")
    assert queries.newest_digests("test.relief") == {UID: "b", other: ""}


def city():
    return tree.found(code="4200", name="市总", kind="municipal", parent=None, opened_on=date(2005, 1, 1))


def test_changes_of_the_tree_are_journalled_with_actor_and_reason(liu):
    with frozen(date(2011, 7, 1)):
        top = city()
        county = tree.found(
            code="4201", name="县总", kind="county", parent=top, opened_on=date(2006, 1, 1), by=liu
        )
        heir = tree.found(code="4202", name="区总", kind="county", parent=top, opened_on=date(2006, 1, 1))
        tree.merge(county, into=heir, on=date(2011, 6, 1), by=liu, reason="撤县并区")
        tree.relate(heir, above=top, kind="audits", valid_from=date(2011, 1, 1), by=liu)
    merged, founded = queries.timeline("tree.org", county.uid)
    assert (merged.verb, merged.reason, merged.who) == ("merge", "撤县并区", "刘敏")
    after = {change.field: change.after for change in merged.changes}
    assert (after["closed_on"], after["parent"], after["into"]) == ("2011-06-01", "4202", "4202")
    assert founded.verb == "found"
    assert queries.timeline("tree.relation", heir.uid)[0].verb == "relate"
    assert [p for p in verify.problems() if not p.information] == []


def test_changes_of_the_tree_behind_the_journal_are_named():
    with frozen(date(2011, 7, 1)):
        top = city()
        county = tree.found(code="4201", name="县总", kind="county", parent=top, opened_on=date(2006, 1, 1))
    Org.objects.filter(pk=county.pk).update(name="改名", opened_on=date(2004, 1, 1))
    OrgSpan.objects.filter(org=county, ancestor=top).update(valid_from=date(2007, 1, 1))
    Org.objects.create(code="4299", name="私设", kind="county", path="00090001")
    found = [(one.check, one.where, one.what) for one in verify.problems() if not one.information]
    told = [line for line in found if line[0] == "organisations"]
    assert [where for _check, where, _what in told] == ["4201 改名", "4299 私设"]
    assert "name, opened_on" in told[0][2]
    derived = [where for check, where, _what in found if check == "tree"]
    assert derived[0] == "4299 私设" and set(derived[1:]) == {"tree_orgspan"}
