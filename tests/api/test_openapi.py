"""The description for machines, and a machine that tries everything it promises."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import Cast
from tests.lanes import SEED, draws
from zhijia.api.interface import api
from zhijia.facilities.models import ReadingRoom
from zhijia.registry.register import REGISTERS, registers
from zhijia.registry.services import add
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def in_this_transaction() -> Iterator[None]:
    """Requests that do not close the connection of the test, as Django's own test client does it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def schema(cast: Cast, program: Any) -> dict[str, Any]:
    answer = program("gas.officer").get("/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def test_the_schema_names_every_register_field_and_step(schema: dict[str, Any]) -> None:
    for register in registers():
        base = f"/api/v1/{register.room}/{register.noun}"
        assert set(schema["paths"][base]) == {"get", "post"}
        assert set(schema["paths"][base + "/{uid}"]) == {"get", "patch"}
        for step in register.flow.moves if register.flow else ():
            assert f"{base}/{{uid}}/moves/{step.key}" in schema["paths"]
    named = [call["operationId"] for calls in schema["paths"].values() for call in calls.values()]
    assert len(set(named)) == len(named), "each call has a name of its own"
    new = schema["components"]["schemas"]["AssistanceReliefNew"]
    assert set(new["required"]) == {"org", "worker", "reason", "amount", "happened_on"}
    assert new["additionalProperties"] is False and new["properties"]["kind"]["enum"] == [
        "living",
        "medical",
        "emergency",
    ]


def test_the_schema_speaks_both_languages(schema: dict[str, Any]) -> None:
    new = schema["components"]["schemas"]["AssistanceReliefNew"]["properties"]
    assert "职工" in new["worker"]["title"] and "worker" in new["worker"]["title"]


def test_the_schema_promises_only_filters_there_are(schema: dict[str, Any]) -> None:
    listed = {one["name"] for one in schema["paths"]["/api/v1/assistance/relief"]["get"]["parameters"]}
    assert {"page", "size", "q", "sort", "state", "org"} <= listed and "reason" not in listed


def aim(case: Any, path: str) -> None:
    """Points a made-up request at something there is, so that it gets past the door."""
    wanted = {"key": "read_new"}
    if "{uid}" in path:
        _empty, _api, _v1, room, noun, *_rest = path.split("/")
        entry = REGISTERS[f"{room}.{noun}"].model._default_manager.order_by("pk").first()
        wanted["uid"] = str(entry.uid) if entry else ""
        case.headers["If-Match"] = str(entry.version) if entry else "1"
    for name in case.path_parameters:
        case.path_parameters[name] = wanted.get(name) or case.path_parameters[name]


def attack(program: Any, role: str, operations: int) -> Counter[int]:
    """Sends made-up requests to addresses drawn by the seed; fails on a server's fault and on any broken promise."""
    headers = {"Authorization": f"Bearer {program(role).clear}"}
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers=headers)
    answers: Counter[int] = Counter()
    known = [found.ok() for found in described.get_all_operations()]
    for operation in random.Random(f"{SEED} {role}").sample(known, min(operations, len(known))):

        @settings(max_examples=max(3, draws(1)), phases=[Phase.explicit, Phase.generate])
        @given(case=operation.as_strategy())
        def try_out(case: Any) -> None:
            if answers.total() % 2:
                aim(case, case.operation.path)
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=PROMISES)
            answers[answer.status_code] += 1

        try_out()
    return answers


@pytest.mark.drawn
@pytest.mark.usefixtures("in_this_transaction")
@pytest.mark.parametrize("role", ["gas.officer", "stranger", "city.officer"])
def test_no_made_up_request_breaks_the_house(
    cast: Cast, program: Any, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhijia.api import tokens

    monkeypatch.setattr(tokens, "PER_MINUTE", 10**9)
    room = {
        "org": cast.orgs["gas"],
        "name": "职工书屋",
        "address": "解放路1号",
        "happened_on": date(2026, 3, 2),
    }
    add(ReadingRoom.register, room, by=SYSTEM)
    answers = attack(program, role, min(draws(25), 90))
    assert answers.total() > 60 and len(answers) > 2


def test_the_description_is_made_anew_without_a_register_more_or_less() -> None:
    assert len(api.get_openapi_schema()["paths"]) > len(registers()) * 2
