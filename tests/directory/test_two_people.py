"""Two unions agree to a transfer by two people."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from zhijia.directory import services
from zhijia.directory.models import Transfer
from zhijia.journal import verify
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.registry.errors import Forbidden
from zhijia.registry.services import move
from zhijia.tree.models import Post

pytestmark = pytest.mark.django_db


def step(cast: Cast, transfer: Transfer, key: str, by: str, **values: Any) -> Any:
    fresh = Transfer.objects.get(pk=transfer.pk)
    return move(fresh, key, by=cast.actor(by), version=fresh.version, values=values)


def test_two_people_agree_unless_a_union_has_nobody_of_its_own(cast: Cast, client: Any) -> None:
    transfer = services.ask_transfer(cast.orgs["farm"], by=cast.actor("wang"))
    step(cast, transfer, "release", "city.officer")
    url = reverse("registry:detail", args=["directory", "transfer", transfer.uid])
    step_url = reverse("registry:move", args=["directory", "transfer", transfer.uid, "accept_and_move"])
    officer = cast.login(client, "city.officer")
    assert "需要另一个人" in officer.get(url).content.decode()
    assert officer.get(step_url).status_code == 403, "said before the form is filled in"
    with pytest.raises(Forbidden):
        step(cast, transfer, "accept_and_move", "city.officer", moved_on=today())
    Post.objects.filter(org=cast.orgs["farm"]).update(valid_to=today())
    page = officer.get(url).content.decode()
    assert "可以代表双方同意" in page and cast.orgs["farm"].name in page
    done = step(cast, transfer, "accept_and_move", "city.officer", moved_on=today())
    assert done.state == "done" and "一人代表双方同意" in officer.get(url).content.decode()
    told = JournalEvent.objects.get(entry_uid=transfer.uid, verb="both_sides")
    assert cast.orgs["farm"].name in told.reason
    assert [one for one in verify.problems() if not one.information] == []
