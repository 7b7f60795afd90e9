"""A meeting from the invitation to the minutes: who came is counted from sign-ins, decisions become tasks."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from tests.activities.lists import counted, person, step
from tests.cast import Cast
from tests.evidence.pictures import picture
from zhijia.activities.models import Delegation, Invitation, Meeting
from zhijia.evidence import services as evidence
from zhijia.evidence.models import Attachment, Request
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.office.models import Task
from zhijia.outbox import letters
from zhijia.outbox.models import Message
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import ANONYMOUS

pytestmark = pytest.mark.django_db
YEAR = Period.year(today().year)


def called(cast: Cast, **values: Any) -> Any:
    given = {
        "org": cast.orgs["gas"],
        "title": f"安全生产推进会{Meeting.objects.count() + 1}",
        "kind": "promotion",
        "happened_on": today(),
        "begins": "9:30",
        "place": "职工之家",
        "agenda": "通报情况",
        **values,
    }
    return services.add(Meeting.register, given, by=cast.actor("gas.officer"))


def invited(cast: Cast, meeting: Any, who: Any, **values: Any) -> Any:
    given = {"meeting": meeting, "person": who, "part": "attends", "way": "invited", **values}
    return services.add(Invitation.register, given, by=cast.actor("gas.officer"))


def says_yes(listed: Any) -> None:
    """The person opens the link of the newest text message about an invitation."""
    asked = Request.objects.get(entry_uid=listed.uid, current=True)
    body = letters.letter_of(Message.objects.get(effect_key=f"confirmation:{asked.uid}")).body
    token = re.findall(r"/c/([\w-]{16,})/", body)[0]
    evidence.confirm(asked.uid, by=ANONYMOUS, channel="link", answer="yes", secret=token)


def photo(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"list{seed}.jpg", picture(seed=seed), content_type="image/jpeg")


@pytest.fixture
def officer(cast: Cast) -> Client:
    return cast.login(Client(), "gas.officer")


@pytest.fixture
def meeting(cast: Cast) -> Any:
    """A meeting of today with four people called."""
    made = called(cast)
    for number in range(4):
        invited(cast, made, person(cast, number))
    return made


def page(name: str, meeting: Any, *more: str) -> str:
    return reverse(f"activities:{name}", args=[meeting.uid, *more])


def on_the_wall(client: Client, meeting: Any) -> str:
    found = re.search(r'mt-number">(\d{4}) (\d{4})<', client.get(page("sheet", meeting)).content.decode())
    assert found is not None
    return found[1] + found[2]


def test_the_own_telephone_signs_in_and_only_then_it_counts(
    cast: Cast, officer: Client, meeting: Any
) -> None:
    assert meeting.begins == "09:30"
    number, first = on_the_wall(officer, meeting), meeting.invitations.order_by("pk").first()
    said = {"number": number, "last": first.person.id_number[-4:]}
    phone = Client()
    assert phone.post(reverse("evidence:arrive"), said).status_code == 404, "the sign-in is not open yet"
    meeting = step(cast, meeting, "begin")
    assert phone.post(reverse("evidence:arrive"), said).status_code == 200
    says_yes(first)
    first.refresh_from_db()
    assert (first.state, first.confirmed_at is not None) == ("signed", True)
    assert set(meeting.invitations.exclude(pk=first.pk).values_list("state", flat=True)) == {"expected"}
    meeting = step(cast, meeting, "hold")
    assert counted(cast, "meetings_held", period=YEAR) == (0, 1)
    evidence.attach(meeting, photo(3), by=cast.actor("gas.officer"))
    assert counted(cast, "meetings_held", period=YEAR) == (1, 0)
    assert counted(cast, "meeting_attendances", period=YEAR) == (1, 0)


def test_the_paper_list_is_taken_in_as_one_and_confirms_nothing(
    cast: Cast, officer: Client, meeting: Any
) -> None:
    step(cast, meeting, "begin")
    stranger = person(cast, 50)
    one, two, *_rest = meeting.invitations.order_by("pk")
    sent = {"people": [str(one.uid)], "names": f"{two.person.name}\n{stranger.name}\n查无此人", "whole": "1"}
    refused = officer.post(page("paper_list", meeting), {**sent, "uploads": photo(5)})
    assert refused.status_code == 422 and "查无此人" in refused.content.decode()
    assert not meeting.invitations.filter(state="listed").exists(), "nothing is half taken in"
    assert not Attachment.objects.exists()
    sent["names"] = f"{two.person.name}\n{stranger.name}"
    assert officer.post(page("paper_list", meeting), {**sent, "uploads": photo(5)}).status_code == 302
    came = meeting.invitations.filter(state="listed")
    assert {row.person_id for row in came} == {one.person_id, two.person_id, stranger.pk}
    assert not came.exclude(confirmed_at=None).exists()
    assert officer.post(page("paper_list", meeting), sent).status_code == 302, "twice changes nothing"
    assert came.count() == 3
    step(cast, meeting, "hold")
    assert counted(cast, "meetings_held", period=YEAR) == (0, 1), "nobody's own word yet"
    evidence.ask(came.get(pk=one.pk), by=cast.actor("gas.officer"))
    says_yes(one)
    assert counted(cast, "meetings_held", period=YEAR) == (1, 0)
    assert counted(cast, "meeting_attendances", period=YEAR) == (1, 2)


def test_a_photo_of_another_meeting_is_no_proof(cast: Cast, meeting: Any) -> None:
    by = cast.actor("gas.officer")
    evidence.attach(called(cast), photo(7), by=by)
    again = evidence.attach(meeting, photo(7), by=by)
    meeting.refresh_from_db()
    assert again.standing == "flagged" and meeting.evidenced_at is None


def test_everybody_gets_one_message_of_one_wording(cast: Cast, officer: Client, meeting: Any) -> None:
    listed = meeting.invitations.order_by("pk").first()
    services.change(listed.person, {"phone": ""}, by=cast.actor("gas.officer"), version=listed.person.version)
    for _time in range(2):
        assert officer.post(page("invite", meeting)).status_code == 302
        assert Message.objects.count() == 3
    shown = officer.get(page("invite", meeting)).content.decode()
    assert "135****" in shown and str(meeting.invitations.last().person.phone) not in shown
    meeting = services.change(
        meeting, {"place": "礼堂"}, by=cast.actor("gas.officer"), version=meeting.version
    )
    assert officer.post(page("invite", meeting)).status_code == 302
    assert Message.objects.count() == 6, "other words are another message"
    step(cast, meeting, "cancel", reason="台风")
    assert officer.post(page("invite", meeting)).status_code == 422


def test_a_meeting_put_off_takes_its_lists_along(cast: Cast, meeting: Any) -> None:
    later = today() + timedelta(days=3)
    meeting = services.change(
        meeting, {"happened_on": later}, by=cast.actor("gas.officer"), version=meeting.version
    )
    assert {row.happened_on for row in meeting.invitations.all()} == {later}
    with pytest.raises(Refused):
        step(cast, meeting, "begin")


def test_decisions_are_tasks_and_the_minutes_count_who_came(
    cast: Cast, officer: Client, meeting: Any
) -> None:
    step(cast, meeting, "begin")
    ticked = [str(row.uid) for row in meeting.invitations.all()[:3]]
    officer.post(page("paper_list", meeting), {"people": ticked, "names": "", "whole": "1"})
    sent = {
        "title": "三个班组先行试点",
        "org": str(cast.orgs["gas"].uid),
        "due_on": str(today() + timedelta(days=30)),
        "uid": "01a20000-0000-7000-8000-000000000001",
    }
    for _time in range(2):
        assert officer.post(page("decide", meeting), sent).status_code == 302
    task = Task.objects.get()
    assert (task.source_kind, task.source_uid, task.org) == ("activities.meeting", meeting.uid, meeting.org)
    early = officer.post(page("decide", meeting), {**sent, "uid": "", "due_on": "2020-01-01"})
    assert early.status_code == 422 and Task.objects.count() == 1
    step(cast, meeting, "hold")
    said = {"led_by": "高建国", "minuted_by": "周敏", "minutes": "一致同意先行试点。"}
    step(cast, meeting, "minute", values=said)
    answer = officer.get(page("minutes", meeting, "docx"))
    paper = Document(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    text = "\n".join(one.text for one in paper.paragraphs)
    assert "应到4人，按签到统计实到3人" in text and "一致同意先行试点" in text
    assert paper.tables[0].rows[1].cells[1].text == "三个班组先行试点"
    with pytest.raises(Refused):
        invited(cast, Meeting.objects.get(), person(cast, 60))


def test_a_union_called_sees_the_meeting_and_answers_no_other_does(cast: Cast) -> None:
    city = cast.actor("city.officer")
    given = {"org": cast.orgs["city"], "title": "全市推进会", "kind": "promotion", "begins": "14:00"}
    ahead = {"happened_on": today() + timedelta(days=5), "place": "市总工会"}
    made = services.add(Meeting.register, {**given, **ahead}, by=city)
    call = {"meeting": made, "guest": cast.orgs["river"], "seats": 2}
    guest = services.add(Delegation.register, call, by=city)
    url = reverse("registry:detail", args=["activities", "meeting", made.uid])
    assert cast.login(Client(), "hill.officer").get(url).status_code == 404
    river = cast.login(Client(), "river.officer")
    assert river.get(url).status_code == 200
    assert river.get(page("sheet", made)).status_code == 403
    assert "全市推进会" in river.get("/calendar/").content.decode()
    services.move(guest, "accept", by=cast.actor("river.officer"), version=guest.version)
    assert Delegation.objects.get().state == "coming"
