"""The gallery in a real browser, under the house's own content policy."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.ui.chromium import watched

pytestmark = pytest.mark.browser

PAGES = ("/", "/gallery/", "/form/", "/plain/")
EXPECTED = re.compile(
    r"Failed to load resource: .*(status of 4\d\d|ERR_INTERNET_DISCONNECTED)|Response Status Error Code 4\d\d"
)


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page 1280 wide that reads English; at its end nothing may have gone wrong on it."""
    yield from opened(browser, address, 1280)


@pytest.fixture
def phone(browser: Any, address: str) -> Iterator[Any]:
    """A page as wide as a small phone."""
    yield from opened(browser, address, 320)


def opened(browser: Any, address: str, width: int) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address)
    context.set_default_timeout(8000)
    context.add_cookies([{"name": "django_language", "value": "en", "url": address}])
    page = context.new_page()
    wrong = watched(page, within=address)
    yield page
    context.close()
    assert [line for line in wrong if not EXPECTED.search(line)] == []


def fill(page: Any) -> None:
    """Everything the form of the gallery needs."""
    page.fill("[name=name]", "王建国")
    page.fill("[name=amount]", "1200")
    page.select_option("[name=cause]", "ill")
    page.check("[name=kind][value=a]")
    page.check("[name=agreed]")


def sent(page: Any) -> int:
    """How many forms the server has accepted from this browser."""
    return int(page.request.get("/sent/").json()["sent"])


def drafts(page: Any) -> dict[str, Any]:
    kept = page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([k]) => k.startsWith('zhijia.draft')))"
    )
    return {key: json.loads(value) for key, value in kept.items()}


