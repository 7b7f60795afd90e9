"""Five wrong tries close the log-in of one account from one address for fifteen minutes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.urls import reverse

from zhijia.site.models import LoginRecord, Result

pytestmark = pytest.mark.django_db
WRONG = "not-this-One-1"


def lock(client, enter, username="chen.jie", **how):
    return [enter(client, username, WRONG, **how).status_code for _ in range(5)]


def later(**time):
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(**time))


def body(answer):
    """The page without what differs on every page: tokens, request and clock."""
    return re.sub(r"csrfmiddlewaretoken[^>]*|[0-9a-f]{16}|\d+", "", answer.text)


def test_the_fifth_wrong_try_locks_and_the_page_says_until_when(client, worker, enter):
    assert lock(client, enter) == [200, 200, 200, 200, 429]
    answer = enter(client, "chen.jie", WRONG)
    assert 14 * 60 < int(answer["Retry-After"]) <= 15 * 60
    assert re.search(r"请在 \d\d:\d\d 之后（约 15 分钟）再试", answer.text)


def test_the_right_password_is_refused_alike_while_locked(client, worker, enter):
    lock(client, enter)
    right, wrong = enter(client, "chen.jie"), enter(client, "chen.jie", WRONG)
    assert right.status_code == wrong.status_code == 429
    assert body(right) == body(wrong)
    assert "_auth_user_id" not in client.session


def test_an_unknown_account_is_locked_with_the_same_page(client, worker, enter):
    assert lock(client, enter, "nobody.here") == [200, 200, 200, 200, 429]
    unknown = enter(client, "nobody.here", WRONG)
    other = Client()
    lock(other, enter)
    assert body(unknown) == body(enter(other, "chen.jie", WRONG))


def test_the_last_tries_are_counted_down(client, worker, enter):
    said = [enter(client, "chen.jie", WRONG).text for _ in range(4)]
    assert "还可以试" not in said[1]
    assert "还可以试 2 次" in said[2]
    assert "还可以试 1 次" in said[3]


def test_other_addresses_and_other_accounts_stay_open(client, worker, officer, enter):
    lock(client, enter)
    assert enter(client, "liu.yang").status_code == 302
    assert enter(Client(), "chen.jie", REMOTE_ADDR="10.0.0.8").status_code == 302


def test_capitals_and_another_browser_do_not_get_around_it(client, worker, enter):
    for number in range(5):
        enter(client, "chen.jie" if number % 2 else "CHEN.JIE", WRONG, headers={"User-Agent": f"b{number}"})
    assert enter(client, "Chen.Jie").status_code == 429


def test_it_opens_after_fifteen_minutes_and_tries_meanwhile_do_not_prolong_it(client, worker, enter):
    lock(client, enter)
    later(minutes=14)
    assert enter(client, "chen.jie").status_code == 429
    later(minutes=1, seconds=1)
    assert enter(client, "chen.jie").status_code == 302


def test_a_log_in_forgets_the_wrong_tries_before_it(client, worker, enter):
    for _ in range(4):
        enter(client, "chen.jie", WRONG)
    assert enter(client, "chen.jie").status_code == 302
    assert enter(Client(), "chen.jie", WRONG).status_code == 200


def test_a_lock_is_kept_once_however_often_it_is_tried(client, worker, enter):
    lock(client, enter)
    for _ in range(3):
        enter(client, "chen.jie")
    assert LoginRecord.objects.filter(result=Result.FAILED).count() == 4
    assert LoginRecord.objects.filter(result=Result.LOCKED).count() == 1


def test_a_forged_forwarding_header_is_not_believed(worker, enter):
    client = Client()
    for number in range(5):
        enter(client, "chen.jie", WRONG, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert enter(client, "chen.jie").status_code == 429


@pytest.mark.parametrize(
    ("header", "believed"),
    [
        ("1.1.1.1, 10.0.0.5", "10.0.0.5"),
        ("10.0.0.6", "10.0.0.6"),
        ("nonsense", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_behind_one_proxy_the_address_it_wrote_counts(client, worker, enter, settings, header, believed):
    settings.ZHIJIA_PROXIES = 1
    enter(client, "chen.jie", headers={"X-Forwarded-For": header})
    assert LoginRecord.objects.get().address == believed


def test_wrong_present_passwords_on_the_change_page_count_too(client, worker, enter):
    enter(client, "chen.jie")
    sent = {"oldpassword": WRONG, "password1": "Harbour-and-tide-8", "password2": "Harbour-and-tide-8"}
    answers = [client.post(reverse("account_change_password"), sent).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    worker.refresh_from_db()
    assert not worker.check_password("Harbour-and-tide-8")


def test_nothing_typed_is_kept_with_the_tries(client, worker, enter):
    enter(client, "my-Secret-Password-9", WRONG)
    kept = AccessAttempt.objects.get()
    assert WRONG not in kept.post_data + kept.get_data
    assert "my-Secret" not in kept.post_data


def test_a_flood_of_log_ins_from_one_address_is_slowed_with_a_page(client, worker, enter, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip", "login_failed": None}
    answers = [enter(Client(), "chen.jie") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "<h1" in answers[2].text
