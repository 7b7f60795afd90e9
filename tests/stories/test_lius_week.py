"""小刘's week: a notice, a lesson, 200 parcels, a relief, minutes, a mended list, by telephone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import Person
from tests.cast import Cast, id_number
from tests.evidence.pictures import picture
from zhijia.activities.models import Attendance, Course, Invitation, Meeting
from zhijia.assistance.models import Handout, Parcel, Relief
from zhijia.directory.models import Person as Worker
from zhijia.evidence import services as evidence
from zhijia.evidence.models import Request
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.office.models import NoticeRegister, Reply, Task
from zhijia.outbox import letters
from zhijia.outbox.models import Message
from zhijia.registry import services
from zhijia.registry.bulk import add_many
from zhijia.tally import services as tally
from zhijia.tally.queries import figure
from zhijia.tree.actor import ANONYMOUS, SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: people at the lesson, those of them without a telephone, people handed a parcel
LESSON, ON_PAPER, PARCELS = 12, 2, 200
SAVE = "main form button.btn-primary"


class Hand:
    """What 小刘 does with fingers: taps and characters counted, a pasted list is two taps."""

    def __init__(self, person: Person) -> None:
        self.person, self.page, self.taps, self.typed = person, person.page, 0, 0

    def tap(self, what: Any) -> None:
        self.taps += 1
        (self.page.locator(what).first if isinstance(what, str) else what.first).click()
        self.page.wait_for_load_state()

    def button(self, name: str) -> None:
        found = self.page.locator("main").get_by_role("button", name=name, exact=True)
        self.tap(found if found.count() else self.page.locator("main").get_by_role("link", name=name))

    def type(self, name: str, text: str) -> None:
        self.taps, self.typed = self.taps + 1, self.typed + len(text)
        self.page.fill(f"main [name={name}]", text)

    def choose(self, name: str, value: str) -> None:
        self.taps += 2
        self.page.select_option(f"main select[name={name}]", value)

    def paste(self, name: str, lines: list[str]) -> None:
        self.taps += 2
        self.page.fill(f"main [name={name}]", "\n".join(lines))

    def photograph(self, path: Path) -> None:
        self.taps += 2
        self.page.locator("main input[type=file]").first.set_input_files(str(path))

    def save(self) -> None:
        self.tap(SAVE)
        self.person.look()

    def open(self, entry: Any) -> None:
        self.taps += 2
        self.person.go(reverse("registry:detail", args=[entry.register.room, entry.register.noun, entry.uid]))


def workers(cast: Cast, count: int) -> list[Worker]:
    rows = [
        {
            "org": cast.orgs["site"],
            "name": f"工友{number:03d}",
            "id_number": id_number(date(1980, 1, 1) + timedelta(days=number), 301),
            "phone": f"137{number:08d}",
        }
        for number in range(count)
    ]
    add_many(Worker.register, rows, by=SYSTEM, source="名册", source_digest="0" * 64)  # type: ignore[attr-defined]
    return list(Worker.objects.filter(name__startswith="工友").order_by("name"))


def photo(folder: Path, seed: int) -> Path:
    made = folder / f"photo{seed}.jpg"
    made.write_bytes(picture(seed=seed))
    return made


def token_of(entry: Any) -> str:
    """The key in the newest text message about an entry, as only its person reads it."""
    asked = Request.objects.get(entry_uid=entry.uid, current=True)
    body = letters.letter_of(Message.objects.get(effect_key=f"confirmation:{asked.uid}")).body
    return re.findall(r"/c/([\w-]{16,})/", body)[0]


def own_word(entries: Any) -> None:
    """Everybody answers yes by the link in the own message."""
    asked = {one.entry_uid: one for one in Request.objects.filter(current=True)}
    said = [evidence.Said(asked[one.uid].uid, "yes", token_of(one), "", None) for one in entries]
    evidence.confirm_many(said, by=ANONYMOUS, channel="link")


def counted(cast: Cast, key: str) -> int:
    tally.refresh()
    return figure(key, cast.orgs["site"].pk, Period.year(today().year)).counted


def lesson(liu: Hand, people: list[Worker], folder: Path) -> Any:
    """Twelve people sign in: ten on their own telephones, two on paper."""
    liu.person.go("/r/activities/meeting/new/")
    for name, text in (("title", "高处作业安全课"), ("begins", "14:00"), ("place", "工地食堂")):
        liu.type(name, text)
    liu.choose("kind", "lesson")
    liu.save()
    held = Meeting.objects.get()
    liu.button("开始签到")
    liu.button("按名单登记")
    liu.paste("people", [one.name for one in people])
    liu.save()
    liu.save()
    number = "".join(re.findall(r"\d", liu.page.locator(".ev-number").inner_text()))
    phone = Client()
    for one in people[ON_PAPER:]:
        sent = {"number": number, "last": one.id_number[-4:]}
        assert phone.post(reverse("evidence:arrive"), sent).status_code == 200
    own_word(Invitation.objects.filter(person__in=people[ON_PAPER:]))
    liu.button("录入纸质签到表")
    for one in people[:ON_PAPER]:
        liu.tap(liu.page.get_by_label(one.name))
    liu.photograph(photo(folder, 1))
    liu.save()
    liu.button("签到结束")
    return held


def parcels(liu: Hand, people: list[Worker], folder: Path) -> Any:
    """Two hundred parcels: one pasted list, one signed sheet, one photo, everybody asked at once."""
    liu.person.go("/r/assistance/handout/new/")
    for name, text in (
        ("title", "冬送温暖"),
        ("goods", "米10公斤油5升"),
        ("place", "工地食堂"),
        ("portions", str(PARCELS)),
    ):
        liu.type(name, text)
    liu.choose("occasion", "winter")
    liu.photograph(photo(folder, 2))
    liu.save()
    given = Handout.objects.get()
    liu.button("开始发放")
    liu.button("按名单登记")
    liu.paste("people", [one.name for one in people])
    liu.save()
    liu.save()
    liu.button("签名表")
    assert liu.page.locator("main tbody tr", has_text="工友").count() == PARCELS
    liu.tap("nav[aria-label=breadcrumb] a")
    liu.button("询问所有未确认的人")
    liu.save()
    liu.button("发放完毕")
    return given


def relief(liu: Hand, folder: Path) -> None:
    liu.person.go("/r/assistance/relief/new/")
    liu.type("worker_typed", "陈大")
    liu.page.wait_for_selector("input[type=radio][name=worker]")
    if not liu.page.is_checked("input[type=radio][name=worker]"):
        liu.tap("input[type=radio][name=worker]")
    liu.choose("reason", "illness")
    liu.type("amount", "1200")
    liu.photograph(photo(folder, 3))
    liu.save()


def desk(liu: Hand, held: Any, wrong: Any) -> None:
    """The hour at the desk: a decision, the minutes, and somebody on last month's list who did not finish."""
    liu.open(held)
    liu.button("登记议定事项")
    liu.type("title", "每周一班前检查安全带")
    liu.type("due_on", (today() + timedelta(days=20)).isoformat())
    liu.save()
    liu.button("写会议纪要")
    for name, text in (
        ("led_by", "刘志强"),
        ("minuted_by", "刘志强"),
        ("minutes", "讲解高处作业要点，现场演练。"),
    ):
        liu.type(name, text)
    liu.save()
    liu.taps += 2
    liu.person.go("/r/activities/attendance/?q=工友011")
    liu.tap(liu.page.locator("main tbody a"))
    liu.button("修改")
    liu.choose("result", "missed")
    liu.save()


