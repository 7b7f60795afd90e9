"""Proof put on the entries and the workers' answers, each by the way it would go in a union."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from zhijia.assistance.models import Relief
from zhijia.directory import services as directory
from zhijia.directory.models import Person
from zhijia.evidence import services as evidence
from zhijia.evidence.models import Request
from zhijia.kernel import money
from zhijia.kernel.identity import mask_name
from zhijia.outbox.letters import letter_of
from zhijia.outbox.models import Message
from zhijia.registry.register import register_of
from zhijia.site.demo import pictures
from zhijia.site.demo.cast import OFFICERS, acts, officer_of
from zhijia.site.demo.loading import Made
from zhijia.tree.actor import ANONYMOUS, SYSTEM, Actor, actor_of
from zhijia.tree.models import User

#: what somebody says who was given only a part, in fen
PART = 300_00
NOTES = {"no": "一直没有收到这笔钱。", "partly": "只收到一部分。"}
SLIPS_AT_ONCE = 50


class Upload(io.BytesIO):
    """A drawn picture as a form would send it."""

    def __init__(self, data: bytes, name: str):
        super().__init__(data)
        self.name = name


def picture_of(entry: Any, *, number: int) -> Upload:
    """The receipt of a relief, or the sketch of a reading room; another number gives another picture."""
    if isinstance(entry, Relief):
        day = entry.paid_on or entry.happened_on
        paid = f"今收到救助金 {money.text(entry.amount)} 元"
        lines = [entry.org.name, paid, f"领款人 {mask_name(entry.worker.name)}", day.isoformat()]
        return Upload(
            pictures.receipt("困难职工救助领款单", lines, number=number), f"领款单-{day:%Y%m%d}.jpg"
        )
    day = entry.happened_on
    lines = [f"{day.isoformat()}  {entry.volumes or 0} 册", entry.address]
    return Upload(pictures.room(entry.name, lines, number=number), f"书屋照片-{day:%Y%m%d}.jpg")


class Answers:
    """Everybody who asks and answers, each account looked up once."""

    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}
        self._pictures = 0

    def actor(self, username: str) -> Actor:
        """Who acts under an account."""
        if username not in self._actors:
            self._actors[username] = acts(username)
        return self._actors[username]

    def prove(self, made: Sequence[Made]) -> int:
        """Puts a picture on every entry that is to have one; their number."""
        wanted = [(deed, entry) for deed, entry in made if deed.proof]
        for deed, entry in wanted:
            self.attach(entry, by=self.actor(officer_of(deed.branch)))
        return len(wanted)

    def attach(self, entry: Any, *, by: Actor, like: Any = None) -> Any:
        """A picture drawn for this entry and put on it, or with `like` the newest drawn, which was for that one."""
        self._pictures += like is None
        return evidence.attach(entry, picture_of(like or entry, number=self._pictures), by=by)

    def ask(self, made: Sequence[Made]) -> dict[Any, Request]:
        """Asks the workers by the way of their deed; the questions by the uid of their entry."""
        return {
            entry.uid: evidence.ask(entry, by=self.actor(officer_of(deed.branch)), channel=deed.asked)
            for deed, entry in made
            if deed.asked not in ("", "self")
        }

    def answer(self, made: Sequence[Made]) -> int:
        """Asks, and gives the answers of those who have answered; their number."""
        asked = self.ask(made)
        answered = [pair for pair in made if pair[0].answer]
        self.by_slip([asked[entry.uid] for deed, entry in answered if deed.asked == "slip"])
        for deed, entry in answered:
            if deed.asked == "link":
                by_link(asked[entry.uid], deed.answer)
            elif deed.asked == "call":
                self.by_call(asked[entry.uid], deed.branch)
            elif deed.asked == "self":
                by_self(entry)
        return len(answered)

    def by_slip(self, requests: Sequence[Request]) -> None:
        """The auditor prints slips; the workers use theirs on somebody's telephone."""
        for start in range(0, len(requests), SLIPS_AT_ONCE):
            uids = [one.uid for one in requests[start : start + SLIPS_AT_ONCE]]
            for slip in evidence.print_slips(uids, by=self.actor("city.auditor")):
                said = {"channel": "slip", "answer": "yes", "secret": slip.keys.token}
                evidence.confirm(slip.request.uid, by=ANONYMOUS, **said)

    def by_call(self, request: Request, branch: str) -> None:
        """The officer of another county calls the worker."""
        codes = sorted(OFFICERS)
        place = codes.index(branch) if branch in codes else 0
        caller = self.actor(officer_of(codes[(place + 1) % len(codes)]))
        evidence.take_over(request.uid, by=caller, reason="电话回访")
        evidence.confirm(request.uid, by=caller, channel="call", answer="yes")


def by_link(request: Request, answer: str = "yes") -> None:
    """The worker opens the link of the text message, which nobody else has."""
    body = letter_of(Message.objects.get(effect_key=f"confirmation:{request.uid}")).body
    match = re.search(r"/c/([^/\s]+)/", body)
    if match is None:
        raise LookupError("the message holds no link")
    said = {"note": NOTES.get(answer, ""), "amount_said": PART if answer == "partly" else None}
    evidence.confirm(request.uid, by=ANONYMOUS, channel="link", answer=answer, secret=match[1], **said)


def by_self(entry: Any) -> None:
    """The worker logs in and says so."""
    person: Person = getattr(entry, register_of(type(entry)).confirmed_by)
    evidence.confirm_own(entry, by=_account(person))


def _account(person: Person) -> Actor:
    """The worker's own account, made where there is none; nobody knows its password."""
    if person.user is None:
        user = User(username=f"worker.{person.pk}", name=person.name)
        user.set_unusable_password()
        user.save()
        person.user = directory.give_account(person, user, by=SYSTEM).user
    return actor_of(person.user, channel="self")
