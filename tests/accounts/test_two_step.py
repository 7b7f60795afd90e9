"""Two-step log-in: asked of officers, set up from a picture, every code good once."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import code_of, set_up
from zhijia.site.accounts import services
from zhijia.site.models import Kind, LoginRecord, Result
from zhijia.tree.models import Post

pytestmark = pytest.mark.django_db
PROTECTED = "account_log_ins"


@pytest.fixture
def secured(officer, two_steps, enter):
    """An officer with the app set up; gives the key of the app."""
    client = Client()
    enter(client, "liu.yang")
    return set_up(client)


def second_step(client, code, **how):
    return client.post(reverse("mfa_authenticate"), {"code": code}, **how)


def test_an_officer_is_led_to_the_set_up_before_any_other_page(client, officer, two_steps, enter):
    enter(client, "liu.yang")
    answer = client.get(reverse(PROTECTED))
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "您的职务要求使用两步验证" in page.text


@pytest.mark.parametrize("name", ["mfa_index", "mfa_deactivate_totp", PROTECTED])
def test_other_pages_of_the_account_do_not_go_round_it(client, officer, two_steps, enter, name):
    enter(client, "liu.yang")
    assert client.get(reverse(name))["Location"] == reverse("mfa_activate_totp")


def test_the_api_says_why_instead_of_leading_away(client, officer, two_steps, enter):
    enter(client, "liu.yang")
    answer = client.get(reverse(PROTECTED), headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "两步验证" in answer.json()["detail"]


def test_an_officer_without_set_up_can_log_out_and_change_language(client, officer, two_steps, enter):
    enter(client, "liu.yang")
    assert client.post(reverse("set_language"), {"language": "en"})["Location"] == "/"
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_worker_and_a_former_officer_are_not_asked(client, worker, officer, two_steps, enter):
    enter(client, "chen.jie")
    assert client.get(reverse(PROTECTED)).status_code == 200
    Post.objects.update(valid_to=date(2021, 1, 1))
    former = Client()
    enter(former, "liu.yang")
    assert former.get(reverse(PROTECTED)).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "demo", "asked"),
    [(None, False, True), (None, True, False), (True, True, True), (False, False, False)],
)
def test_the_house_decides_and_the_demo_is_excused(client, officer, enter, settings, wanted, demo, asked):
    settings.ZHIJIA_REQUIRE_TOTP, settings.DEMO = wanted, demo
    enter(client, "liu.yang")
    assert client.get(reverse(PROTECTED)).status_code == (302 if asked else 200)


def test_the_picture_keeps_the_content_policy_and_the_key_can_be_typed(client, officer, two_steps, enter):
    enter(client, "liu.yang")
    page = client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "style=" not in page.text
    assert client.session["mfa.totp.secret"] in page.text
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]


def test_after_the_first_code_the_house_is_open_and_recovery_codes_are_shown(
    client, officer, two_steps, enter
):
    enter(client, "liu.yang")
    set_up(client)
    assert client.get(reverse(PROTECTED)).status_code == 200
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert len(re.findall(r"<li>\d{4} \d{4}</li>", codes.text)) == 10
    kept = list(LoginRecord.objects.values_list("kind", "result").order_by("pk"))
    assert kept == [(Kind.PASSWORD, Result.OK), (Kind.TOTP, Result.SET)]


def test_a_wrong_first_code_switches_nothing_on(client, officer, two_steps, enter):
    enter(client, "liu.yang")
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, 40)})
    assert "验证码不对" in answer.text
    assert secret in answer.text
    assert not Authenticator.objects.exists()


def test_the_key_is_not_readable_in_the_database(secured):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secured not in stored
    assert stored.count("a1:") == 2


def test_log_in_asks_for_the_second_step_and_opens_only_after_it(client, secured, enter):
    answer = enter(client, "liu.yang", data={"next": reverse(PROTECTED)})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse(PROTECTED)).status_code == 302
    assert "验证码不对" in second_step(client, code_of(secured, 40)).text
    right = second_step(client, code_of(secured, 1))
    assert (right.status_code, right["Location"]) == (302, reverse(PROTECTED))
    assert client.get(reverse(PROTECTED)).status_code == 200
    kept = list(LoginRecord.objects.values_list("kind", "result").order_by("pk"))[2:]
    assert kept == [(Kind.TOTP, Result.FAILED), (Kind.TOTP, Result.OK)]


def test_a_code_may_be_typed_full_width_and_with_a_blank(client, secured, enter):
    enter(client, "liu.yang")
    code = code_of(secured, 1).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert second_step(client, f"{code[:3]} {code[3:]}").status_code == 302


def test_a_code_opens_once_even_when_the_memory_of_the_process_is_lost(client, secured, enter):
    from django.core.cache import cache

    code = code_of(secured, 1)
    enter(client, "liu.yang")
    assert second_step(client, code).status_code == 302
    cache.clear()
    thief = Client()
    enter(thief, "liu.yang")
    assert "验证码不对" in second_step(thief, code).text


def test_the_code_of_the_set_up_does_not_open_the_house(client, officer, two_steps, enter):
    enter(client, "liu.yang")
    client.get(reverse("mfa_activate_totp"))
    code = code_of(client.session["mfa.totp.secret"])
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    thief = Client()
    enter(thief, "liu.yang")
    assert second_step(thief, code).status_code == 200


def test_a_recovery_code_works_once(secured, officer, enter):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    first = Client()
    enter(first, "liu.yang")
    assert second_step(first, f"{codes[3][:4]} {codes[3][4:]}").status_code == 302
    assert LoginRecord.objects.latest("pk").kind == Kind.RECOVERY
    second = Client()
    enter(second, "liu.yang")
    assert second_step(second, codes[3]).status_code == 200
    assert second_step(second, codes[4]).status_code == 302


def test_five_wrong_codes_lock_whatever_the_address(secured, officer, enter):
    answers = []
    for number in range(5):
        client = Client(REMOTE_ADDR=f"10.0.0.{number + 1}")
        enter(client, "liu.yang")
        answers.append(second_step(client, code_of(secured, 40 + number)).status_code)
    assert answers == [200, 200, 200, 200, 429]
    client = Client(REMOTE_ADDR="10.0.1.1")
    enter(client, "liu.yang")
    right = second_step(client, code_of(secured, 1))
    assert right.status_code == 429
    assert 14 * 60 < int(right["Retry-After"]) <= 15 * 60
    LoginRecord.objects.update(at=F("at") - timedelta(minutes=15, seconds=1))
    assert second_step(client, code_of(secured, 1)).status_code == 302


def test_a_pending_second_step_can_be_given_up(client, secured, enter):
    enter(client, "liu.yang")
    answer = client.post(reverse("account_logout"), {"next": reverse("account_login")})
    assert answer["Location"] == reverse("account_login")
    assert client.get(reverse("account_login")).status_code == 200
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")


def grown_old(client):
    """The client's log-in lies more than five minutes back."""
    session = client.session
    for step in session["account_authentication_methods"]:
        step["at"] -= 301
    session.save()


