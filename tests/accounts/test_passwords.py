"""What a password must be, how it is stored, and how one is given."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from zhijia.site.account_settings import ACCOUNT_SETTINGS
from zhijia.site.accounts.services import one_time_password
from zhijia.site.accounts.validators import kinds
from zhijia.tree.models import User


@pytest.mark.parametrize(
    ("password", "counted"),
    [
        ("abc", 1),
        ("abC", 2),
        ("abC1", 3),
        ("abC1-", 4),
        ("工会", 1),
        ("a工", 2),
        ("１２", 1),
        ("", 0),
        ("   ", 1),
    ],
)
def test_kinds_of_signs_are_counted(password, counted):
    assert kinds(password) == counted


@pytest.mark.parametrize(
    "password",
    ["Tide-harbour", "tide7harbour!", "sixteen letters x", "渡口边的老槐树开花了哦Ab1", "a" * 8 + "bcdefghi"],
)
def test_good_passwords_pass(password):
    validate_password(password, User(username="chen.jie", name="陈洁"))


@pytest.mark.parametrize(
    "password", ["Tide-1", "tideharbour", "TIDEHARBOUR12", "password123", "Chen.jie99", "1234567890"]
)
def test_poor_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(username="chen.jie", name="陈洁"))


def test_the_reason_is_said_in_both_languages():
    said = {}
    for language in ("zh-hans", "en"):
        with override(language), pytest.raises(ValidationError) as refused:
            validate_password("tideharbour")
        said[language] = " ".join(refused.value.messages)
    assert "四类中的三类" in said["zh-hans"]
    assert "three of these four kinds" in said["en"]


def test_passwords_are_stored_with_argon2(settings):
    settings.PASSWORD_HASHERS = ACCOUNT_SETTINGS["PASSWORD_HASHERS"]
    assert identify_hasher(make_password("Tide-and-harbour-7")).algorithm == "argon2"


def test_one_time_passwords_pass_the_rules_and_differ():
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password)
        assert not set(password) & set("0O1lIo")


@pytest.mark.django_db
def test_the_command_lets_somebody_in_again(worker, enter):
    for _ in range(5):
        enter(Client(), "chen.jie", "not-this-One-1")
    told, warned = StringIO(), StringIO()
    call_command("reset_login", "Chen.Jie", "--two-step", stdout=told, stderr=warned)
    assert "没有开启两步验证" in warned.getvalue()
    client = Client()
    assert enter(client, "chen.jie", told.getvalue().strip()).status_code == 302
    assert client.get(reverse("account_log_ins"))["Location"] == reverse("account_change_password")


@pytest.mark.django_db
def test_the_command_names_an_account_it_does_not_find():
    with pytest.raises(CommandError, match="没有账号 nobody"):
        call_command("reset_login", "nobody")
