"""The menus show what exists and may be seen."""

from __future__ import annotations

from types import SimpleNamespace

from django.test import Client
from django.utils import translation

from zhijia.ui import menu
from zhijia.ui.menu import Entry

ANYONE = SimpleNamespace(user_id=1)


def test_an_entry_without_a_page_or_without_permission_is_left_out() -> None:
    menu.add(Entry("gone", "no-such-page"))
    menu.add(Entry("secret", "gallery", visible=lambda actor: actor.user_id == 2))
    labels = [line.label for line in menu.main(ANYONE, path="/")]
    assert "gone" not in labels
    assert "secret" not in labels
    assert "secret" in [line.label for line in menu.main(SimpleNamespace(user_id=2), path="/")]


def test_the_longest_matching_address_is_the_active_one() -> None:
    active = [line.label for line in menu.main(ANYONE, path="/form/new/") if line.active]
    assert active == ["困难救助"]
    assert [line.label for line in menu.main(ANYONE, path="/") if line.active] == ["我的工作台"]
    assert not [line for line in menu.main(ANYONE, path="/elsewhere/") if line.active]


def test_a_room_that_starts_twice_adds_its_entry_once() -> None:
    before = len(menu.main(ANYONE, path="/"))
    entry = Entry("once", "gallery")
    menu.add(entry)
    menu.add(entry)
    assert len(menu.main(ANYONE, path="/")) == before + 1


def test_entries_stand_in_their_order() -> None:
    menu.add(Entry("first", "gallery", order=-1))
    assert menu.main(ANYONE, path="/")[0].label == "first"


def test_the_page_names_the_place_marks_where_one_is_and_offers_the_other_language(visitor: Client) -> None:
    html = visitor.get("/form/").content.decode()
    assert "云梦县总工会" in html
    assert html.count('aria-current="page"') == 2
    assert 'name="language" value="zh-hans"' in html
    assert '<html lang="en">' in html
    assert "no such variable" not in html


def test_the_title_stands_in_the_tab_and_as_the_only_first_heading(visitor: Client) -> None:
    html = visitor.get("/gallery/").content.decode()
    assert "<title>构件一览 · Zhijia</title>" in html
    assert html.count("<h1") == 1
    assert ">构件一览</h1>" in html


def test_the_language_of_the_account_wins(visitor: Client) -> None:
    from django.http import HttpRequest, HttpResponse

    from zhijia.ui.language import UserLanguageMiddleware

    request = HttpRequest()
    request.user = SimpleNamespace(is_authenticated=True, language="zh-hans")  # type: ignore[assignment]
    answer = UserLanguageMiddleware(lambda _: HttpResponse(translation.get_language()))(request)
    assert answer.content == b"zh-hans"
    assert translation.get_language() == "en"
    request.user = SimpleNamespace(is_authenticated=True, language="xx")  # type: ignore[assignment]
    assert (
        UserLanguageMiddleware(lambda _: HttpResponse(translation.get_language()))(request).content == b"en"
    )
