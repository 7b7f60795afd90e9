"""Getting in: by the right password, to the right place, with every try kept."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.accounts.conftest import PASSWORD
from zhijia.site.models import Kind, LoginRecord, Result

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36"


def test_the_right_password_opens_the_house_and_the_session_gets_a_new_key(client, worker, enter):
    before = client.session
    before["planted"] = "by an attacker"
    before.save()
    client.cookies["sessionid"] = before.session_key
    answer = enter(client, "chen.jie")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session.session_key != before.session_key
    assert not Session.objects.filter(session_key=before.session_key).exists()
    assert client.get(reverse("account_log_ins")).status_code == 200


@pytest.mark.parametrize("typed", ["Chen.Jie", " chen.jie ", "ｃｈｅｎ．ｊｉｅ"])
def test_the_account_may_be_typed_in_capitals_or_full_width(client, worker, enter, typed):
    assert enter(client, typed).status_code == 302


def test_wrong_password_and_unknown_account_get_the_same_answer(client, worker, enter):
    wrong = enter(client, "chen.jie", "not-this-One-1")
    unknown = enter(client, "nobody.here", "not-this-One-1")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert "账号或密码不对" in wrong.text
    assert "not-this-One-1" not in wrong.text
    kept = LoginRecord.objects.order_by("pk").values_list("user__username", "kind", "result")
    assert list(kept) == [("chen.jie", Kind.PASSWORD, Result.FAILED), (None, Kind.PASSWORD, Result.FAILED)]


def test_a_log_in_is_kept_with_address_and_device(client, worker, enter):
    enter(client, "chen.jie", REMOTE_ADDR="10.3.2.1", headers={"User-Agent": CHROME})
    kept = LoginRecord.objects.get()
    assert (kept.user, kept.result, kept.address) == (worker, Result.OK, "10.3.2.1")
    assert kept.device == "Chrome 126 · Windows"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "http:///evil.example",
        "javascript:alert(1)",
        "http://localhost/",
        "https://testserver@evil.example/",
    ],
)
def test_next_leads_only_to_the_own_host(client, worker, enter, target):
    assert enter(client, "chen.jie", data={"next": target})["Location"] == "/"


def test_next_leads_back_to_the_page_asked_for(client, worker, enter):
    asked = f"{reverse('account_log_ins')}?page=2"
    answer = client.get(asked)
    assert answer.status_code == 302
    form = client.get(answer["Location"])
    assert escape(asked) in form.text
    assert enter(client, "chen.jie", data={"next": asked})["Location"] == asked


def test_an_account_switched_off_is_told_so_only_with_its_password(client, worker, enter):
    worker.is_active = False
    worker.save()
    assert enter(client, "chen.jie", "not-this-One-1").status_code == 200
    right = enter(client, "chen.jie")
    assert right["Location"] == reverse("account_inactive")
    assert "已停用" in client.get(right["Location"]).text
    assert "_auth_user_id" not in client.session
    assert set(LoginRecord.objects.values_list("result", flat=True)) == {Result.FAILED}


def test_switching_an_account_off_ends_its_sessions_at_once(client, worker, enter):
    enter(client, "chen.jie")
    type(worker).objects.update(is_active=False)
    assert client.get(reverse("account_log_ins")).status_code == 302


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "login/code/confirm/"])
def test_there_is_no_sign_up_no_mail_and_no_reset_by_mail(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_a_caller_asking_for_json_does_not_get_the_password_back(client, worker, enter):
    headers = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
    assert "not-this-One-1" not in enter(client, "chen.jie", "not-this-One-1", headers=headers).text


def test_a_form_without_token_is_refused(worker, enter):
    assert enter(Client(enforce_csrf_checks=True), "chen.jie").status_code == 403


def test_failed_tries_since_the_last_log_in_are_told(client, worker, enter):
    enter(client, "chen.jie")
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    for _ in range(2):
        enter(stranger, "chen.jie", "not-this-One-1")
    other = Client()
    enter(other, "chen.jie")
    assert "有 2 次登录失败" in other.get(reverse("account_log_ins")).text
    enter(Client(), "chen.jie")
    assert "次登录失败" not in other.get(reverse("account_log_ins")).text


@pytest.mark.parametrize("typed", ["a\0b", "x" * 500, "", "\ud800".encode("utf-8", "surrogatepass")])
def test_odd_account_names_get_a_message_and_no_error(client, db, enter, typed):
    answer = enter(client, typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_the_first_page_after_log_in_carries_no_success_message(client, worker, enter):
    """A success message tells the browser to forget the draft that log-in is meant to bring back."""
    enter(client, "chen.jie", data={"next": reverse("account_log_ins")})
    assert list(client.get(reverse("account_log_ins")).context["messages"]) == []


def test_whoever_is_logged_in_is_not_asked_again(client, worker, enter):
    enter(client, "chen.jie")
    assert client.get(reverse("account_login")).status_code == 302


def test_english_readers_get_english(client, worker, enter):
    client.cookies["django_language"] = "en"
    assert "The account or the password is wrong." in enter(client, "chen.jie", "not-this-One-1").text
    assert PASSWORD not in client.get(reverse("account_login")).text
