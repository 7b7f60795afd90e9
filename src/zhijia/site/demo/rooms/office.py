"""What city and counties asked of the unions below: answered, late, returned, passed on, one repeating last year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from zhijia.kernel.day import frozen
from zhijia.office.models import Notice, NoticeKind, NoticeRegister, Reply
from zhijia.office.services import answer, chase, give_task
from zhijia.registry import services
from zhijia.site.demo import cast
from zhijia.site.demo import office_words as words
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.places import CITY_CODE, FARM, GAS, MARKET, MILL, SITE
from zhijia.site.demo.size import lots
from zhijia.site.demo.world import World
from zhijia.tree.kinds import OrgKind

CITY, RIVER, HILL, LATE = CITY_CODE, "YC01", "YC02", ("YC06", "YC07")
#: who answers for the unions that have accounts
ACCOUNTS = {GAS: "gas.officer", FARM: "farm.officer", SITE: "liu", MILL: "mill.officer"}
WORD = {CITY: "云工发", RIVER: "临工发", HILL: "北工发"}


class Office:
    """Writes, issues and answers notices, each on its day and by whoever does it."""

    def __init__(self, world: World):
        self.days, self.places, self.draw = world.days, orgs(), lots("office")

    def by(self, code: str) -> Any:
        return cast.acts(ACCOUNTS.get(code) or cast.officer_of(code))

    def write(
        self,
        org: str,
        said: words.Said,
        on: date,
        *,
        days: int | None = None,
        to: Sequence[str] = (),
        **more: Any,
    ) -> Notice:
        """A draft, to the counties unless unions are named."""
        values = {
            "org": self.places[org],
            "title": said.title,
            "text": said.text,
            "questions": said.questions,
            "word": WORD[org],
            "happened_on": on,
            "reply_due_on": on + timedelta(days=days) if days else None,
            "reach": "chosen" if to else "kind",
            "to_kind": "" if to else OrgKind.COUNTY,
            "chosen": "\n".join(to),
        }
        with frozen(on):
            made: Notice = services.add(NoticeRegister, values | more, by=self.by(org))
        return made

    def issue(self, org: str, said: words.Said, on: date, **more: Any) -> Notice:
        draft = self.write(org, said, on, **more)
        with frozen(on):
            issued: Notice = services.move(draft, "issue", by=self.by(org), version=draft.version)
        return issued

    def answer(self, notice: Notice, on: date, *, without: Sequence[str] = (), accept: bool = False) -> None:
        """Every union with an account answers on a day, some never."""
        for reply in notice.replies.select_related("org", "notice__org").order_by("path"):
            code = reply.org.code
            if code in without or not (code in ACCOUNTS or code in cast.OFFICERS):
                continue
            with frozen(on):
                said = self._say(reply, code)
                if accept:
                    services.move(said, "accept", by=self.by(notice.org.code), version=said.version)

    def _say(self, reply: Reply, code: str) -> Reply:
        kinds = {
            "number": str(self.draw.randint(2, 40)),
            "yesno": "yes",
            "date": reply.happened_on.isoformat(),
        }
        typed = {one.label: kinds.get(one.kind, "无") for one in reply.notice.asks}
        typed |= {one.label: one.choices[0] for one in reply.notice.asks if one.choices}
        words_said = "" if reply.notice.asks else "已传达到位，按要求办理。"
        said: Reply = answer(reply, words_said, typed, by=self.by(code), version=reply.version)
        return said

    def read(self, notice: Notice, on: date, *, without: Sequence[str] = ()) -> None:
        """Everybody with an account but some opens what asks for no reply."""
        for reply in notice.replies.select_related("org").order_by("path"):
            code = reply.org.code
            if code not in without and (code in ACCOUNTS or code in cast.OFFICERS):
                with frozen(on):
                    services.move(reply, "note", by=self.by(code), version=reply.version)

    def give_back(self, notice: Notice, code: str, on: date, reason: str) -> None:
        reply = Reply.objects.get(notice=notice, org=self.places[code])
        with frozen(on):
            services.move(reply, "return", by=self.by(notice.org.code), version=reply.version, reason=reason)


def load(world: World, answers: Answers) -> None:
    """The year's notices and tasks as far as it has come."""
    office, days = Office(world), world.days
    before = date(days.year - 1, 3, 10)
    older = office.issue(CITY, words.ROOMS_BEFORE, before, days=15)
    office.answer(older, before + timedelta(days=9), accept=True)
    again = office.issue(CITY, words.ROOMS_AGAIN, days.ago(120), days=4)
    office.answer(again, days.ago(117), accept=True)
    told = office.issue(CITY, words.PRAISE, days.ago(60), kind=NoticeKind.CIRCULAR)
    office.read(told, days.ago(58), without=LATE)
    _hardship(office, days.ago(24))
    _safety(office, days.ago(6))
    late = office.issue(CITY, words.WAGES, days.ago(20), days=14)
    office.answer(late, days.ago(9), without=(*LATE, HILL))
    with frozen(days.last):
        chase(late, by=office.by(CITY))
    _counties(office)
    office.write(CITY, words.ROOMS_NEXT, days.last, days=3)
    _tasks(office, late)


def _hardship(office: Office, on: date) -> None:
    """Passed on by a county, whose own reply waits for its unions."""
    notice = office.issue(CITY, words.HARDSHIP, on, days=30)
    office.answer(notice, on + timedelta(days=8), without=(RIVER, HILL, *LATE))
    passed = office.issue(
        RIVER, words.HARDSHIP_ON, on + timedelta(days=2), days=25, to=(GAS, FARM, SITE), passes=notice
    )
    office.answer(passed, on + timedelta(days=10), without=(SITE,))


def _safety(office: Office, on: date) -> None:
    """Running: some have answered, one reply went back."""
    notice = office.issue(CITY, words.SAFETY, on, days=12)
    office.answer(notice, on + timedelta(days=3), without=(RIVER, *LATE))
    office.give_back(notice, HILL, on + timedelta(days=4), "隐患数与整改数对不上，请核对后重报。")


def _counties(office: Office) -> None:
    days = office.days
    running = office.issue(RIVER, words.QUIZ, days.ago(3), days=6, to=(GAS, FARM, SITE))
    office.answer(running, days.ago(1), without=(SITE, FARM))
    late = office.issue(RIVER, words.LISTS, days.ago(16), days=13, to=(GAS, FARM, SITE))
    office.answer(late, days.ago(7), without=(SITE,))
    told = office.issue(HILL, words.SUMMER, days.ago(40), to=(MILL, MARKET), kind=NoticeKind.CIRCULAR)
    office.read(told, days.ago(38))


def _tasks(office: Office, notice: Notice) -> None:
    """One late, one waiting for acceptance, one of a union's own."""
    days, places = office.days, office.places
    with frozen(days.ago(12)):
        due_on = days.ago(12) + timedelta(days=10)
        give_task(words.TASK_LATE, by=office.by(CITY), org=places[HILL], due_on=due_on, source=notice)
    with frozen(days.ago(8)):
        due_on = days.ago(8) + timedelta(days=14)
        done = give_task(words.TASK_DONE, by=office.by(RIVER), org=places[GAS], due_on=due_on)
        give_task(words.TASK_SITE, by=office.by(RIVER), org=places[SITE], due_on=due_on)
    with frozen(days.ago(2)):
        services.move(
            done, "report", by=office.by(GAS), version=done.version, values={"result": words.TASK_RESULT}
        )
