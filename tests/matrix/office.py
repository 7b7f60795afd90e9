"""What the pages of the office answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.matrix.cells import NOWHERE, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.office.burden import may_look
from zhijia.office.models import NoticeRegister, ReplyRegister
from zhijia.office.posts import WORKING, WRITING, writers
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    # a notice that went out: the one of the reply
    reply = world.entries["office.reply"]
    notice = reply.notice

    def sees(actor: Actor) -> bool:
        return bool(NoticeRegister.policy.view.test(actor, notice))

    def writes(*statuses: int) -> Expected:
        return lambda actor: (
            {404} if not sees(actor) else set(statuses) if writers.test(actor, notice) else {403}
        )

    def reads(actor: Actor) -> Statuses:
        return {200} if ReplyRegister.policy.view.test(actor, reply) else {404}

    def answers(actor: Actor) -> Statuses:
        if not ReplyRegister.policy.view.test(actor, reply):
            return {404}
        return {422} if reply.org.path in actor.paths(*WORKING) else {403}

    def passes(status: int) -> Expected:
        # the union that got it leads a branch: those who write for it pass it on
        def answer(actor: Actor) -> Statuses:
            if not ReplyRegister.policy.view.test(actor, reply):
                return {404}
            return {status} if reply.org.path in actor.paths(*WRITING) else {403}

        return answer

    rows: dict[str, tuple[object, Expected, Expected]] = {
        "notice": (notice.uid, lambda actor: {200} if sees(actor) else {404}, always(405)),
        "chase": (notice.uid, always(405), writes(302)),
        "accept_all": (notice.uid, always(405), writes(302)),
        "workbook": (notice.uid, writes(200), always(405)),
        "reply": (reply.uid, reads, answers),
        "pass_on": (reply.uid, passes(200), passes(422)),
    }
    for name, (uid, get, post) in rows.items():
        url, absent = (reverse(f"office:{name}", args=[one]) for one in (uid, NOWHERE))
        yield from both(f"office:{name}", url, get, post, absent=absent)
    look: Expected = lambda actor: {200 if may_look(actor) else 404}  # noqa: E731
    yield from both("office:burden", reverse("office:burden"), look, always(405))