def answered(liu: Hand) -> None:
    """A notice of the county, from the desk, in its own form."""
    liu.person.go("/")
    liu.tap(liu.page.locator(".zj-task a[href*='/office/reply/']"))
    for name, text in (("q0", "1"), ("q1", "缺安全书")):
        liu.type(name, text)
    liu.save()


def a_notice(cast: Cast) -> None:
    by = cast.actor("river.officer")
    given = {"org": cast.orgs["river"], "title": "核查工地书屋", "text": "请如实填报工地书屋情况。" * 3}
    due = {"word": "临工发", "happened_on": today(), "reply_due_on": today() + timedelta(days=5)}
    asked = {"questions": "书屋个数 | number\n困难和建议"}
    draft = services.add(NoticeRegister, {**given, **due, **asked}, by=by)
    services.move(draft, "issue", by=by, version=draft.version)


def last_months_list(cast: Cast, people: list[Worker]) -> None:
    by, day = cast.actor("liu"), today() - timedelta(days=30)
    given = {
        "org": cast.orgs["site"],
        "title": "上月技能课",
        "kind": "skills",
        "happened_on": day,
        "ends_on": day,
    }
    course = services.add(
        Course.register,  # type: ignore[attr-defined]
        {**given, "hours": 8, "place": "食堂", "trainer_name": "刘老师"},
        by=by,
    )
    course = services.move(course, "open", by=by, version=course.version)
    for one in people:
        services.add(Attendance.register, {"course": course, "person": one, "result": "finished"}, by=by)  # type: ignore[attr-defined]


def test_liu_does_one_real_week(cast: Cast, somebody: Callable[..., Person], tmp_path: Path) -> None:
    people = workers(cast, PARCELS)
    last_months_list(cast, people[10:12])
    a_notice(cast)
    phone, office = Hand(somebody("liu", width=390)), Hand(somebody("liu", width=1280))
    held = lesson(phone, people[:LESSON], tmp_path)
    at_lesson = (phone.taps, phone.typed)
    parcels(phone, people, tmp_path)
    at_parcels = (phone.taps - at_lesson[0], phone.typed - at_lesson[1])
    relief(phone, tmp_path)
    answered(office)
    desk(office, held, people[11])
    one = Parcel.objects.get(person=people[0])
    worker = somebody(width=320)
    worker.go(f"/c/{token_of(one)}/")
    worker.page.click("button[name=answer][value=yes]")
    worker.look()
    own_word(Parcel.objects.filter(confirmed_at=None))

    assert Invitation.objects.filter(state="signed").count() == LESSON - ON_PAPER
    assert Invitation.objects.filter(state="listed", confirmed_at=None).count() == ON_PAPER
    assert (counted(cast, "meetings_held"), counted(cast, "meeting_attendances")) == (1, LESSON - ON_PAPER)
    assert (counted(cast, "goods_people"), counted(cast, "goods_portions")) == (PARCELS, PARCELS)
    assert Relief.objects.get().state == "asked"
    assert Reply.objects.get(org=cast.orgs["site"]).replied_at is not None
    assert Task.objects.get().source_uid == held.uid
    assert Meeting.objects.get().state == "minuted"
    assert Attendance.objects.get(person=people[11]).result == "missed"
    assert [*phone.person.wrong, *office.person.wrong, *worker.wrong] == []
    # what the week costs fingers: a change that makes it dearer is seen here
    week: dict[str, tuple[int, int]] = {
        "lesson": at_lesson,
        "parcels": at_parcels,
        "phone": (phone.taps, phone.typed),
    }
    week["desk"] = (office.taps, office.typed)
    most = {"lesson": (22, 20), "parcels": (26, 24), "phone": (55, 48), "desk": (24, 50)}
    assert all(used <= limit for key in most for used, limit in zip(week[key], most[key], strict=True)), week