def test_switching_off_asks_for_a_code_not_for_the_password(client, secured, enter):
    enter(client, "liu.yang")
    second_step(client, code_of(secured, 1))
    grown_old(client)
    off = reverse("mfa_deactivate_totp")
    answer = client.get(off)
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(reverse("account_reauthenticate"))["Location"].startswith(reverse("mfa_reauthenticate"))
    again = client.post(f"{reverse('mfa_reauthenticate')}?next={off}", {"code": code_of(secured, -1)})
    assert again["Location"] == off
    assert client.post(off).status_code == 302
    assert not Authenticator.objects.exists()
    assert client.get(reverse(PROTECTED))["Location"] == reverse("mfa_activate_totp")


def test_set_up_long_after_log_in_asks_for_the_password_first(client, officer, two_steps, enter):
    enter(client, "liu.yang")
    grown_old(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(asked["Location"]).status_code == 200
    wrong = client.post(asked["Location"], {"password": "not-this-One-1"})
    assert "密码不对" in wrong.text


def test_new_recovery_codes_replace_the_old(client, secured, enter):
    enter(client, "liu.yang")
    second_step(client, code_of(secured, 1))
    before = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    after = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert not set(before) & set(after)
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert download.text.split() == after
    assert "no-store" in download["Cache-Control"]


def test_an_administrator_can_take_a_lost_telephone_off(client, secured, officer, enter):
    enter(client, "liu.yang")
    second_step(client, code_of(secured, 1))
    assert services.reset_two_step(officer)
    assert client.get(reverse(PROTECTED))["Location"].startswith(reverse("account_login"))
    assert enter(Client(), "liu.yang")["Location"] == "/"
    assert not services.reset_two_step(officer)
