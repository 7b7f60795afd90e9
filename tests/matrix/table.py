"""What every address answers to everybody: one table, worked out from the rules of the registers.

A `Cell` is an address with a method; `expected(actor)` gives the statuses that are right. An address nobody has put
here fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix import (
    calendar,
    calls,
    campaigns,
    coming,
    directory,
    entries,
    handing,
    interface,
    meetings,
    office,
    organising,
    reach,
    sites,
    statistics,
)
from tests.matrix.cells import GET, NOWHERE, POST, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.evidence.callbacks import is_caller
from zhijia.evidence.slips import is_printer
from zhijia.plans.models import PlanRegister, TargetRegister
from zhijia.plans.registers.plan.register import STAFF
from zhijia.registry.policy import Rule
from zhijia.registry.register import Register, registers
from zhijia.tree.actor import Actor

#: pages without log-in, and what they answer to anybody at all
OPEN = {
    ("account_login", GET): {200, 302},
    ("account_login", POST): {200, 302},
    ("set_language", POST): {302},
    ("account_logout", GET): {200, 302},
    ("account_logout", POST): {302},
    ("account_inactive", GET): {200},
    ("mfa_authenticate", GET): {302},
    ("mfa_authenticate", POST): {302},
    ("evidence:code", GET): {200},
    ("evidence:code", POST): {200, 422},
    ("evidence:arrive", GET): {200},
    ("evidence:arrive", POST): {422},
    ("evidence:arrive_at", GET): {404, 429},
    ("evidence:arrive_at", POST): {404, 422, 429},
    ("evidence:answer", POST): {404, 429},
    ("evidence:link", GET): {404, 429},
    ("directory:card_check", GET): {404},
}
#: keys and numbers nobody has, by the open page that takes one
KEYS = {"directory:card_check": "x" * 43, "evidence:link": "x" * 43, "evidence:arrive_at": "00000000"}
#: methods an open page does not know
CLOSED = {
    ("set_language", GET),
    ("account_inactive", POST),
    ("evidence:answer", GET),
    ("evidence:link", POST),
    ("directory:card_check", POST),
}
#: pages of one's own account: for everybody logged in
OWN = (
    "account_reauthenticate",
    "account_change_password",
    "account_log_ins",
    "account_log_out_elsewhere",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
)

#: pages and files of the scoreboard and the composition, each of one union
BOARDS = (
    "desks:board",
    "desks:unions",
    "desks:board_xlsx",
    "desks:board_docx",
    "desks:composition",
    "desks:late",
    "desks:composition_xlsx",
)


def patterns(resolver: Any = None, space: tuple[str, ...] = ()) -> Iterator[str]:
    """The full name of every address of the house."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, (*space, one.namespace) if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield ":".join((*space, one.name or str(one.pattern)))


def table(world: World) -> list[Cell]:
    """Every cell there is."""
    found = [*_accounts(), *_desks(world), *_plans(world), *_evidence(world), *interface.cells(world)]
    found += calendar.cells(world)
    found += handing.cells(world)
    found += office.cells(world)
    found += statistics.cells(world)
    found += calls.cells(world)
    found += campaigns.cells(world)
    found += coming.cells(world)
    found += meetings.cells(world)
    found += directory.cells(world)
    found += organising.cells(world)
    found += reach.cells(world)
    found += sites.cells(world)
    for register in registers():
        found += entries.pages(world, register)
        found += entries.sheets(world, register)
    return found


def _accounts() -> Iterator[Cell]:
    for (name, method), statuses in OPEN.items():
        args = [KEYS[name]] if name in KEYS else []
        yield Cell(name, method, reverse(name, args=args), always(*statuses), open_to_all=True)
    for name, method in CLOSED:
        args = [KEYS[name]] if name in KEYS else []
        answers = always(405, 200, 404, 429) if name == "account_inactive" else always(405, 404, 429)
        yield Cell(name, method, reverse(name, args=args), answers, open_to_all=True)
    for name in OWN:
        yield from both(
            name, reverse(name), always(200, 302, 403, 404, 405), always(200, 302, 403, 404, 405, 422)
        )


def _staff(actor: Actor) -> bool:
    return bool(actor.paths(*STAFF))


def _desks(world: World) -> Iterator[Cell]:
    assert world.target is not None
    yield from both("desks:home", "/", always(200), always(405))

    def board(actor: Actor) -> Statuses:
        return {200 if _staff(actor) else 404}

    def target(actor: Actor) -> Statuses:
        seen = _staff(actor) and bool(TargetRegister.policy.view.test(actor, world.target))
        return {200 if seen else 404}

    away = world.cast.orgs["mill"]
    for name in BOARDS:
        url = reverse(name)
        yield from both(name, url, board, always(405))
        far = _reaches(away.path)
        yield Cell(name, GET, f"{url}?node={away.code}", far, absent=f"{url}?node=ZZ99")
    for name in ("desks:target", "desks:entries"):
        url, absent = reverse(name, args=[world.target.uid]), reverse(name, args=[NOWHERE])
        yield from both(name, url, target, always(405), absent=absent)
        far = _reaches(away.path)
        yield Cell(name, GET, f"{url}?node={away.code}", far, absent=f"{url}?node=ZZ99")


def _reaches(path: str) -> Expected:
    """For pages of a union: to staff with a post at or above it."""
    return lambda actor: {200 if any(path.startswith(one) for one in actor.paths(*STAFF)) else 404}


