"""A form sent twice, late, without its mark, by somebody else, or over a newer version.

The numbers are those of the catalogue of bad inputs the house is built against (25, 27).
"""

from __future__ import annotations

import re
import uuid
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from tests.cast import Cast
from tests.contract.every import HAN, address
from tests.contract.factories import RELIEF
from tests.contract.sending import rows, typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mark", [None, "x" * 64])
def test_a_form_without_its_mark_is_refused_and_says_what_to_do(cast: Cast, mark: str | None) -> None:
    browser = Client(enforce_csrf_checks=True)
    cast.login(browser, "gas.officer")
    sent = typed(RELIEF, cast) | ({"csrfmiddlewaretoken": mark} if mark else {})
    before = rows(RELIEF)
    answer = browser.post(address(RELIEF, "new"), sent)
    assert answer.status_code == 403 and rows(RELIEF) == before
    assert "没有保存" in answer.content.decode() or "未保存" in answer.content.decode()


def test_a_form_sent_after_the_session_ended_leads_to_log_in_and_back(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    browser.session.flush()
    before = rows(RELIEF)
    form = f"http://testserver{address(RELIEF, 'new')}"
    answer = browser.post(address(RELIEF, "new"), typed(RELIEF, cast), headers={"referer": form})
    assert answer.status_code == 302
    assert unquote(answer["Location"]) == f"/accounts/login/?next={address(RELIEF, 'new')}"
    told = [str(message) for message in browser.get(answer["Location"]).context["messages"]]
    assert told and HAN.search(told[0]) and rows(RELIEF) == before


def test_sent_twice_is_recorded_once(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    sent = typed(RELIEF, cast, uid=str(uuid.uuid4()))
    first = browser.post(address(RELIEF, "new"), sent)
    count = rows(RELIEF)
    again = browser.post(address(RELIEF, "new"), sent)
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    assert rows(RELIEF) == count


def test_sent_again_with_other_values_is_not_taken_for_the_first(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    sent = typed(RELIEF, cast, uid=str(uuid.uuid4()))
    browser.post(address(RELIEF, "new"), sent)
    count = rows(RELIEF)
    answer = browser.post(address(RELIEF, "new"), sent | {"amount": "77.00"})
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    assert "77.00" in answer.content.decode() and rows(RELIEF) == count


def test_the_uid_of_somebody_else_s_entry_is_of_no_use(cast: Cast, client: Any) -> None:
    theirs = RELIEF.add(cast, by="mill.officer", org=cast.orgs["mill"], worker=cast.people["li"])
    browser = cast.login(client, "gas.officer")
    count = rows(RELIEF)
    answer = browser.post(address(RELIEF, "new"), typed(RELIEF, cast, uid=str(theirs.uid)))
    assert answer.status_code == 422 and "李秀英" not in answer.content.decode()
    assert answer.context["form"].non_field_errors() and rows(RELIEF) == count


def test_a_step_taken_twice_is_taken_once(cast: Cast, client: Any) -> None:
    relief = RELIEF.add(cast)
    browser = cast.login(client, "gas.chair")
    url = address(RELIEF, "move", uid=relief.uid, key="approve")
    first = browser.post(url, {"version": relief.version})
    count = rows(RELIEF)
    again = browser.post(url, {"version": relief.version})
    assert first.status_code == again.status_code == 302 and rows(RELIEF) == count
    relief.refresh_from_db()
    assert (relief.state, relief.version) == ("approved", 2)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_whoever_saves_second_sees_both_texts_and_may_go_on(cast: Cast, language: str, client: Any) -> None:
    relief = RELIEF.add(cast)
    mine, theirs = cast.login(Client(), "gas.officer"), cast.login(Client(), "gas.caseworker")
    mine.cookies["django_language"] = language
    url = address(RELIEF, "edit", uid=relief.uid)
    base = typed(RELIEF, cast, version=str(relief.version))
    assert theirs.post(url, base | {"amount": "2222.00"}).status_code == 302
    count = rows(RELIEF)
    late = mine.post(url, base | {"amount": "3333.00"})
    text = late.content.decode()
    assert late.status_code == 409 and rows(RELIEF) == count
    assert "2,222.00" in text and "3333.00" in text
    assert bool(HAN.search(re.search(r"<title>(.*?)</title>", text, re.DOTALL).group(1).split("·")[0])) is (
        language == "zh-hans"
    )
    again = mine.post(url, base | {"amount": "3333.00", "version": late.context["form"]["version"].value()})
    relief.refresh_from_db()
    assert again.status_code == 302 and (relief.amount, relief.version) == (333_300, 3)


@pytest.mark.parametrize("version", ["0", "-1", "abc", "", "99", "9" * 30, "1.5"])
def test_a_version_that_never_was(cast: Cast, version: str, client: Any) -> None:
    relief = RELIEF.add(cast)
    browser = cast.login(client, "gas.officer")
    count = rows(RELIEF)
    for url in (address(RELIEF, "edit", uid=relief.uid), address(RELIEF, "remove", uid=relief.uid)):
        sent = typed(RELIEF, cast, version=version, reason="illness")
        assert browser.post(url, sent).status_code in (409, 422)
    assert browser.post(
        address(RELIEF, "move", uid=relief.uid, key="return"), {"version": version}
    ).status_code in (
        403,
        409,
        422,
    )
    assert rows(RELIEF) == count
