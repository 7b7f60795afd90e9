"""Who sees and changes what, asked of every register: strangers, other counties, choices offered, masks."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from tests.cast import Cast
from tests.contract.every import address, every
from tests.contract.factories import EXAMPLES, Example
from zhijia.registry import services
from zhijia.registry.cells import text_of
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.models import Org, Post


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
        for number, (name, other) in enumerate(example.register.related().items(), 5):
            theirs = EXAMPLES[other.key].add(cast, number, **hill(cast, other.key), by="city.officer")
            if other.visible(actor).filter(pk=theirs.pk).exists():
                continue
            form = made(example.register, actor, {name: str(theirs.uid)})
            absent = made(example.register, actor, {name: str(uuid.uuid4())})
            assert [said[:12] for said in form.errors[name]] == [said[:12] for said in absent.errors[name]]
            assert str(theirs) not in str(form.errors)


def hill(cast: Cast, key: str) -> dict[str, Any]:
    """The values that put an example in the other county."""
    own = EXAMPLES[key].elsewhere
    if own is not None:
        return dict(own(cast))
    return {
        "directory.person": {"org": cast.orgs["mill"], "name": "贺兰山"},
        "directory.unit": {"org": cast.orgs["hill"], "name": "北山制茶厂"},
        "plans.plan": {"org": cast.orgs["hill"], "title": "北山县总工会工作安排"},
    }[key]


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