@pytest.mark.parametrize(
    ("width", "language"), [(1280, "zh-hans"), (390, "en"), (320, "zh-hans"), (320, "en")]
)
def test_no_page_has_a_serious_barrier_or_scrolls_sideways(
    browser: Any, address: str, width: int, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for page in opened(browser, address, width):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        for where in PAGES:
            page.goto(where, wait_until="networkidle")
            found = Axe().run(page).response["violations"]
            serious = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
            assert serious == [], where
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, where


def test_charts_are_drawn_from_data_that_stands_in_the_page(page: Any) -> None:
    page.goto("/")
    page.wait_for_selector("[data-chart] svg")
    assert page.locator("[data-chart] svg").count() == 2
    assert page.locator("[data-chart][role=img]").first.get_attribute("aria-label")
    page.click("details summary")
    assert page.locator("details[open] tbody tr").count() == 12


def test_pages_without_charts_do_not_fetch_the_library(page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/form/", wait_until="networkidle")
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


def test_a_form_clicked_twice_is_sent_once_and_its_button_works_again_after_going_back(page: Any) -> None:
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.goto("/form/?slow=1")
    fill(page)
    page.evaluate(
        """() => {
            const form = document.querySelector("main form"), button = form.querySelector("[type=submit]");
            button.click();
            setTimeout(() => { button.click(); form.requestSubmit(); }, 150);
        }"""
    )
    page.wait_for_url("**/gallery/")
    assert len(posts) == 1
    assert sent(page) == 1
    page.go_back()
    page.wait_for_selector("main button[type=submit]:not([disabled])")


def test_what_was_typed_comes_back_after_the_page_was_lost(page: Any) -> None:
    page.goto("/form/")
    page.fill("[name=name]", "李秀英")
    page.fill("[name=id_number]", "420923198807071234")
    page.check("[name=ways][value=goods]")
    page.wait_for_timeout(400)
    kept = drafts(page)
    assert len(kept) == 1
    (key,) = kept
    assert "|7|/form/|relief" in key
    assert "420923198807071234" not in json.dumps(kept)
    assert "csrfmiddlewaretoken" not in json.dumps(kept)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert page.input_value("[name=name]") == ""
    page.click(".zj-draft >> text=Restore")
    assert page.input_value("[name=name]") == "李秀英"
    assert page.is_checked("[name=ways][value=goods]")
    assert page.input_value("[name=id_number]") == ""


def test_a_draft_goes_when_the_form_was_saved_and_not_before(page: Any) -> None:
    page.goto("/form/")
    page.fill("[name=name]", "李秀英")
    page.click("main button[type=submit]")
    page.wait_for_selector("[data-errors]")
    assert len(drafts(page)) == 1
    assert not page.locator(".zj-draft").count()
    assert page.input_value("[name=name]") == "李秀英"
    assert page.evaluate("document.activeElement.hasAttribute('data-errors')")
    fill(page)
    page.click("main button[type=submit]")
    page.wait_for_url("**/gallery/")
    assert drafts(page) == {}
    page.goto("/form/")
    assert not page.locator(".zj-draft").count()


def test_a_discarded_or_old_draft_is_gone(page: Any) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/form/")
    page.fill("[name=name]", "李秀英")
    page.wait_for_timeout(400)
    page.reload()
    page.click(".zj-draft >> text=Discard")
    assert drafts(page) == {}
    page.evaluate(
        "localStorage.setItem('zhijia.draft|7|/form/|relief', JSON.stringify({at: 1, values: {name: ['x']}}))"
    )
    page.goto("/form/")
    assert drafts(page) == {}


def test_a_broken_draft_breaks_nothing(page: Any) -> None:
    page.goto("/form/")
    page.evaluate("localStorage.setItem('zhijia.draft|7|/form/|relief', '{broken')")
    page.goto("/form/")
    assert drafts(page) == {}


def test_without_network_nothing_typed_is_lost(page: Any) -> None:
    page.goto("/form/")
    fill(page)
    page.context.set_offline(True)
    page.wait_for_selector("#zj-offline:not([hidden])")
    page.click("main button[type=submit]")
    page.wait_for_selector(".zj-message.zj-tone-warn")
    assert page.input_value("[name=name]") == "王建国"
    assert page.is_enabled("main button[type=submit]")
    page.context.set_offline(False)
    page.wait_for_selector("#zj-offline", state="hidden")
    page.click("main button[type=submit]")
    page.wait_for_url("**/gallery/")
    assert sent(page) == 1


def test_leaving_with_something_typed_is_asked_about(page: Any) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/form/")
    page.click("main >> text=取消")
    page.wait_for_url("**/gallery/")
    assert asked == []
    page.goto("/form/")
    page.type("[name=name]", "李")
    page.click("main >> text=取消")
    page.wait_for_url("**/gallery/")
    assert asked == ["beforeunload"]


def photo(width: int, height: int) -> bytes:
    """A picture that does not compress well, as photos do not."""
    noise = Image.frombytes(
        "RGB", (width // 8, height // 8), random.Random(1).randbytes(width // 8 * (height // 8) * 3)
    )
    target = io.BytesIO()
    noise.resize((width, height)).save(target, "JPEG", quality=97)
    return target.getvalue()


def test_a_photo_is_shown_made_smaller_and_can_be_removed(page: Any) -> None:
    page.goto("/form/")
    large = photo(2400, 1800)
    page.set_input_files("[name=photo]", {"name": "书屋.jpg", "mimeType": "image/jpeg", "buffer": large})
    page.wait_for_selector(".zj-photo img")
    width, height, size, name = page.evaluate(
        """async () => {
            const file = document.querySelector('[name=photo]').files[0];
            const picture = await createImageBitmap(file);
            return [picture.width, picture.height, file.size, file.name];
        }"""
    )
    assert (width, height) == (1600, 1200)
    assert size < len(large) / 2
    assert name == "书屋.jpg"
    assert page.evaluate("document.querySelector('.zj-photo img').naturalWidth") == 1600
    page.click(".zj-photo button")
    assert page.evaluate("document.querySelector('[name=photo]').files.length") == 0
    assert not page.locator(".zj-photo").count()


def test_a_small_photo_stays_byte_for_byte_and_what_is_no_picture_is_left_out(page: Any) -> None:
    page.goto("/form/")
    small = photo(800, 600)
    page.set_input_files("[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": small})
    page.wait_for_selector(".zj-photo img")
    assert page.evaluate("document.querySelector('[name=photo]').files[0].size") == len(small)
    page.set_input_files("[name=photo]", {"name": "b.txt", "mimeType": "text/plain", "buffer": b"x"})
    page.wait_for_selector(".zj-message.zj-tone-warn")
    assert "b.txt" in page.inner_text(".zj-message.zj-tone-warn")
    assert page.evaluate("document.querySelector('[name=photo]').files.length") == 0


def test_documents_go_along_unchanged_where_the_control_takes_them_and_are_added_up(page: Any) -> None:
    page.goto("/form/")
    paper = {"name": "回单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}
    page.set_input_files("[name=papers]", paper)
    page.wait_for_selector(".zj-photo .zj-photo-none")
    page.set_input_files(
        "[name=papers]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(400, 300)}
    )
    page.wait_for_selector(".zj-photo img")
    names = "[...document.querySelector('[name=papers]').files].map((file) => file.name)"
    assert page.evaluate(names) == ["回单.pdf", "a.jpg"]
    page.click(".zj-photo button >> nth=0")
    assert page.evaluate(names) == ["a.jpg"]


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


def test_inline_scripts_are_refused_by_the_policy(browser: Any, address: str) -> None:
    """The other tests ask for a clean console; this one shows that the console would not be silent."""
    context = browser.new_context(base_url=address)
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
