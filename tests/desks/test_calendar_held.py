"""“It was held” on one page: the day, the minutes, a photograph and a worker who took part."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.evidence.pictures import picture
from tests.plans.calendar import counted, year
from zhijia.evidence import services as evidence
from zhijia.evidence.models import Request
from zhijia.plans.models import Duty, Plan

__all__ = ["year"]


def address(cast: Cast, title: str = "踏青", union: str = "gas") -> str:
    return reverse("desks:held", args=[Duty.objects.get(milestone__title=title, org=cast.orgs[union]).uid])


def form(client: Any, url: str) -> dict[str, Any]:
    page = client.get(url)
    assert page.status_code == 200
    return {
        "version": page.context["form"]["version"].value(),
        "happened_on": "2026-05-30",
        "note": "登山，42人",
    }


def test_day_minutes_photograph_and_worker_on_one_page(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "gas.officer")
    url = address(cast)
    photo = SimpleUploadedFile("taqing.jpg", picture(seed=5), content_type="image/jpeg")
    sent = form(client, url) | {
        "witness": str(cast.people["wang"].uid),
        "evidence_files": photo,
        "evidence_ask": "on",
    }
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    done = Duty.objects.get(milestone__title="踏青", org=cast.orgs["gas"])
    assert (done.state, done.note, done.witness) == ("held", "登山，42人", cast.people["wang"])
    assert done.evidenced_at is not None and Request.objects.filter(entry_uid=done.uid).count() == 1
    before = counted(cast)
    evidence.confirm_own(done, by=cast.actor("wang"), answer="yes")
    assert counted(cast)[0] == before[0] + 1


def test_a_day_outside_keeps_what_was_typed_and_nothing_is_saved(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "gas.officer")
    url = address(cast)
    for day in ("2026-05-01", "2026-06-16", "30.5.", ""):
        answer = client.post(url, form(client, url) | {"happened_on": day})
        assert answer.status_code == 422 and answer.context["form"].errors["happened_on"], day
        assert "登山，42人" in answer.content.decode()
    assert Duty.objects.get(milestone__title="踏青", org=cast.orgs["gas"]).state == "planned"


def test_a_bad_file_undoes_the_step(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "gas.officer")
    url = address(cast)
    bad = SimpleUploadedFile("taqing.exe", b"MZ\x90\x00\x03\x00\xff\xfe" * 80, content_type="image/jpeg")
    answer = client.post(url, form(client, url) | {"evidence_files": bad})
    assert answer.status_code == 422 and answer.context["form"].errors["evidence_files"]
    assert Duty.objects.get(milestone__title="踏青", org=cast.orgs["gas"]).state == "planned"


def test_twice_is_told_and_others_do_not_find_it(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "gas.officer")
    url = address(cast)
    sent = form(client, url)
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302, "the same again is the same"
    other = client.post(url, sent | {"happened_on": "2026-05-29"})
    assert other.status_code == 422 and "2026-05-29" in other.content.decode()
    done = Duty.objects.get(milestone__title="踏青", org=cast.orgs["gas"])
    assert done.version == 2 and done.happened_on.isoformat() == "2026-05-30"
    cast.login(client, "farm.officer")
    assert client.get(url).status_code == 404
    cast.login(client, "gas.finance")
    assert client.get(address(cast, "篮球赛")).status_code == 403


def test_before_its_time_there_is_no_such_page(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "gas.officer")
    assert client.get(address(cast, "合唱比赛")).status_code == 403
