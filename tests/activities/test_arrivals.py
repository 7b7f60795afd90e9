"""At the lesson: the number on the wall sends everybody the own question, to the own telephone, and proves nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.activities.lists import attend, course, person, programme, stamped, take_part
from tests.cast import Cast
from zhijia.evidence import arrivals, services
from zhijia.evidence.models import Guesses, Request
from zhijia.kernel.day import frozen, today
from zhijia.outbox import letters
from zhijia.outbox.models import Message
from zhijia.registry.errors import Forbidden

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def browser(cast: Cast) -> Browser:
    return lambda key="": cast.login(Client(), key) if key else Client()


@pytest.fixture
def lesson(cast: Cast) -> Any:
    """A course of three days, today the first, with three people on its list."""
    held = course(cast, happened_on=today(), ends_on=today() + timedelta(days=2), hours=20)
    for number in range(3):
        attend(cast, held, person(cast, number))
    return held


def on_the_wall(client: Client, entry: Any) -> str:
    """The number an officer sees on the page of a course."""
    page = client.get(f"/r/{entry.register.room}/{entry.register.noun}/{entry.uid}/").content.decode()
    found = re.search(r'class="ev-number">(\d{4}) (\d{4})<', page)
    return found[1] + found[2] if found else ""


def last_four(entry: Any) -> str:
    return str(entry.attendances.first().person.id_number[-4:])


def send(client: Client, number: str, last: str) -> Any:
    return client.post(reverse("evidence:arrive"), {"number": number, "last": last})


def test_who_stands_there_gets_the_own_link_and_confirms(cast: Cast, lesson: Any, browser: Browser) -> None:
    number = on_the_wall(browser("gas.officer"), lesson)
    phone = browser()
    shown = phone.get(reverse("evidence:arrive_at", args=[number]))
    assert lesson.title in shown.content.decode() and shown.status_code == 200
    listed = lesson.attendances.order_by("pk").first()
    assert send(phone, number, listed.person.id_number[-4:]).status_code == 200
    message = Message.objects.get()
    letter = letters.letter_of(message)
    assert letter.to == listed.person.phone
    token = re.findall(r"/c/([\w-]{16,})/", letter.body)[0]
    asked = Request.objects.get()
    assert (asked.asked_by_id, asked.channel, asked.entry_uid) == (None, "link", listed.uid)
    page = phone.get(f"/c/{token}/").content.decode()
    assert lesson.title in page
    marks = dict(re.findall(r'name="(told|secret|last)" value="([^"]*)"', page))
    assert phone.post(reverse("evidence:answer"), {**marks, "answer": "yes"}).status_code == 200
    listed.refresh_from_db()
    assert listed.confirmed_at is not None
    assert lesson.attendances.filter(confirmed_at=None).count() == 2


def test_number_and_ending_in_an_officers_hand_confirm_nothing(
    cast: Cast, lesson: Any, browser: Browser
) -> None:
    officer = browser("gas.officer")
    number = on_the_wall(officer, lesson)
    for listed in lesson.attendances.all():
        answer = send(officer, number, listed.person.id_number[-4:])
        assert answer.status_code == 200
        tokens = [
            re.findall(r"/c/([\w-]{16,})/", letters.letter_of(one).body)[0] for one in Message.objects.all()
        ]
        assert not any(token in answer.content.decode() for token in tokens)
    assert not lesson.attendances.exclude(confirmed_at=None).exists()
    for row, message in zip(Request.objects.order_by("id"), Message.objects.order_by("id"), strict=True):
        token = re.findall(r"/c/([\w-]{16,})/", letters.letter_of(message).body)[0]
        with pytest.raises(Forbidden):
            services.confirm(
                row.uid, by=cast.actor("gas.officer"), channel="link", answer="yes", secret=token
            )


def test_right_and_wrong_endings_look_the_same(cast: Cast, lesson: Any, browser: Browser) -> None:
    number = on_the_wall(browser("gas.officer"), lesson)

    def page(last: str) -> str:
        return re.sub(r'"\w{64}"', "", send(browser(), number, last).content.decode())

    assert page(last_four(lesson)) == page("9999")
    assert Request.objects.count() == 1


def test_only_on_the_days_of_the_lessons_and_each_day_another_number(
    cast: Cast, lesson: Any, browser: Browser
) -> None:
    first = on_the_wall(browser("gas.officer"), lesson)
    with frozen(today() + timedelta(days=1)):
        second = on_the_wall(browser("gas.officer"), lesson)
        assert second and second != first
        assert send(browser(), first, last_four(lesson)).status_code == 404
    with frozen(today() + timedelta(days=3)):
        assert on_the_wall(browser("gas.officer"), lesson) == ""
        assert send(browser(), arrivals.number_of(lesson, today()), last_four(lesson)).status_code == 404
    planned = course(cast, state="planned", happened_on=today(), ends_on=today(), hours=4)
    assert send(browser(), arrivals.number_of(planned, today()), "0000").status_code == 404
    assert not Message.objects.exists()


def test_guessing_is_stopped(cast: Cast, lesson: Any, browser: Browser) -> None:
    number, statuses = arrivals.number_of(lesson, today()), []
    for guess in range(25):
        statuses.append(send(browser(), number, f"{guess:04d}").status_code)
    assert statuses[0] == 200 and statuses[-1] == 429
    assert send(browser(), number, last_four(lesson)).status_code == 429
    Guesses.objects.all().delete()
    for guess in range(25):
        browser().get(reverse("evidence:arrive_at", args=[f"{guess:08d}"]))
    assert browser().get(reverse("evidence:arrive_at", args=[number])).status_code == 429


def test_people_whose_numbers_end_alike_each_get_their_own(cast: Cast, lesson: Any, browser: Browser) -> None:
    first = next(one.person for one in lesson.attendances.all() if one.person.id_number.isdigit())
    twin = person(cast, 7, phone=f"1390000{first.id_number[-4:]}")
    attend(cast, lesson, twin)
    send(browser(), arrivals.number_of(lesson, today()), twin.phone[-4:])
    assert {letters.letter_of(one).to for one in Message.objects.all()} == {twin.phone, first.phone}


@pytest.mark.parametrize("sent", [("1234", "0000"), ("12345678", "00"), ("", ""), ("abcdefgh", "0000")])
def test_what_is_no_number_comes_back_with_a_word(browser: Browser, sent: tuple[str, str]) -> None:
    page = send(browser(), *sent)
    assert page.status_code == 422 and "is-invalid" in page.content.decode()


def test_nobody_is_pestered_and_whoever_confirmed_is_left_alone(
    cast: Cast, lesson: Any, browser: Browser
) -> None:
    number, last = arrivals.number_of(lesson, today()), last_four(lesson)
    for _time in range(6):
        send(browser(), number, last)
    assert Message.objects.count() == 3
    stamped(lesson.attendances.order_by("pk").first(), "confirmed_at")
    Request.objects.all().update(asked_at=lesson.recorded_at - timedelta(days=2))
    send(browser(), number, last)
    assert Message.objects.count() == 3


def test_women_in_an_activity_do_the_same(cast: Cast, browser: Browser) -> None:
    held = programme(cast, happened_on=today(), ends_on=today())
    take_part(cast, held, person(cast, 1))
    number = on_the_wall(browser("gas.officer"), held)
    assert send(browser(), number, person_of(held).id_number[-4:]).status_code == 200
    assert Message.objects.count() == 1


def person_of(held: Any) -> Any:
    return held.participations.first().woman


def test_a_page_of_the_course_asks_everybody_on_its_list(cast: Cast, lesson: Any, browser: Browser) -> None:
    client = browser("gas.officer")
    url = reverse("evidence:ask_people", args=["activities.attendance", "activities.course", lesson.uid])
    assert url in client.get(f"/r/activities/course/{lesson.uid}/").content.decode()
    assert "程职2" in client.get(url).content.decode()
    other = attend(cast, course(cast), person(cast, 9))
    done = client.post(url, {"channel": "slip"})
    assert done.status_code == 302 and str(lesson.uid) in done["Location"]
    assert Request.objects.filter(channel="slip").count() == 3
    assert not Request.objects.filter(entry_uid=other.uid).exists()
    assert "3" in client.get(done["Location"]).content.decode()
    for key, status in (("mill.officer", 404), ("wang", 403)):
        assert browser(key).get(url).status_code == status
    wrong = reverse("evidence:ask_people", args=["activities.participation", "activities.course", lesson.uid])
    assert client.get(wrong).status_code == 404
