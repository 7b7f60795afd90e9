"""The page that asks everybody of a list."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.evidence.conftest import texts
from tests.evidence.test_many import people, reliefs
from zhijia.assistance.models import Relief
from zhijia.evidence.everybody import prospect
from zhijia.evidence.models import Request
from zhijia.journal.models import JournalEvent

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def test_a_page_asks_everybody_of_a_list(cast: Cast, browser: Browser) -> None:
    reliefs(cast, people(cast, 3))
    reliefs(cast, people(cast, 2, first=50, phones=False), kind="medical")
    url = reverse("evidence:ask_list", args=["assistance.relief"])
    client = browser("gas.officer")
    assert url in client.get("/r/assistance/relief/").content.decode()
    page = client.get(url, {"kind": "living"}).content.decode()
    assert "程众0" in page and "程众50" not in page and not Request.objects.exists()
    done = client.post(f"{url}?kind=living", {"channel": ""})
    assert done.status_code == 302 and done["Location"] == "/r/assistance/relief/?kind=living"
    assert list(Request.objects.values_list("channel", flat=True)) == ["link"] * 3
    client.post(url, {"channel": ""})
    assert sorted(Request.objects.values_list("channel", flat=True)) == ["link"] * 3 + ["slip"] * 2
    seen = prospect(Relief.register, Relief.objects.all(), cast.actor("gas.officer"))
    assert seen.ready == [] and sum(seen.left.values()) == 5


def test_no_page_of_asking_many_shows_a_key(cast: Cast, browser: Browser) -> None:
    found = reliefs(cast, people(cast, 3))
    client, url = browser("gas.officer"), reverse("evidence:ask_list", args=["assistance.relief"])
    shown = [client.get(url), client.post(url, {"channel": "link"}, follow=True), client.get(url)]
    shown += [client.get(f"/r/assistance/relief/{entry.uid}/") for entry in found]
    tokens = [re.findall(r"/c/([\w-]{16,})/", text)[0] for text in texts()]
    journal = json.dumps([[e.before_text, e.after_text, e.reason] for e in JournalEvent.objects.all()])
    assert len(tokens) == 3
    for token in tokens:
        assert token not in journal
        assert not any(token in page.content.decode() for page in shown)


@pytest.mark.parametrize(
    ("key", "status"), [("wang", 403), ("gas.finance", 403), ("city.auditor", 404), ("administrator", 404)]
)
def test_asking_many_is_for_those_who_may_change(cast: Cast, browser: Browser, key: str, status: int) -> None:
    reliefs(cast, people(cast, 2))
    client, url = browser(key), reverse("evidence:ask_list", args=["assistance.relief"])
    assert client.get(url).status_code == client.post(url, {}).status_code == status
    assert not Request.objects.exists()


def test_an_officer_elsewhere_asks_nobody_here(cast: Cast, browser: Browser) -> None:
    reliefs(cast, people(cast, 2))
    client, url = browser("mill.officer"), reverse("evidence:ask_list", args=["assistance.relief"])
    assert "程众" not in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 302 and not Request.objects.exists()
    assert client.get(url, {"nonsense": "1"}).status_code == 400
    assert client.get(reverse("evidence:ask_list", args=["no.such"])).status_code == 404
    assert client.get(reverse("evidence:ask_list", args=["directory.person"])).status_code == 404
