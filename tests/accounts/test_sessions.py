"""A session: its end, what is said at its end, and the account's view of its own log-ins."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.accounts.conftest import PASSWORD
from zhijia.site.accounts import services
from zhijia.site.models import Kind, LoginRecord, Result

pytestmark = pytest.mark.django_db
PAGE = "account_log_ins"
FORM = "http://testserver/r/assistance/relief/new/?org=7"


def next_of(answer):
    return parse_qs(urlsplit(answer["Location"]).query)["next"]


def expire():
    Session.objects.update(expire_date=timezone.now())


def test_a_session_ends_two_hours_after_its_last_use(client, worker, enter):
    enter(client, "chen.jie")
    ends_at = Session.objects.get(pk=client.session.session_key).expire_date
    assert 7190 < (ends_at - timezone.now()).total_seconds() <= 7200
    assert client.cookies["sessionid"]["max-age"] == ""


def writes(client):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("mfa_index")).status_code == 200
    return [one["sql"] for one in asked if one["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


def test_use_moves_the_end_but_is_written_at_most_every_five_minutes(client, worker, enter):
    enter(client, "chen.jie")
    assert writes(client) == []
    session = client.session
    session[services.SEEN] = int(time.time()) - 301
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert len(writes(client)) == 2
    ends_at = Session.objects.get(pk=client.session.session_key).expire_date
    assert (ends_at - timezone.now()).total_seconds() > 7190
    assert writes(client) == []


def test_a_page_asked_for_after_the_end_comes_back_after_log_in(client, worker, enter):
    enter(client, "chen.jie")
    expire()
    answer = client.get(reverse(PAGE))
    assert next_of(answer) == [reverse(PAGE)]
    assert "登录已失效" in client.get(answer["Location"]).text


def test_whoever_never_logged_in_is_not_told_that_a_log_in_ended(client):
    answer = client.get(reverse(PAGE))
    assert "登录已失效" not in client.get(answer["Location"]).text


def test_a_form_sent_after_the_end_leads_back_to_the_form_and_says_nothing_was_saved(client, worker, enter):
    enter(client, "chen.jie")
    expire()
    answer = client.post(reverse("account_log_out_elsewhere"), headers={"Referer": FORM})
    assert next_of(answer) == ["/r/assistance/relief/new/?org=7"]
    assert "没有保存" in client.get(answer["Location"]).text


@pytest.mark.parametrize(
    "referer", ["https://evil.example/form", "", "//evil.example", "javascript:alert(1)"]
)
def test_a_form_from_elsewhere_leads_to_the_front_page(client, referer):
    assert next_of(client.post(reverse(PAGE), headers={"Referer": referer})) == ["/"]


def test_a_part_of_a_page_asked_for_by_script_moves_the_whole_page(client):
    answer = client.get(reverse(PAGE), headers={"HX-Request": "true", "HX-Current-URL": FORM})
    assert answer.status_code == 200
    assert answer.content == b""
    target = urlsplit(answer["HX-Redirect"])
    assert target.path == reverse("account_login")
    assert parse_qs(target.query)["next"] == ["/r/assistance/relief/new/?org=7"]


def test_a_program_gets_401_and_no_page(client):
    answer = client.get(reverse(PAGE), headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json() == {"detail": "请先登录。"}


def test_log_out_ends_the_session_and_leaves_drafts_alone(client, worker, enter):
    enter(client, "chen.jie")
    key = client.session.session_key
    assert client.get(reverse("account_logout")).status_code == 200
    assert Session.objects.filter(pk=key).exists()
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert not Session.objects.filter(pk=key).exists()


def test_pages_of_a_logged_in_person_are_not_kept_by_the_computer(client, worker, enter):
    enter(client, "chen.jie")
    assert "no-store" in client.get(reverse("mfa_index"))["Cache-Control"]


def test_one_sees_only_the_own_records(client, worker, officer, enter):
    enter(client, "chen.jie", headers={"User-Agent": "Firefox/140.0 (X11; Linux)"})
    enter(Client(REMOTE_ADDR="10.7.7.7"), "liu.yang")
    page = client.get(reverse(PAGE))
    assert "Firefox 140 · Linux" in page.text
    assert "10.7.7.7" not in page.text
    assert {record.user_id for record in page.context["records"]} == {worker.pk}


@pytest.mark.parametrize("page", ["0", "-1", "10" * 10, "abc", "", "²", "1\0"])
def test_page_numbers_that_do_not_exist_give_a_page(client, worker, enter, page):
    enter(client, "chen.jie")
    LoginRecord.objects.bulk_create(
        LoginRecord(user=worker, kind=Kind.PASSWORD, result=Result.OK) for _ in range(60)
    )
    answer = client.get(reverse(PAGE), {"page": page})
    assert answer.status_code == 200
    assert len(answer.context["records"]) > 0


def test_log_out_everywhere_else_ends_the_others_and_not_this_one(client, worker, officer, enter):
    other, stranger = Client(REMOTE_ADDR="10.1.1.1"), Client()
    for browser, name in ((client, "chen.jie"), (other, "chen.jie"), (stranger, "liu.yang")):
        enter(browser, name)
    page = client.get(reverse(PAGE))
    assert [(live.here, live.address) for live in page.context["sessions"]] == [
        (True, "127.0.0.1"),
        (False, "10.1.1.1"),
    ]
    client.post(reverse("account_log_out_elsewhere"))
    assert other.get(reverse(PAGE)).status_code == 302
    assert client.get(reverse(PAGE)).context["others"] == 0
    assert stranger.get(reverse(PAGE)).status_code == 200


def test_an_expired_session_is_not_listed(client, worker, enter):
    other = Client()
    enter(other, "chen.jie")
    expire()
    enter(client, "chen.jie")
    assert len(client.get(reverse(PAGE)).context["sessions"]) == 1


def new_password(client, new, old=PASSWORD, again=None):
    sent = {"oldpassword": old, "password1": new, "password2": new if again is None else again}
    return client.post(reverse("account_change_password"), sent)


def test_a_changed_password_ends_every_other_session(client, worker, enter):
    other = Client()
    enter(other, "chen.jie")
    enter(client, "chen.jie")
    key = client.session.session_key
    assert new_password(client, "Harbour-and-tide-8").status_code == 302
    assert client.session.session_key != key
    assert client.get(reverse(PAGE)).status_code == 200
    assert other.get(reverse(PAGE)).status_code == 302
    assert enter(Client(), "chen.jie").status_code == 200
    assert enter(Client(), "chen.jie", "Harbour-and-tide-8").status_code == 302
    assert LoginRecord.objects.filter(kind=Kind.PASSWORD, result=Result.SET).count() == 1


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("Harbour-and-tide-8", "Harbour-and-tide-9", ""),
        (PASSWORD, None, "新密码不能与现用密码相同"),
        ("Short-1", None, "10"),
        ("harbourtides", None, "四类中的三类"),
        ("Chen.jie-2026", None, ""),
    ],
)
def test_a_poor_new_password_is_refused_with_a_reason(client, worker, enter, new, again, said):
    enter(client, "chen.jie")
    answer = new_password(client, new, again=again)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert said in str(answer.context["form"].errors)
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD)


def test_a_password_that_was_given_must_be_changed_first(client, worker, enter):
    given = services.reset_password(worker)
    enter(client, "chen.jie", given)
    assert client.get(reverse(PAGE))["Location"] == reverse("account_change_password")
    assert "管理员发给您的" in client.get(reverse("account_change_password")).text
    assert new_password(client, "Harbour-and-tide-8", old=given).status_code == 302
    assert client.get(reverse(PAGE)).status_code == 200
    again = Client()
    enter(again, "chen.jie", "Harbour-and-tide-8")
    assert again.get(reverse(PAGE)).status_code == 200


def test_giving_a_password_ends_the_sessions_of_the_account(client, worker, enter):
    enter(client, "chen.jie")
    services.reset_password(worker)
    assert client.get(reverse(PAGE)).status_code == 302
