"""The main job in a real browser: a plan goes in, an officer records on a phone, the worker confirms, it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import Person
from tests.cast import Cast
from tests.evidence.pictures import picture
from tests.plans.test_plans import TEXT
from zhijia.kernel.day import today
from zhijia.outbox.models import Message
from zhijia.plans.models import Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Somebody = Callable[..., Person]


def number(person: Person, label: str) -> str:
    """The figure shown for a target on the present page."""
    card = person.page.locator(".zj-line", has=person.page.get_by_text(label)).first
    return card.locator(".zj-figure-value").first.inner_text()


def test_a_plan_goes_in_and_a_relief_moves_it_by_one(
    cast: Cast, somebody: Somebody, tmp_path: Path, settings: Any
) -> None:
    text = TEXT.replace("2026", str(today().year))
    planner = somebody("city.officer", width=1280)
    planner.go("/plans/read/")
    planner.page.fill("textarea[name=text]", text)
    planner.page.click("main form button[type=submit]")
    planner.look()
    for key in ("read_new", "mem_rate_unionised", "aid_living"):
        target = Plan.objects.get().targets.get(suggested=key)
        card = planner.page.locator(f"#t-{target.uid}")
        card.locator("button[value=confirm]").click()
        card.locator(".zj-tone-good").wait_for()
    planner.page.get_by_role("button", name="印发").click()
    planner.look()
    planner.go("/board/")
    assert number(planner, "生活救助") == "0"

    liu = somebody("liu", width=390)
    liu.go("/")
    liu.tap("a[href*='/r/assistance/relief/new/']")
    liu.look()
    liu.page.fill("input[name=worker_typed]", "陈大")
    liu.page.wait_for_selector("input[type=radio][name=worker]")
    if not liu.page.is_checked("input[type=radio][name=worker]"):
        liu.tap("input[type=radio][name=worker]")
    liu.page.select_option("select[name=reason]", "illness")
    liu.taps += 1
    liu.page.fill("input[name=amount]", "１，２００")
    files = liu.page.locator("input[type=file]").first
    receipt = tmp_path / "receipt.jpg"
    receipt.write_bytes(picture(seed=11))
    files.set_input_files(str(receipt))
    liu.taps += 1
    liu.tap("main form button[type=submit].btn-primary")
    liu.page.wait_for_url(re.compile(r"/$"))
    liu.look()
    assert liu.taps <= 5

    from zhijia.assistance.models import Relief

    relief = Relief.objects.get()
    assert (relief.amount, relief.state) == (120_000, "asked")
    assert relief.evidenced_at is not None

    county = somebody("river.officer", width=1280)
    county.go(f"/r/assistance/relief/{relief.uid}/")
    county.page.get_by_role("button", name="批准", exact=True).click()
    county.look()
    liu.go(f"/r/assistance/relief/{relief.uid}/")
    liu.page.get_by_role("link", name="登记发放").click()
    liu.page.select_option("select[name=pay_way]", "cash")
    liu.page.click("main form button[type=submit]")
    liu.look()
    planner.go("/board/")
    assert number(planner, "生活救助") == "0"

    liu.page.click("form[action$='/ask/'] button[type=submit]")
    liu.look()
    settings.MESSAGES_ROOT = tmp_path / "messages"
    settings.MESSAGES_ROOT.mkdir()
    from zhijia.outbox.delivery import deliver_waiting

    assert Message.objects.count() == 1
    deliver_waiting()
    sent = (settings.MESSAGES_ROOT / "sms.jsonl").read_text()
    token = re.search(r"/c/([^/\"\s]+)/", sent)
    assert token is not None and token[1] not in liu.page.content()
    worker = somebody(width=320)
    worker.go(f"/c/{token[1]}/")
    worker.page.click("button[name=answer][value=yes]")
    worker.look()
    planner.go("/board/")
    assert number(planner, "生活救助") == "1"
    for person in (planner, liu, county, worker):
        assert person.wrong == []


ROLES = ["city.officer", "gas.chair", "city.auditor", "wang"]
SCREENS = [("zh-hans", 390), ("en", 1280)]
#: every role once, screens in turn; every role on every screen in the long lane
LOOKS = [
    pytest.param(key, *screen, marks=[] if (row + column) % 2 == 0 else [pytest.mark.long])
    for row, key in enumerate(ROLES)
    for column, screen in enumerate(SCREENS)
]


@pytest.mark.parametrize(("key", "language", "width"), LOOKS)
def test_each_role_lands_on_a_page_that_reads_well(
    cast: Cast, somebody: Somebody, key: str, language: str, width: int
) -> None:
    cast.users[key].language = language
    cast.users[key].save()
    visitor = somebody(key, width=width, language=language)
    visitor.go("/")
    links = visitor.page.eval_on_selector_all(
        "nav a[href^='/']", "all => [...new Set(all.map(a => a.getAttribute('href')))]"
    )
    for link in [one for one in links if "logout" not in one][:14]:
        visitor.go(link)
        if language == "en":
            assert visitor.page.locator("html").get_attribute("lang") == "en"
    assert visitor.wrong == []