def _plans(world: World) -> Iterator[Cell]:
    plan, draft = world.entries["plans.plan"], world.entries["plans.target"]
    add = PlanRegister.policy.add
    yield from both(
        "plans:read",
        reverse("plans:read"),
        lambda actor: {200 if add.ever(actor) else 403},
        lambda actor: {422 if add.ever(actor) else 403},
    )
    policy = PlanRegister.policy
    point = world.point.pk if world.point else 0

    def of_plan(name: str, get: Expected, post: Expected, *more: int) -> list[Cell]:
        url, absent = (reverse(f"plans:{name}", args=[uid, *more]) for uid in (plan.uid, NOWHERE))
        return both(f"plans:{name}", url, get, post, absent=absent)

    def for_(rule: Rule, *statuses: int) -> Expected:
        return lambda actor: (
            {404} if not policy.view.test(actor, plan) else set(statuses) if rule.test(actor, plan) else {403}
        )

    for name in ("plan", "repairs"):
        yield from of_plan(name, for_(policy.view, 200), always(405))
    for name in ("continue", "point_new"):
        yield from of_plan(name, for_(policy.change, 200), for_(policy.change, 422))
    yield from of_plan("discard", for_(policy.remove, 200), for_(policy.remove, 422))
    yield from of_plan("point", for_(policy.change, 200), for_(policy.change, 422), point)
    yield from of_plan("point_remove", always(405), for_(policy.change, 302), point)
    yield from both(
        "plans:decide",
        reverse("plans:decide", args=[draft.uid]),
        always(405),
        lambda actor: {302 if TargetRegister.policy.view.test(actor, draft) else 404},
        absent=reverse("plans:decide", args=[NOWHERE]),
    )


def _evidence(world: World) -> Iterator[Cell]:
    room, relief = world.entries["facilities.readingroom"], world.entries["assistance.relief"]
    assert world.attachment is not None and world.call is not None
    seen = _sees(type(room).register, room)
    for name in ("file", "thumb"):
        yield from _of(f"evidence:{name}", world.attachment.uid, _when(seen, {200}), always(405))
    for name in ("remove", "explain", "accept", "refuse"):
        yield from _of(f"evidence:{name}", world.attachment.uid, always(405), _when(seen, {302, 403}))
    for kind, entry in (("facilities.readingroom", room), ("assistance.relief", relief)):
        for name in ("attach", "ask", "own"):
            url = reverse(f"evidence:{name}", args=[kind, entry.uid])
            absent = reverse(f"evidence:{name}", args=[kind, NOWHERE])
            answer = _when(_sees(type(entry).register, entry), {302, 403})
            yield from both(f"evidence:{name}", url, always(405), answer, absent=absent)
    printer: Expected = lambda actor: {200 if is_printer(actor) else 403}  # noqa: E731
    yield from both("evidence:reused", reverse("evidence:reused"), always(200), always(405))
    yield from both("evidence:slips", reverse("evidence:slips"), printer, always(405))
    yield from both(
        "evidence:print",
        reverse("evidence:print"),
        always(405),
        lambda actor: {302 if is_printer(actor) else 403},
    )
    yield from _calls(world)
    yield from _asking_many(world)


def _asking_many(world: World) -> Iterator[Cell]:
    """Asking everybody of a list is for those who may change its entries."""
    listed = world.entries["activities.attendance"]
    kind, policy = type(listed).register, type(listed).register.policy
    refused: Expected = lambda actor: {403} if policy.view.ever(actor) else {404}  # noqa: E731
    answer: Expected = lambda actor: {200, 302} if policy.change.ever(actor) else refused(actor)  # noqa: E731
    yield from both("evidence:ask_list", reverse("evidence:ask_list", args=[kind.key]), answer, answer)
    seen = _sees(type(listed.course).register, listed.course)

    def of_course(actor: Actor) -> Statuses:
        if not policy.change.ever(actor):
            return refused(actor)
        return {200, 302} if seen(actor) else {404}

    args = [kind.key, "activities.course"]
    url = reverse("evidence:sheet", args=[*args, listed.course.uid])
    absent = reverse("evidence:sheet", args=[*args, NOWHERE])
    yield from both("evidence:sheet", url, of_course, always(405), absent=absent)
    url = reverse("evidence:ask_people", args=[*args, listed.course.uid])
    absent = reverse("evidence:ask_people", args=[*args, NOWHERE])
    yield from both("evidence:ask_people", url, of_course, of_course, absent=absent)


def _calls(world: World) -> Iterator[Cell]:
    """Calls are made by officers of other unions, who see of an entry what they must ask."""
    path, call = world.cast.orgs["gas"].path, world.call
    assert call is not None

    def stands_apart(actor: Actor) -> bool:
        return is_caller(actor) and not any(path.startswith(seat.path) for seat in actor.seats)

    caller: Expected = lambda actor: {200 if is_caller(actor) else 403}  # noqa: E731
    yield from both("evidence:callbacks", reverse("evidence:callbacks"), caller, always(405), across=True)
    yield from _of("evidence:call", call.uid, always(404), always(405), across=True)
    yield from _of("evidence:take", call.uid, always(405), _when(stands_apart, {302}), across=True)
    yield from _of("evidence:call_answer", call.uid, always(405), always(404), across=True)


def _of(name: str, uid: Any, get: Expected, post: Expected, **more: Any) -> list[Cell]:
    return both(name, reverse(name, args=[uid]), get, post, absent=reverse(name, args=[NOWHERE]), **more)


def _sees(register: type[Register], entry: Any) -> Callable[[Actor], bool]:
    return lambda actor: bool(register.policy.view.test(actor, entry))


def _when(allowed: Callable[[Actor], bool], statuses: Statuses) -> Expected:
    return lambda actor: statuses if allowed(actor) else {404}
