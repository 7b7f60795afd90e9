"""What every register promises of its declaration: names, steps, indicators, both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.utils import translation
from django.utils.functional import Promise

from tests.cast import Cast
from tests.contract.every import HAN, every
from tests.contract.factories import EXAMPLES, Example
from zhijia.kernel.period import Period
from zhijia.registry.models import Event, Span
from zhijia.registry.register import Column, registers
from zhijia.tally.queries import facts, figure
from zhijia.tally.sources import INDICATORS, RATIOS, sources
from zhijia.tree.kinds import Role

#: texts that are the same in every language
ALIKE = {"%"}


FLOWING = [one for one in EXAMPLES.values() if one.register.flow is not None]


every_flow = pytest.mark.parametrize("example", FLOWING, ids=lambda one: one.key)


def test_every_register_has_an_example() -> None:
    assert {register.key for register in registers()} == set(EXAMPLES)


def field(model: Any, path: str) -> Any:
    """The last field of a path of relations; FieldDoesNotExist names what is not there."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


class TestNames:
    @every
    def test_every_field_named_exists(self, example: Example) -> None:
        register = example.register
        columns = [name for name in register.columns if not isinstance(name, Column)]
        for name in (*register.fields, *columns, *register.filters, *register.levels, *register.masks):
            assert register.field(name), name
        for path in (*register.search, *register.select, *(one.lstrip("-") for one in register.order)):
            assert path in ("path", "id") or field(register.model, path), path
        for name in (*register.fixed, *register.ahead, *register.masks, *register.natural_keys):
            assert name in (*register.fields, "org"), name
        if register.confirmed_by:
            assert register.field(register.confirmed_by).related_model._meta.label == "directory.Person"
        assert not register.confirmed_state or register.confirmed_state in register.flow.states

    @every
    def test_natural_keys_are_fields_of_what_they_name(self, example: Example) -> None:
        for name, key in example.register.natural_keys.items():
            assert field(example.register.model, f"{name}__{key}")

    @every
    def test_it_is_an_event_a_span_or_has_a_reason_to_be_neither(self, example: Example) -> None:
        model = example.register.model
        dated = {"starts_on", "year", "founded_on", "reply_due_on", "dated_on", "signed_on", "filed_on"}
        timeless = {"directory.person", "directory.unit"}
        assert (
            issubclass(model, Event | Span)
            or example.key in timeless
            or dated & {one.name for one in model._meta.fields}
        )

    def test_a_field_that_does_not_exist_is_noticed(self) -> None:
        with pytest.raises(FieldDoesNotExist):
            field(EXAMPLES["assistance.relief"].register.model, "worker__nickname")


class TestFlow:
    @every_flow
    def test_every_state_is_reached_and_labelled(self, example: Example) -> None:
        flow = example.register.flow
        reached, before = {flow.start}, set()
        starts = {flow.start, *STARTS.get(example.key, ())}
        reached |= starts
        while reached != before:
            before = set(reached)
            reached |= {move.target for move in flow.moves if reached & set(move.source)}
        assert reached == set(flow.states)
        assert all(str(label) for label in flow.states.values())

    @every_flow
    def test_every_step_leads_from_states_to_a_state(self, example: Example) -> None:
        flow = example.register.flow
        keys = [move.key for move in flow.moves]
        assert len(keys) == len(set(keys))
        for move in flow.moves:
            assert {*move.source, move.target} <= set(flow.states), move.key
            assert move.source, move.key
            assert set(move.form) <= set(example.register.fields), move.key
            assert move.apart_from in ("", "add", *keys), move.key
        assert set(flow.closed) <= set(flow.states)
        assert not any(flow.leaving(state) for state in flow.closed), "nothing leaves a closed state"


#: states a new entry may begin in beside the usual one
STARTS = {"facilities.readingroom": ("planned",)}


@pytest.mark.django_db
class TestIndicators:
    @every
    def test_they_are_counted_by_the_database(self, cast: Cast, example: Example) -> None:
        entry = example.add(cast)
        known = {indicator.key for source in sources() for indicator in source.indicators}
        for indicator in example.register.indicators:
            assert indicator.key in known and INDICATORS[indicator.key] is indicator
            found = figure(indicator.key, entry.org_id, Period.year(2025))
            assert 0 <= found.counted <= found.claimed
            rows = list(facts(indicator.key, entry.org_id, Period.year(2025)))
            assert all(row.quantity >= 0 for row in rows)

    def test_every_rate_names_two_indicators(self) -> None:
        for rate in RATIOS.values():
            assert rate.part in INDICATORS and rate.whole in INDICATORS

    def test_every_indicator_says_its_rule(self) -> None:
        for one in (*INDICATORS.values(), *RATIOS.values()):
            assert str(one.label) and str(one.rule) and one.unit and one.names, one.key


def labels(example: Example) -> Iterator[tuple[str, Any]]:
    """(where, label) of everything a register shows."""
    register = example.register
    meta = register.model._meta
    yield "name", meta.verbose_name
    yield "plural", meta.verbose_name_plural
    for name in {*register.fields, "org"}:
        one = register.field(name)
        yield name, one.verbose_name
        yield from ((f"{name}={code}", label) for code, label in one.flatchoices if code)
        if one.help_text:
            yield f"{name} help", one.help_text
    for column in register.columns:
        if isinstance(column, Column):
            yield column.key, column.label
    if register.flow is not None:
        yield from register.flow.states.items()
        yield from ((move.key, move.label) for move in register.flow.moves)
    for indicator in register.indicators:
        yield indicator.key, indicator.label
        yield f"{indicator.key} rule", indicator.rule
    yield "first step", register.first_step
    if register.evidence:
        yield "evidence", register.evidence
    for action in ("view", "add", "change", "remove"):
        yield f"who may {action}", register.policy.rule(action).reason


@every
def test_everything_shown_is_in_chinese_and_in_english(example: Example) -> None:
    wrong = []
    for where, label in labels(example):
        assert isinstance(label, Promise), f"{where} is not translated: {label!r}"
        with translation.override("zh-hans"):
            chinese = str(label)
        with translation.override("en"):
            english = str(label)
        if not HAN.search(chinese) or HAN.search(english) or re.search(r"[A-Za-z]{4}", chinese):
            wrong.append((where, chinese, english))
    assert not wrong


def test_every_role_is_in_some_policy() -> None:
    """A role no register knows of would be a post without work."""
    without = {Role.AUDITOR, Role.ADMINISTRATOR}
    reasons = " ".join(str(register.policy.view.reason) for register in registers())
    for role in Role:
        assert (str(role.label) in reasons) or role in without, role
