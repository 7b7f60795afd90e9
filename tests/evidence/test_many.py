"""Dozens asked and answering at once: the same rows, journal and secrecy as for one, whatever their number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast, id_number
from tests.evidence.conftest import fresh, texts
from zhijia.assistance.models import Relief
from zhijia.directory.models import Person
from zhijia.evidence import services, trail
from zhijia.evidence.everybody import prospect
from zhijia.evidence.models import Request
from zhijia.journal import verify
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.outbox.models import Message
from zhijia.registry import services as registry
from zhijia.registry import stamping
from zhijia.registry.bulk import add_many
from zhijia.registry.errors import Forbidden, NotFound, Refused, Stale
from zhijia.registry.register import register_of
from zhijia.tree.actor import ANONYMOUS, SYSTEM

Browser = Callable[..., Client]


def people(cast: Cast, count: int, *, first: int = 0, phones: bool = True, org: str = "gas") -> list[Person]:
    """Workers of a union, each with a number and, unless said, a mobile telephone."""
    rows = [
        {
            "org": cast.orgs[org],
            "name": f"程众{number}",
            "id_number": id_number(date(1980, 1, 1) + timedelta(days=number), 20),
            "phone": f"137{number:08d}" if phones else "",
        }
        for number in range(first, first + count)
    ]
    add_many(register_of(Person), rows, by=SYSTEM, source="list", source_digest="d")
    hashes = [row["name"] for row in rows]
    return list(Person.objects.filter(name__in=hashes).order_by("id"))


def reliefs(cast: Cast, workers: Sequence[Person], by: str = "gas.officer", **values: Any) -> list[Any]:
    """A paid relief for each of them."""
    given = {
        "kind": "living",
        "reason": "illness",
        "amount": 50_000,
        "happened_on": today() - timedelta(days=9),
        "state": "paid",
        "paid_on": today() - timedelta(days=4),
        "pay_way": "bank",
        **values,
    }
    rows = [{"org": worker.org, "worker": worker, **given} for worker in workers]
    add_many(register_of(Relief), rows, by=cast.actor(by), source="list", source_digest="d")
    return list(Relief.objects.filter(worker__in=workers).select_related("org", "worker").order_by("id"))


def printed(cast: Cast, requests: Sequence[Request]) -> dict[Any, str]:
    """The token on each slip, by the uid of the question."""
    made = services.print_slips([one.uid for one in requests], by=cast.actor("city.auditor"))
    return {slip.request.uid: slip.keys.token for slip in made}


def quiet() -> list[Any]:
    checks = ("evidence", "witness", "rows", "registers", "journal")
    return [problem for problem in verify.problems() if problem.check in checks]


def told_of(row: Request) -> tuple[Any, ...]:
    """What rows and journal say of a question, times, people and hashes left out."""
    apart = {"id", "uid", "entry_uid", "person", "token_hash", "code_hash"}
    columns = {
        f.name: getattr(row, f.attname)
        for f in Request._meta.concrete_fields
        if f.name not in apart and not f.name.endswith("_at")
    }
    acts = [
        (event.kind, event.verb, event.version, event.user_id, sorted(event.after or {}))
        for uid in (row.uid, row.entry_uid)
        for event in JournalEvent.objects.filter(entry_uid=uid).exclude(verb="import").order_by("id")
    ]
    return columns, acts, row.token_hash is None, row.code_hash is None


@pytest.mark.parametrize("channel", ["", "link", "code", "slip", "call"])
def test_one_of_many_is_asked_as_one_alone(cast: Cast, channel: str) -> None:
    alone, *others = reliefs(cast, people(cast, 4))
    by = cast.actor("gas.officer")
    expected = told_of(Request.objects.get(pk=services.ask(alone, by=by, channel=channel).pk))
    asked = services.ask_many(others, by=by, channel=channel)
    assert (len(asked.requests), asked.left) == (3, [])
    for row in asked.requests:
        assert told_of(Request.objects.get(pk=row.pk)) == expected
    keys = Message.objects.values_list("effect_key", "secret", "to_shown")
    by_message = {f"confirmation:{row.uid}" for row in Request.objects.all()}
    assert {key for key, _secret, _to in keys} == (by_message if channel in ("", "link", "code") else set())
    assert all(secret for _key, secret, _to in keys) and quiet() == []


def test_each_message_goes_to_its_own_telephone_and_holds_its_own_key(cast: Cast) -> None:
    found = reliefs(cast, people(cast, 5))
    asked = services.ask_many(found, by=cast.actor("gas.officer"), channel="link")
    tokens = [re.findall(r"/c/([\w-]{16,})/", text)[0] for text in texts()]
    assert len(set(tokens)) == 5
    for row, token in zip(asked.requests, tokens, strict=True):
        done = services.confirm(row.uid, by=ANONYMOUS, channel="link", answer="yes", secret=token)
        assert done.answer == "yes"
    for row in asked.requests[:2]:
        with pytest.raises(NotFound):
            services.confirm(row.uid, by=ANONYMOUS, channel="link", answer="yes", secret="A" * 22)


def test_whoever_cannot_be_asked_is_left_out_with_the_reason(cast: Cast) -> None:
    ready, done, own, weary = reliefs(cast, people(cast, 4))
    (elsewhere,) = reliefs(cast, people(cast, 1, first=50, org="mill"), by="mill.officer")
    (without_phone,) = reliefs(cast, people(cast, 1, first=60, phones=False))
    registry.stamp(done, {"confirmed_at": timezone.now()}, by=SYSTEM, verb="stamp")
    officer = people(cast, 1, first=70)[0]
    registry.stamp(officer, {"user": cast.users["gas.officer"]}, by=SYSTEM, verb="stamp")
    registry.stamp(own.worker, {"phone": officer.phone}, by=SYSTEM, verb="stamp")
    by = cast.actor("gas.officer")
    for _time in range(3):
        services.ask(weary, by=by, channel="slip")
    found = [ready, done, own, weary, elsewhere, without_phone]
    asked = services.ask_many(found, by=by, channel="link")
    assert [row.entry_uid for row in asked.requests] == [ready.uid]
    assert {entry.uid for entry, _why in asked.left} == {one.uid for one in found[1:]}
    assert len({why for _entry, why in asked.left}) == 5
    assert Request.objects.filter(entry_uid=elsewhere.uid).count() == 0


def test_asking_again_voids_the_older_question_of_each(cast: Cast) -> None:
    found = reliefs(cast, people(cast, 3))
    by = cast.actor("gas.officer")
    first = services.ask_many(found, by=by, channel="slip").requests
    tokens = printed(cast, first)
    services.ask_many(found, by=by, channel="slip")
    assert Request.objects.filter(current=True).count() == 3
    assert set(Request.objects.filter(current=False).values_list("uid", flat=True)) == set(tokens)
    for uid, token in tokens.items():
        with pytest.raises(Refused):
            services.confirm(uid, by=ANONYMOUS, channel="slip", answer="yes", secret=token)
    assert quiet() == []


def test_many_answers_take_effect_like_one(cast: Cast) -> None:
    alone, *others = reliefs(cast, people(cast, 4))
    by = cast.actor("gas.officer")
    row = services.ask(alone, by=by, channel="slip")
    services.confirm(
        row.uid, by=ANONYMOUS, channel="slip", answer="yes", secret=printed(cast, [row])[row.uid]
    )
    asked = services.ask_many(others, by=by, channel="slip").requests
    tokens = printed(cast, asked)
    said = [services.Said(uid, secret=token) for uid, token in tokens.items()]
    done = services.confirm_many(said, by=ANONYMOUS, channel="slip")
    expected = told_of(Request.objects.get(pk=row.pk))
    for one in done:
        assert told_of(Request.objects.get(pk=one.pk)) == expected
    for entry in map(fresh, others):
        assert (entry.state, entry.version) == ("received", fresh(alone).version)
        assert entry.confirmed_at == Request.objects.get(entry_uid=entry.uid).answered_at
    assert quiet() == []


def test_answers_of_all_kinds_at_once(cast: Cast) -> None:
    found = reliefs(cast, people(cast, 3))
    asked = services.ask_many(found, by=cast.actor("gas.officer"), channel="slip").requests
    (yes, no, partly), tokens = asked, printed(cast, asked)
    said = [
        services.Said(yes.uid, "yes", tokens[yes.uid]),
        services.Said(no.uid, "no", tokens[no.uid], note="没有收到"),
        services.Said(partly.uid, "partly", tokens[partly.uid], amount_said=10_000),
        services.Said(yes.uid, "no", tokens[yes.uid]),
    ]
    rows = services.confirm_many(said, by=ANONYMOUS, channel="slip")
    assert [row.answer for row in rows] == ["yes", "no", "partly", "yes"]
    assert [entry.confirmed_at is None for entry in map(fresh, found)] == [False, True, True]
    assert Request.objects.get(uid=partly.uid).amount_said == 10_000
    again = services.confirm_many(
        [services.Said(no.uid, "yes", tokens[no.uid])], by=ANONYMOUS, channel="slip"
    )
    assert again[0].answer == "no" and fresh(found[1]).confirmed_at is None
    assert quiet() == []


def test_one_wrong_key_keeps_all_back(cast: Cast) -> None:
    found = reliefs(cast, people(cast, 3))
    asked = services.ask_many(found, by=cast.actor("gas.officer"), channel="slip").requests
    tokens = printed(cast, asked)
    said = [services.Said(uid, secret=token) for uid, token in tokens.items()]
    crossed = [said[0], services.Said(said[1].uid, secret=said[2].secret)]
    with pytest.raises(NotFound):
        services.confirm_many(crossed, by=ANONYMOUS, channel="slip")
    with pytest.raises(NotFound):
        services.confirm_many([services.Said(found[0].uid, secret="x")], by=ANONYMOUS, channel="slip")
    for key in ("gas.officer", "city.auditor"):
        with pytest.raises(Forbidden):
            services.confirm_many(said, by=cast.actor(key), channel="slip")
    assert not any(entry.confirmed_at for entry in map(fresh, found))
    assert not Request.objects.exclude(answer="").exists()


def test_the_number_of_queries_does_not_grow_with_the_list(cast: Cast) -> None:
    by = cast.actor("gas.officer")

    def asked_and_answered(found: list[Any]) -> list[int]:
        counts = []
        with CaptureQueriesContext(
            connection,
        ) as seen:
            asked = services.ask_many(found, by=by, channel="slip").requests
        counts.append(len(seen))
        tokens = {}
        for start in range(0, len(asked), 50):
            tokens |= printed(cast, asked[start : start + 50])
        said = [services.Said(uid, secret=token) for uid, token in tokens.items()]
        with CaptureQueriesContext(connection) as seen:
            services.confirm_many(said, by=ANONYMOUS, channel="slip")
        return [*counts, len(seen)]

    few = asked_and_answered(reliefs(cast, people(cast, 3)))
    many = asked_and_answered(reliefs(cast, people(cast, 120, first=100)))
    # rows go in by lots of the size a database takes at once, not one by one
    assert all(more <= less + 24 for less, more in zip(few, many, strict=True)), (few, many)


def test_a_stamp_on_many_finds_a_newer_version(cast: Cast) -> None:
    found = reliefs(cast, people(cast, 3))
    registry.change(found[1], {"note": "补充"}, by=cast.actor("gas.officer"), version=found[1].version)
    with pytest.raises(Stale):
        stamping.stamp_many(Relief.register, found, {"verified_at": timezone.now()}, by=SYSTEM, verb="verify")
    assert not Relief.objects.filter(verified_at__isnull=False).exists()


def test_who_answered_no_or_was_just_asked_is_not_asked_again(cast: Cast) -> None:
    found = reliefs(cast, people(cast, 4))
    by = cast.actor("gas.officer")
    asked = services.ask_many(found[:3], by=by, channel="slip").requests
    token = printed(cast, asked[:1])[asked[0].uid]
    services.confirm(asked[0].uid, by=ANONYMOUS, channel="slip", answer="no", secret=token)
    old = timezone.now() - timedelta(days=4)
    trail.changed(asked[1], {"asked_at": old}, by=SYSTEM, verb="change")
    seen = prospect(Relief.register, Relief.objects.all(), by)
    assert {one.entry.pk for one in seen.ready} == {found[1].pk, found[3].pk}
    assert len(seen.left) == 2 and sum(seen.left.values()) == 2
