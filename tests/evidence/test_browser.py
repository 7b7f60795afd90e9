"""The pages of this room in a real browser: readable at 320 px, in both languages, and what they need to work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import cast as casting
from tests.browsing import Person, barriers, settle
from tests.cast import Cast
from tests.evidence import pictures
from tests.evidence.conftest import fresh, new_room, token
from zhijia.evidence import services
from zhijia.tally import services as tally

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(chrome: Any, transactional_db: None) -> Cast:
    built = casting.build()
    tally.refresh()
    return built


def fine(person: Person) -> None:
    """No error, nothing wider than the screen, nothing serious for those who do not see it."""
    person.look()
    assert person.wrong == [], person.page.url


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_photo_is_added_and_the_worker_answers_on_the_smallest_phone(
    cast: Cast, somebody: Callable[..., Person], tmp_path: Path, language: str
) -> None:
    room = new_room(cast)
    place = tmp_path / "书屋.jpg"
    place.write_bytes(pictures.photo())
    officer = somebody("gas.officer", language=language)
    officer.page.goto(f"/r/facilities/readingroom/{room.uid}/")
    fine(officer)
    officer.page.set_input_files("input[name=uploads]", str(place))
    officer.page.wait_for_selector(".zj-photo img")
    officer.page.click("form[action$='/attach/'] button[type=submit]")
    officer.page.wait_for_selector(".ev-thumb img")
    fine(officer)
    officer.page.click("form[action$='/ask/'] button[type=submit]")
    settle(officer.page)
    worker = somebody(width=320, language=language)
    worker.page.goto(f"/c/{token()}/")
    fine(worker)
    worker.page.fill("textarea[name=note]", "书架很满")
    worker.page.click("button[value=yes]")
    fine(worker)
    entry = fresh(room)
    assert entry.evidenced_at is not None and entry.confirmed_at is not None
    officer.page.reload()
    assert "书架很满" in officer.page.content()
    fine(officer)


def test_the_pages_around_it_are_readable(cast: Cast, somebody: Callable[..., Person]) -> None:
    room, mill = new_room(cast), new_room(cast, "纺织书屋", union="mill", witness="li")
    data = pictures.photo()
    services.attach(mill, pictures.upload(data), by=cast.actor("mill.officer"))
    twice = services.attach(room, pictures.upload(data), by=cast.actor("gas.officer"))
    services.explain(twice.uid, "两家合办，门牌是同一块。", by=cast.actor("gas.officer"))
    services.ask(room, by=cast.actor("gas.officer"), channel="slip")
    services.ask(mill, by=cast.actor("mill.officer"), channel="call")
    county = somebody("river.officer")
    county.page.goto("/evidence/reused/")
    fine(county)
    county.page.goto(f"/r/facilities/readingroom/{room.uid}/")
    fine(county)
    auditor = somebody("city.auditor")
    auditor.page.goto("/evidence/slips/")
    fine(auditor)
    with auditor.page.context.expect_page() as printed:
        auditor.page.click("form[action$='/print/'] button[type=submit]")
    paper = printed.value
    paper.wait_for_selector(".slip img")
    assert paper.evaluate("document.querySelector('.slip img').naturalWidth") > 100
    assert barriers(paper) == []
    caller = somebody("gas.officer")
    caller.page.goto("/evidence/callbacks/")
    fine(caller)
    caller.page.click("form[action$='/take/'] button[type=submit]")
    caller.page.wait_for_selector("a[href^='tel:']")
    fine(caller)
    anybody = somebody(width=320)
    anybody.page.goto("/c/")
    fine(anybody)
