"""A new person with what holds of them, in one form."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, id_number
from zhijia.directory.models import Person, PersonFact

pytestmark = pytest.mark.django_db


def test_a_new_person_is_entered_with_groups_and_levels_at_once(cast: Cast, client: Client) -> None:
    officer, new = cast.login(client, "liu"), reverse("registry:new", args=["directory", "person"])
    sent = {"uid": "018f0000-0000-7000-8000-00000000f001", "org": cast.orgs["site"].uid, "name": "钱小川"}
    sent |= {"id_kind": "resident", "id_number": id_number(date(1995, 3, 4), 6), "holds_migrant": "on"}
    sent |= {"holds_platform": "courier", "holds_skill": "senior", "holds_source": "own"}
    early = officer.post(new, sent | {"holds_from": "1990-01-01"})
    page = early.content.decode()
    assert early.status_code == 422 and "1995-03-04" in page and 'value="钱小川"' in page
    assert not Person.objects.filter(name="钱小川").exists() and not PersonFact.objects.filter(what="courier")
    for _time in range(2):  # sent twice, written once
        assert officer.post(new, sent | {"holds_from": "2024-05-01"}).status_code == 302
    facts = PersonFact.objects.filter(person__name="钱小川").order_by("what")
    assert [(one.what, one.valid_from, one.source) for one in facts] == [
        (what, date(2024, 5, 1), "own") for what in ("courier", "migrant", "senior")
    ]
    none = sent | {"uid": "", "name": "孙小川", "id_number": id_number(date(1995, 3, 4), 7), "holds_from": ""}
    assert "holds_from" in officer.post(new, none).context["form"].errors


def test_a_picker_answers_under_the_name_its_form_gives_it(cast: Cast, client: Client) -> None:
    url = reverse("registry:pick", args=["directory", "membership", "person"])
    found = cast.login(client, "gas.officer").get(url, {"other_typed": "高"}).content.decode()
    assert 'name="other"' in found and str(cast.people["gao"].uid) in found
