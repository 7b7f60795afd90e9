"""The cast on the demo's log-in page, and nowhere else."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from zhijia.site.accounts import demo

pytestmark = pytest.mark.django_db
LIU = {
    "username": "xiaoliu",
    "password": "Demo-pass-2026",
    "name": {"zh-hans": "刘小军", "en": "Liu Xiaojun"},
    "post": {"zh-hans": "工地工会干部", "en": "officer at the building site"},
    "what": {"zh-hans": "录入<本>工会的帮扶", "en": "records relief"},
}


@pytest.fixture
def house(settings, tmp_path):
    settings.DATA, settings.DEMO = tmp_path, True
    return tmp_path


def write(house, text):
    (house / "demo.json").write_text(text, encoding="utf-8")


def test_the_cast_is_named_in_the_readers_language(client, house):
    write(house, json.dumps({"cast": [LIU]}))
    page = client.get(reverse("account_login")).text
    assert "刘小军" in page
    assert 'data-demo-username="xiaoliu"' in page
    assert "录入&lt;本&gt;工会的帮扶" in page
    assert "site/demo_login" in page
    client.cookies["django_language"] = "en"
    assert "Liu Xiaojun" in client.get(reverse("account_login")).text


def test_plain_texts_are_taken_as_they_are(house):
    write(house, json.dumps({"cast": [LIU | {"what": "全市"}]}))
    assert demo.cast()[0]["what"] == "全市"


def test_outside_the_demo_nobody_is_named(client, house, settings):
    write(house, json.dumps({"cast": [LIU]}))
    settings.DEMO = False
    page = client.get(reverse("account_login")).text
    assert "xiaoliu" not in page
    assert "demo_login" not in page


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cast": 1}', '{"cast": [{"username": "a"}]}', '{"cast": [1]}', "null"]
)
def test_a_broken_file_gives_an_ordinary_log_in_page(client, house, text):
    write(house, text)
    assert client.get(reverse("account_login")).status_code == 200
    assert demo.cast() == []


def test_the_two_step_page_says_what_the_demo_leaves_out(client, house, officer, enter, settings):
    settings.ZHIJIA_REQUIRE_TOTP = None
    enter(client, "liu.yang")
    assert "演示系统不要求两步验证" in client.get(reverse("mfa_index")).text
