"""What every register refuses and what it writes once: rules, races, the same entry sent again."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.utils import translation

from tests.cast import Cast
from tests.contract.every import HAN, every
from tests.contract.factories import EXAMPLES, Example
from zhijia.registry import services
from zhijia.registry.errors import NotFound, Refused, Stale
from zhijia.registry.register import Register
from zhijia.registry.writing import plain

REFUSALS = [
    pytest.param(example, rule.__name__, id=f"{example.key}-{rule.__name__}")
    for example in EXAMPLES.values()
    for rule in example.register.refuses
]


@pytest.mark.django_db
class TestRefusals:
    @every
    def test_every_register_has_a_rule_of_its_own(self, example: Example) -> None:
        names = [rule.__name__ for rule in example.register.refuses]
        assert names and set(names) == set(example.refused), "every rule has something that it refuses"

    @pytest.mark.parametrize(("example", "name"), REFUSALS)
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_a_refusal_says_why(
        self, cast: Cast, example: Example, name: str, language: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        raised = watch_rules(example.register, monkeypatch)
        with translation.override(language):
            with pytest.raises(Refused) as caught:
                example.refused[name](cast)
            said = {
                field_name: [str(text) for text in texts]
                for field_name, texts in caught.value.messages.items()
            }
        assert raised == [name], "it is this rule that refuses"
        ((field_name, (text,)),) = said.items()
        assert field_name in (*example.register.fields, "org")
        assert language_of(text) == language and len(text) > 5, text


def language_of(said: str) -> str:
    """The language of a sentence that may quote names and codes."""
    if HAN.search(said) and not re.search(r"[A-Za-z]{4}", said):
        return "zh-hans"
    return "en" if len(re.findall(r"[A-Za-z]{2,}", said)) >= 3 else ""


def watch_rules(register: type[Register], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the rules that raise from now on."""
    raised: list[str] = []

    def watched(rule: Any) -> Any:
        def inner(*args: Any) -> None:
            try:
                rule(*args)
            except Refused:
                raised.append(rule.__name__)
                raise

        return inner

    monkeypatch.setattr(register, "refuses", tuple(watched(rule) for rule in register.refuses))
    return raised


@pytest.mark.django_db
@every
def test_the_loser_of_a_race_is_told(cast: Cast, example: Example) -> None:
    entry = example.add(cast)
    by = cast.actor(example.by)
    services.change(entry, {}, by=by, version=entry.version)
    with pytest.raises(Stale):
        services.change(entry, {}, by=by, version=entry.version)


@pytest.mark.django_db
@every
def test_the_same_uid_sent_again_makes_no_second_entry(cast: Cast, example: Example) -> None:
    uid = uuid.uuid4()
    values = example.values(cast, 0)
    first = services.add(example.register, values, by=cast.actor(example.by), uid=uid)
    count = example.register.model._default_manager.count()
    again = services.add(example.register, values, by=cast.actor(example.by), uid=uid)
    assert again.pk == first.pk and example.register.model._default_manager.count() == count
    with pytest.raises(NotFound):
        services.add(example.register, values, by=cast.actor("hill.officer"), uid=uid)


def test_a_moment_is_the_same_whatever_clock_it_was_read_from() -> None:
    moment = datetime(2026, 5, 1, 23, 30, tzinfo=timezone(timedelta(hours=8)))
    assert plain(moment) == plain(moment.astimezone(UTC)) == "2026-05-01T15:30:00+00:00"
