"""The pages of every register: they open in both languages, cost the same for one entry and six, change nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.contract.every import HAN, address, every
from tests.contract.factories import Example


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


def shown(form: Any, name: str) -> str | list[str]:
    """What a browser sends for a field nobody touched."""
    value = form[name].value()
    if isinstance(value, list):
        return value
    if isinstance(value, models.Model):
        return str(value.uid)  # type: ignore[attr-defined]
    return "" if value in (None, False) else str(value)
