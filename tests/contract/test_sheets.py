"""What leaves a register as a workbook comes back by upload, and only once."""

from __future__ import annotations

import json
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.contract.factories import EXAMPLES, Example
from zhijia.registry import services
from zhijia.registry.policy import nobody
from zhijia.sheets import read
from zhijia.sheets.workbook import opened

pytestmark = pytest.mark.django_db
every = pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
#: columns that tell of the writing, not of what was written
WRITTEN = {"id", "version", "recorded_at", "recorded_by_id", "words"}


@pytest.fixture(autouse=True)
def opened_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks of one's own are opened without a process each; that one is the matter of tests/sheets."""

    def run(*_command: Any, input: bytes, **_bounds: Any) -> Any:
        return SimpleNamespace(stdout=json.dumps(opened(input)))

    monkeypatch.setattr(read.subprocess, "run", run)


def page(example: Example, name: str, **more: Any) -> str:
    register = example.register
    return reverse(f"sheets:{name}", kwargs={"room": register.room, "noun": register.noun, **more})


def workbook(browser: Any, example: Example) -> bytes:
    """The list as a workbook, protected values in clear where there are any."""
    if any(name in example.register.fields for name in example.register.levels):
        answer = browser.post(page(example, "export_clear"), {"reason": "年度核对"})
    else:
        answer = browser.get(page(example, "export"))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def preview(browser: Any, example: Example, content: bytes) -> Any:
    """The page that shows what an uploaded workbook would do."""
    file = BytesIO(content)
    file.name = "list.xlsx"
    sent = browser.post(page(example, "import"), {"file": file})
    assert sent.status_code == 302, sent.context["form"].errors
    return browser.get(sent["Location"])


def exportable(cast: Cast, example: Example) -> int:
    """How many entries the one who records the example may take out."""
    actor, register = cast.actor(example.by), example.register
    return register.policy.rule("export").filter(actor, register.visible(actor)).count()


@every
def test_an_export_uploaded_again_adds_nothing(cast: Cast, example: Example, client: Any) -> None:
    entry = example.add(cast)
    browser = cast.login(client, example.by)
    rows = example.register.model._default_manager
    count, version = rows.count(), entry.version
    shown = preview(browser, example, workbook(browser, example))
    look = shown.context["look"]
    assert not look.faults and look.known == exportable(cast, example)
    assert look.good == 0
    browser.post(shown.request["PATH_INFO"])
    assert rows.count() == count and rows.get(pk=entry.pk).version == version


REMOVABLE = [one for one in EXAMPLES.values() if one.register.policy.remove is not nobody]


@pytest.mark.parametrize("example", REMOVABLE, ids=lambda one: one.key)
def test_what_was_removed_comes_back_as_it_was(cast: Cast, example: Example, client: Any) -> None:
    entry = example.add(cast)
    actor = cast.actor(example.by)
    if not example.register.policy.remove.test(actor, entry):
        pytest.fail(f"the officer who records {example.key} cannot remove it")
    rows = example.register.model._default_manager
    browser = cast.login(client, example.by)
    content = workbook(browser, example)
    before = rows.filter(pk=entry.pk).values().get()
    services.remove(entry, by=actor, reason="录错了，重新导入")
    shown = preview(browser, example, content)
    assert not shown.context["look"].faults
    assert browser.post(shown.request["PATH_INFO"]).status_code == 302
    after = rows.filter(uid=before["uid"]).values().get()
    assert {k: v for k, v in after.items() if k not in WRITTEN} == {
        k: v for k, v in before.items() if k not in WRITTEN
    }
