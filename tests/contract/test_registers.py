"""What every register promises, asked of each of them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from tests.cast import Cast
from tests.contract.factories import EXAMPLES, Example
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.cells import text_of
from zhijia.registry.errors import Forbidden, NotFound, Refused, Stale
from zhijia.registry.models import Event, Span
from zhijia.registry.register import Column, Register, registers
from zhijia.tally.queries import facts, figure
from zhijia.tally.sources import INDICATORS, RATIOS, sources
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org, Post

HAN = re.compile(r"[一-鿿]")
#: texts that are the same in every language
ALIKE = {"%"}

every = pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
FLOWING = [one for one in EXAMPLES.values() if one.register.flow is not None]
every_flow = pytest.mark.parametrize("example", FLOWING, ids=lambda one: one.key)


def address(example: Example, page: str, **more: Any) -> str:
    register = example.register
    return reverse(f"registry:{page}", kwargs={"room": register.room, "noun": register.noun, **more})


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
        dated = {"starts_on", "year", "founded_on"}
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


@pytest.mark.django_db
class TestStrangers:
    @every
    def test_they_see_nothing_and_add_nothing(self, cast: Cast, example: Example, client: Any) -> None:
        key = "stranger"
        entry = example.add(cast)
        browser, actor = cast.login(client, key), cast.actor(key)
        assert not example.register.visible(actor).exists()
        absent = browser.get(address(example, "detail", uid=uuid.uuid4()))
        hidden = browser.get(address(example, "detail", uid=entry.uid))
        assert absent.status_code == hidden.status_code == 404
        assert plain(absent) == plain(hidden)
        listed = browser.get(address(example, "list"))
        assert listed.status_code in (200, 404)
        assert str(entry.uid) not in listed.content.decode()
        assert browser.get(address(example, "new")).status_code in (403, 404)
        with pytest.raises((Forbidden, Refused)):
            example.add(cast, 1, by=key)

    @every
    def test_officers_of_another_county_neither_change_nor_remove(
        self, cast: Cast, example: Example, client: Any
    ) -> None:
        entry = example.add(cast)
        browser, actor = cast.login(client, "hill.officer"), cast.actor("hill.officer")
        for name in ("detail", "edit", "remove"):
            assert browser.get(address(example, name, uid=entry.uid)).status_code == 404, name
        with pytest.raises(Forbidden):
            services.change(entry, {}, by=actor, version=entry.version)
        with pytest.raises(Forbidden):
            services.remove(entry, by=actor, reason="录错了")
        with pytest.raises((Forbidden, Refused)):
            example.add(cast, 1, by="hill.officer")

    @every
    def test_a_post_that_has_ended_gives_nothing(self, cast: Cast, example: Example) -> None:
        entry = example.add(cast)
        actor = cast.actor(example.by)
        assert example.register.visible(actor).filter(pk=entry.pk).exists()
        Post.objects.filter(user=cast.users[example.by]).update(valid_to="2025-01-01")
        assert not example.register.visible(cast.actor(example.by)).exists()


def plain(response: Any) -> str:
    """A page without what is different in every answer."""
    text = response.content.decode()
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "UID", text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    text = re.sub(r"csrf[^\s>]*\"[^\"]*\"", "", text, flags=re.IGNORECASE)
    return re.sub(r"\b[0-9a-f]{16}\b|[A-Za-z0-9]{64}", "ID", text)


@pytest.mark.django_db
class TestChoices:
    @every
    def test_unions_offered_are_one_s_own(self, cast: Cast, example: Example) -> None:
        from zhijia.registry.forms import EntryForm

        made = example.register.form_class or EntryForm
        form = made(example.register, cast.actor("river.officer"))
        below = cast.orgs["river"].path
        offered = {
            org.path
            for one in form.fields.values()
            if getattr(one, "queryset", None) is not None and one.queryset.model is Org
            for org in one.queryset
        }
        assert all(path.startswith(below) for path in offered)
        if {"org", "approved_by"} & set(example.register.fields):
            assert offered

    @every
    def test_entries_of_another_county_are_not_found_by_the_picker(
        self, cast: Cast, example: Example, client: Any
    ) -> None:
        browser = cast.login(client, "gas.officer")
        for name, other in example.register.related().items():
            theirs = other.model._default_manager.filter(path__startswith=cast.orgs["hill"].path).first()
            if theirs is None or theirs in other.visible(cast.actor("gas.officer")):
                theirs = EXAMPLES[other.key].add(cast, **hill(cast, other.key), by="city.officer")
            if other.visible(cast.actor("gas.officer")).filter(pk=theirs.pk).exists():
                continue
            found = browser.get(address(example, "pick", name=name), {f"{name}_typed": str(theirs)})
            assert found.status_code == 200
            assert str(theirs.uid) not in found.content.decode()

    @every
    def test_an_entry_of_another_county_sent_by_its_uid_is_as_unknown(
        self, cast: Cast, example: Example
    ) -> None:
        from zhijia.registry.forms import EntryForm

        made = example.register.form_class or EntryForm
        actor = cast.actor("gas.officer")
        for name, other in example.register.related().items():
            theirs = EXAMPLES[other.key].add(cast, 5, **hill(cast, other.key), by="city.officer")
            if other.visible(actor).filter(pk=theirs.pk).exists():
                continue
            form = made(example.register, actor, {name: str(theirs.uid)})
            absent = made(example.register, actor, {name: str(uuid.uuid4())})
            assert [said[:12] for said in form.errors[name]] == [said[:12] for said in absent.errors[name]]
            assert str(theirs) not in str(form.errors)


def hill(cast: Cast, key: str) -> dict[str, Any]:
    """The values that put an example in the other county."""
    return {
        "directory.person": {"org": cast.orgs["mill"], "name": "贺兰山"},
        "directory.unit": {"org": cast.orgs["hill"], "name": "北山制茶厂"},
        "plans.plan": {"org": cast.orgs["hill"], "title": "北山县总工会工作安排"},
    }[key]


@pytest.mark.django_db
class TestPages:
    @every
    def test_six_entries_cost_as_many_queries_as_one(self, cast: Cast, example: Example, client: Any) -> None:
        browser = cast.login(client, "city.officer")
        example.add(cast, 0)
        browser.get(address(example, "list"))
        one = self.cost(browser, example)
        for number in range(1, 6):
            example.add(cast, number)
        assert self.cost(browser, example) == one

    def cost(self, browser: Any, example: Example) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address(example, "list")).status_code == 200
        return [one["sql"][:60] for one in queries.captured_queries]

    @every
    def test_list_detail_and_form_open_in_both_languages(
        self, cast: Cast, example: Example, client: Any
    ) -> None:
        entry = example.add(cast)
        browser = cast.login(client, "city.officer")
        titles = []
        for language in ("zh-hans", "en"):
            client.cookies["django_language"] = language
            for url in (
                address(example, "list"),
                address(example, "detail", uid=entry.uid),
                address(example, "new"),
                address(example, "edit", uid=entry.uid),
            ):
                assert browser.get(url, follow=True).status_code == 200, url
            found = re.search(
                r"<title>\s*(.*?)\s*</title>", browser.get(address(example, "list")).content.decode()
            )
            titles.append(found.group(1) if found else "")
        assert HAN.search(titles[0])
        assert titles[0] != titles[1]

    @every
    def test_what_is_sent_by_the_form_is_what_is_stored(
        self, cast: Cast, example: Example, client: Any
    ) -> None:
        entry = example.add(cast)
        browser = cast.login(client, example.by)
        page = browser.get(address(example, "edit", uid=entry.uid))
        form = page.context["form"]
        sent = {name: shown(form, name) for name in form.fields}
        before = type(entry)._default_manager.filter(pk=entry.pk).values().get()
        answer = browser.post(address(example, "edit", uid=entry.uid), sent)
        assert answer.status_code == 302, answer.context and answer.context["form"].errors
        after = type(entry)._default_manager.filter(pk=entry.pk).values().get()
        assert {k: v for k, v in after.items() if k != "version"} == {
            k: v for k, v in before.items() if k != "version"
        }, "saving a form without touching it changes nothing"


def shown(form: Any, name: str) -> str:
    """What a browser sends for a field nobody touched."""
    value = form[name].value()
    if isinstance(value, models.Model):
        return str(value.uid)  # type: ignore[attr-defined]
    return "" if value in (None, False) else str(value)


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


@pytest.mark.django_db
class TestMasks:
    @pytest.mark.parametrize(
        "example", [one for one in EXAMPLES.values() if one.register.levels], ids=lambda e: e.key
    )
    @pytest.mark.parametrize(
        "key", ["gas.chair", "gas.finance", "gas.officer", "river.leader", "river.officer", "city.officer"]
    )
    def test_sensitive_values_are_in_no_page_of_somebody_else(
        self, cast: Cast, example: Example, key: str, client: Any
    ) -> None:
        entry = example.add(cast)
        hidden = {
            name: text_of(example.register, entry, name)
            for name, level in example.register.levels.items()
            if level == "sensitive"
        }
        browser = cast.login(client, key)
        for url in (
            address(example, "list"),
            address(example, "detail", uid=entry.uid),
            address(example, "edit", uid=entry.uid),
        ):
            text = chosen(browser.get(url).content.decode())
            for name, value in hidden.items():
                assert value and value not in text, f"{name} stands on {url}"

    def test_personal_values_are_clear_at_one_s_own_union_and_masked_above(
        self, cast: Cast, client: Any
    ) -> None:
        example = EXAMPLES["directory.person"]
        entry = example.add(cast)
        url = address(example, "detail", uid=entry.uid)
        assert entry.phone in cast.login(client, "gas.officer").get(url).content.decode()
        assert entry.phone not in cast.login(client, "river.officer").get(url).content.decode()

    @pytest.mark.parametrize(
        "example", [one for one in EXAMPLES.values() if one.register.levels], ids=lambda e: e.key
    )
    def test_a_look_needs_a_reason_and_is_written_down(
        self, cast: Cast, example: Example, client: Any
    ) -> None:
        from zhijia.journal.services import who_did

        entry = example.add(cast)
        name = next(name for name, level in example.register.levels.items() if level == "sensitive")
        browser = cast.login(client, "gas.officer")
        url = address(example, "reveal", uid=entry.uid, name=name)
        assert browser.post(url, {"reason": ""}).status_code == 400
        assert not who_did(example.key, entry.uid, "look")
        answer = browser.post(url, {"reason": "核对本人证件"})
        assert answer.content.decode() == text_of(example.register, entry, name)
        assert who_did(example.key, entry.uid, "look") == {cast.users["gas.officer"].pk}
        assert cast.login(client, "hill.officer").post(url, {"reason": "核对本人证件"}).status_code == 404


def chosen(page: str) -> str:
    """A page without the choices nobody has made: a select offers every value, only the chosen one tells."""
    return re.sub(r"<option(?![^>]*selected)[^>]*>[^<]*</option>", "", page)


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


def test_every_role_is_in_some_policy() -> None:
    """A role no register knows of would be a post without work."""
    without = {Role.AUDITOR, Role.ADMINISTRATOR}
    reasons = " ".join(str(register.policy.view.reason) for register in registers())
    for role in Role:
        assert (str(role.label) in reasons) or role in without, role
