"""The language switch: open to all, kept with the account, back to the own host."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def switch(client, language, **sent):
    return client.post(reverse("set_language"), {"language": language} | sent)


def test_a_stranger_reads_the_log_in_page_in_the_chosen_language(client):
    assert "登录" in client.get(reverse("account_login")).text
    answer = switch(client, "en", next=reverse("account_login"))
    assert answer["Location"] == reverse("account_login")
    assert "Log in" in client.get(reverse("account_login")).text


def test_the_choice_is_kept_with_the_account(client, worker, enter):
    enter(client, "chen.jie")
    switch(client, "en")
    worker.refresh_from_db()
    assert worker.language == "en"
    client.post(reverse("account_logout"))
    client.cookies.clear()
    assert enter(client, "chen.jie").cookies["django_language"].value == "en"
    client.cookies["django_language"] = "zh-hans"
    assert "My log-ins" in client.get(reverse("account_log_ins")).text


@pytest.mark.parametrize("language", ["xx", "", "zh-hant", "../../etc", "en\0"])
def test_a_language_that_is_not_offered_is_refused_with_a_reason(client, worker, enter, language):
    enter(client, "chen.jie")
    assert switch(client, language, next=reverse("account_log_ins")).status_code == 302
    assert "不提供这种语言" in client.get(reverse("account_log_ins")).text
    worker.refresh_from_db()
    assert worker.language == ""


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_it_leads_only_to_the_own_host(client, target):
    assert switch(client, "en", next=target)["Location"] == "/"


def test_reading_the_address_changes_nothing(client):
    assert client.get(reverse("set_language")).status_code == 405
