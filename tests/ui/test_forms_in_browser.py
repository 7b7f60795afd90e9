"""Forms in a real browser: sent once, nothing typed is lost, photos made smaller."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import pytest
from PIL import Image

pytestmark = pytest.mark.browser


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
