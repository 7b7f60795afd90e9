"""Steps of flows that wait: for oneself, late, returned, for others; one question to each register."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from zhijia.desks.officer.local import is_local, place_of
from zhijia.desks.officer.piles import Pile, begun, late, list_url, title, working
from zhijia.registry.flow import Flow, Move
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


@dataclass
class Steps:
    """What waits, by who has to act."""

    due: list[Pile] = field(default_factory=list)
    late: list[Pile] = field(default_factory=list)
    returned: list[Pile] = field(default_factory=list)
    waiting: list[Pile] = field(default_factory=list)


@dataclass(frozen=True)
class Question:
    """A pile still to be counted: which entries are in it."""

    kind: str
    label: str
    states: frozenset[str]
    more: Q

    @property
    def condition(self) -> Q:
        return Q(state__in=sorted(self.states)) & self.more

    @property
    def state(self) -> str:
        """The one state to narrow a list by, where there is but one."""
        return next(iter(self.states)) if len(self.states) == 1 else ""


def steps(actor: Actor) -> Steps:
    """The piles of every register with a flow that are not empty."""
    found = Steps()
    for register in working():
        if register.flow is None:
            continue
        asked = _questions(register, register.flow, actor)
        for question, number in zip(asked, _counts(register, actor, asked), strict=True):
            if number:
                getattr(found, question.kind).append(_pile(register, actor, question, number))
    return found


def _counts(register: type[Register], actor: Actor, asked: list[Question]) -> list[int]:
    """The numbers of all questions by one query; entries none of them asks for are not looked at."""
    if not asked:
        return []
    states = {state for question in asked for state in question.states}
    rows = register.policy.view.filter(actor, register.model._default_manager.all())
    rows = rows.filter(state__in=states)
    numbers = rows.aggregate(
        **{f"n{place}": Count("pk", filter=question.condition) for place, question in enumerate(asked)}
    )
    return [numbers[f"n{place}"] for place in range(len(asked))]


def _pile(register: type[Register], actor: Actor, question: Question, number: int) -> Pile:
    rows = register.visible(actor).filter(question.condition)
    tone = {"late": "bad", "returned": "warn"}.get(question.kind, "plain")
    url = list_url(register, state=question.state)
    return Pile(title(question.label, register), number, url, tone, [], register, rows, question.label)


def _questions(register: type[Register], flow: Flow, actor: Actor) -> list[Question]:
    back = returned_states(flow)
    overdue = late(register)
    asked = []
    own = Q(pk__in=[])
    for move in onward(flow):
        mine = _may(move, actor)
        if mine is None:
            continue
        label = str(move.label)
        sources = left(move, flow)
        sent_back, others = sources & back, sources - back
        if place_of(move) != "path":
            own |= mine & Q(state__in=sorted(sources))
        if sent_back:
            asked.append(Question("returned", label, sent_back, mine))
        if others:
            open_now = mine & begun(register)
            asked += [
                Question("due", label, others, open_now & ~overdue),
                Question("late", label, others, open_now & overdue),
            ]
    recorded = Q(recorded_by_id=actor.user_id) & ~own
    if waits := _waits(flow, actor):
        asked.append(Question("waiting", _("Waiting for others"), waits, recorded))
    elif elsewhere := _elsewhere(flow, actor):
        there = ~Q(path__in=sorted({seat.path for seat in actor.seats}))
        asked.append(Question("waiting", _("Waiting for others"), elsewhere, recorded & there))
    return asked


def left(move: Move, flow: Flow) -> frozenset[str]:
    """The states a step takes an entry out of, those in which nothing waits any more left out."""
    return frozenset(move.source) - {move.target} - set(flow.closed)


def onward(flow: Flow) -> list[Move]:
    """The steps that take an entry on; those that undo or end it, with a reason, are nobody's duty."""
    return [move for move in flow.moves if not move.danger and not move.reason and move.due() is not None]


def returned_states(flow: Flow) -> frozenset[str]:
    """The states into which an entry is sent back for mending: reached with a reason, left by a step onward."""
    back = {move.target for move in flow.moves if move.reason and not move.danger}
    ahead = {move.target for move in onward(flow)}
    leaving = {state for move in onward(flow) for state in left(move, flow)}
    return frozenset((back & leaving) - ahead - {flow.start})


def _may(move: Move, actor: Actor) -> Q | None:
    """The entries on which the actor has to take a step, None for none.

    Of unions below only what those cannot do themselves; not one's own where a second person is needed.
    """
    mine, due = move.by.q(actor), move.due()
    if mine is None or due is None:
        return None
    mine &= due
    if is_local(move):
        mine &= Q(**{f"{place_of(move)}__in": sorted({seat.path for seat in actor.seats})})
    if move.apart_from == "add" and actor.user_id is not None:
        mine &= ~Q(recorded_by_id=actor.user_id)
    return mine


def _waits(flow: Flow, actor: Actor) -> frozenset[str]:
    """The states from which others must take further what the actor recorded."""
    open_states = {state for move in onward(flow) for state in left(move, flow)}
    mine = {
        state
        for move in onward(flow)
        if move.by.ever(actor) and move.apart_from != "add"
        for state in left(move, flow)
    }
    return frozenset() if actor.user_id is None else frozenset(open_states - mine)


def _elsewhere(flow: Flow, actor: Actor) -> frozenset[str]:
    """The states from which another union takes further what the actor recorded there: each does its own."""
    mine = [move for move in onward(flow) if move.by.ever(actor)]
    own = {state for move in mine if is_local(move) for state in left(move, flow)}
    theirs = {state for move in mine if not is_local(move) for state in left(move, flow)}
    return frozenset() if actor.user_id is None else frozenset(own - theirs)
