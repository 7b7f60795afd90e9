"""The gallery in a real browser, under the house's own content policy."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browsing import barriers, settle, watched
from tests.ui.conftest import opened

pytestmark = pytest.mark.browser

PAGES = ("/", "/gallery/", "/form/", "/plain/")


@pytest.mark.parametrize(
    ("width", "language"), [(1280, "zh-hans"), (390, "en"), (320, "zh-hans"), (320, "en")]
)
def test_no_page_has_a_serious_barrier_or_scrolls_sideways(
    chrome: Any, address: str, width: int, language: str
) -> None:
    for page in opened(chrome, address, width):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        for where in PAGES:
            page.goto(where)
            assert barriers(page) == [], where


def test_charts_are_drawn_from_data_that_stands_in_the_page(page: Any) -> None:
    page.goto("/")
    page.wait_for_selector("[data-chart] svg")
    assert page.locator("[data-chart] svg").count() == 2
    assert page.locator("[data-chart][role=img]").first.get_attribute("aria-label")
    page.click("main details summary")
    assert page.locator("main details[open] tbody tr").count() == 12


def test_pages_without_charts_do_not_fetch_the_library(page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/form/")
    settle(page)
    assert not [url for url in asked if "echarts" in url]


def test_a_keyboard_reaches_the_content_first(page: Any) -> None:
    page.goto("/gallery/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "zj-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_question_comes_before_a_step_that_cannot_be_taken_back(page: Any) -> None:
    page.goto("/gallery/")
    page.click("text=作废")
    assert "作废后不能恢复" in page.inner_text("#zj-ask")
    page.click("#zj-ask button[value=no]")
    assert page.url.endswith("/gallery/")
    assert not page.locator(".zj-message").count()
    page.click("text=作废")
    page.click("#zj-ask button[value=yes]")
    page.wait_for_selector(".zj-message.zj-tone-good")
    page.wait_for_function("document.getElementById('zj-polite').textContent.includes('完成')")


def test_a_masked_value_is_shown_only_after_a_reason(page: Any) -> None:
    page.goto("/gallery/")
    page.click(".zj-masked-show")
    dialog = page.locator("#zj-reveal")
    dialog.locator("button[type=submit]").click()
    assert page.inner_text(".zj-masked-value") == "4209**********1234"
    dialog.locator("[name=reason]").fill("核对银行账户")
    dialog.locator("button[type=submit]").click()
    page.wait_for_function("document.querySelector('.zj-masked-value').textContent === '420923198807071234'")
    assert not dialog.is_visible()
    assert not page.locator(".zj-masked-show").count()


def test_a_row_opens_like_its_link_and_text_in_it_can_be_marked(page: Any) -> None:
    page.goto("/gallery/")
    page.click("tr[data-href] td:nth-child(2)")
    page.wait_for_url("**/form/")


def test_on_a_phone_rows_are_cards_that_keep_their_meaning(phone: Any) -> None:
    phone.goto("/gallery/")
    cell = phone.locator("tbody td[data-label=工会]").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"工会"'
    assert cell.evaluate("e => getComputedStyle(e).display") == "flex"
    assert cell.get_attribute("role") == "cell"


def test_on_a_phone_the_menu_opens_from_the_bar_below_and_targets_are_large(phone: Any) -> None:
    phone.goto("/form/")
    bar = phone.locator(".zj-tabbar-item")
    assert bar.count() == 5
    for box in [one.bounding_box() for one in bar.all()]:
        assert box["height"] >= 44
        assert box["width"] >= 44
    for control in phone.locator("main button[type=submit], main input[type=text], main select").all():
        assert control.bounding_box()["height"] >= 44
    assert not phone.is_visible("#zj-menu >> text=困难救助")
    bar.last.click()
    phone.wait_for_selector("#zj-menu.show >> text=困难救助")
    phone.keyboard.press("Escape")
    phone.wait_for_selector("#zj-menu:not(.show)", state="attached")


def test_at_the_end_of_a_long_page_nothing_lies_under_the_bars(phone: Any) -> None:
    phone.goto("/gallery/")
    phone.wait_for_selector("[data-chart] svg >> nth=1")
    phone.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    top, foot, bar = (phone.locator(name).bounding_box() for name in (".zj-top", ".zj-foot", ".zj-tabbar"))
    assert top["y"] == 0
    assert foot["y"] + foot["height"] <= bar["y"] + 1


def test_the_switch_of_language_comes_back_to_the_same_page(page: Any) -> None:
    page.goto("/gallery/?q=1")
    page.click(".zj-language button")
    page.wait_for_selector("html[lang=zh-hans]")
    assert page.url.endswith("/gallery/?q=1")
    assert "数字依据" in page.inner_text("main")


def test_on_paper_only_the_page_itself_remains(page: Any) -> None:
    page.goto("/gallery/")
    page.emulate_media(media="print")
    for hidden in (".zj-top", ".zj-side", ".zj-pager", ".zj-head-actions", ".zj-toolbar"):
        assert not page.is_visible(hidden), hidden
    assert page.is_visible(".zj-panel.is-flush .zj-table")


def test_a_part_that_cannot_be_fetched_says_why(page: Any) -> None:
    page.goto("/gallery/")
    page.evaluate("htmx.ajax('GET', '/fail/409/', '#main')")
    page.wait_for_selector(".zj-message.zj-tone-bad")
    assert "Somebody else was faster" in page.inner_text(".zj-message.zj-tone-bad")
    assert page.is_visible("text=构件一览")


def test_what_a_machine_sends_along_is_shown_as_text(page: Any) -> None:
    page.goto("/gallery/")
    page.evaluate("zhijia.show('info', '<img src=x onerror=alert(1)>')")
    assert page.inner_text(".zj-message") == "<img src=x onerror=alert(1)>"


def test_inline_scripts_are_refused_by_the_policy(chrome: Any, address: str) -> None:
    """The other tests ask for a clean console; this one shows that the console would not be silent."""
    context = chrome.new_context(base_url=address)
    page = context.new_page()
    wrong = watched(page, within=address)
    page.goto("/plain/")
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'bad = 1'; document.body.append(s)"
    )
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert page.evaluate("window.bad") is None
    assert len([line for line in wrong if "Content Security Policy" in line]) == 2
    context.close()
