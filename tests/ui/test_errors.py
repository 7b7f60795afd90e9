"""Error pages: what happened, what to do, nothing given away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client, override_settings

from zhijia.ui import errors

SECRET = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.mark.parametrize("status", sorted(errors.SAID))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_error_has_a_page_that_says_what_to_do(visitor: Client, status: int, language: str) -> None:
    visitor.cookies["django_language"] = language
    answer = visitor.get(f"/fail/{status}/")
    html = answer.content.decode()
    assert answer.status_code == status
    assert f'lang="{language}"' in html
    assert html.count("<h1") == 1
    assert "3f9a1c0d7e5b2a64" in html
    assert "Traceback" not in html
    assert "no such variable" not in html
    said = re.findall(r"<p>([^<]+)</p>", html)
    assert len(said) == 2
    if language == "zh-hans":
        assert not [sentence for sentence in said if re.search(r"[A-Za-z]{4,}", sentence)]


@pytest.mark.parametrize("status", sorted(errors.SAID))
def test_below_the_api_the_same_is_said_as_json(visitor: Client, status: int) -> None:
    answer = visitor.get(f"/api/fail/{status}/")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["error"]["status"] == status
    assert answer.json()["error"]["todo"]


def test_what_is_out_of_reach_answers_like_what_is_absent(visitor: Client, monkeypatch: Any) -> None:
    """One address, first raising 404 in a view, then known to no view at all."""
    hidden = visitor.get("/fail/404/")
    with override_settings(ROOT_URLCONF="tests.ui.no_urls"):
        absent = visitor.get("/fail/404/")
    assert hidden.status_code == absent.status_code == 404
    strip = [SECRET.sub("", answer.content.decode()) for answer in (hidden, absent)]
    # The switch of the language needs an address of its own, which the second set of addresses has not.
    parts = [re.search(r"<main.*</main>", html, re.DOTALL) for html in strip]
    assert parts[0] and parts[1]
    assert parts[0].group() == parts[1].group()


def test_a_reason_for_a_refusal_is_said(visitor: Client) -> None:
    assert "只有县总工会主席可以审批。" in visitor.get("/fail/403/").content.decode()


def test_a_locked_door_says_when_it_opens(visitor: Client) -> None:
    assert visitor.get("/fail/429/")["Retry-After"] == "900"


def test_a_bare_refusal_gets_a_page_and_keeps_its_headers(visitor: Client) -> None:
    answer = visitor.get("/post/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "used in another way" in answer.content.decode()
    late = visitor.get("/bare/429/")
    assert late["Retry-After"] == "60"
    assert "Too many tries" in late.content.decode()


def test_a_form_larger_than_accepted_is_413_not_500(visitor: Client) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = visitor.post("/form/", "a=" + "x" * 500, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


def test_an_expired_form_says_that_nothing_was_saved_and_how_to_get_the_text_back() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["django_language"] = "en"
    answer = strict.post("/form/", {"name": "王建国"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Nothing was saved" in html
    assert "Go back" in html


def test_the_page_for_faults_needs_no_context_and_survives_its_own_fault(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override_settings(
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
    ):
        assert "went wrong on our side" in visitor.get("/fail/500/").content.decode()

    def broken(*args: object, **kwargs: object) -> str:
        raise RuntimeError("no templates")

    monkeypatch.setattr(errors, "render_to_string", broken)
    answer = visitor.get("/fail/500/")
    assert answer.status_code == 500
    assert "系统出现故障" in answer.content.decode()


def test_htmx_gets_the_sentence_in_a_header(visitor: Client) -> None:
    assert visitor.get("/fail/409/", headers={"HX-Request": "true"})["X-Message"].startswith(
        "Somebody%20else"
    )


def test_errors_are_never_kept_by_a_cache(visitor: Client) -> None:
    assert visitor.get("/fail/404/")["Cache-Control"] == "no-store"


def test_a_database_held_by_a_long_list_gives_back_what_was_typed(rf: Any) -> None:
    def refused(**more: Any) -> Any:
        request = rf.post("/form/?step=2", {"note": ["甲 <b>\n乙", "second"], **more})
        try:
            raise OperationalError("database is locked")
        except OperationalError:
            return errors.server_error(request)

    answer = refused(action="save")
    html = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "30" and answer["X-Message"]
    assert 'action="/form/?step=2"' in html and 'name="csrfmiddlewaretoken" value="' in html
    assert html.count('<textarea name="note" hidden>') == 2 and "甲 &lt;b&gt;\n乙</textarea>" in html
    assert '<textarea name="action" hidden>\nsave</textarea>' in html
    for unkept in (refused(password="secret"), refused(paper=SimpleUploadedFile("a.txt", b"a"))):
        assert "<form" not in unkept.content.decode() and "secret" not in unkept.content.decode()
    again = errors.server_error(rf.get("/form/"))
    assert again.status_code == 500, "without that reason a fault is a fault"
