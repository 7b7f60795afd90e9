"""An officer's desk: what to do now, what does not count yet, what others have to do, which targets lag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.evidence import queries as evidence
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry.register import Register, registers
from zhijia.tally.indicator import Gate
from zhijia.tree.actor import Actor

FEW = 6


@dataclass(frozen=True)
class Task:
    """One entry somebody has to do something with."""

    text: str
    detail: str
    url: str
    label: str = ""
    day: Any = None


@dataclass
class Pile:
    """Tasks of one kind: some of them, how many in all, and the list with all of them."""

    title: str
    tasks: list[Task] = field(default_factory=list)
    count: int = 0
    url: str = ""
    tone: str = "plain"


def address(register: type[Register], entry: Any) -> str:
    return reverse("registry:detail", args=[register.room, register.noun, entry.uid])


def to_do(actor: Actor) -> list[Pile]:
    """A pile for each step the actor may take on entries of others and their own."""
    found = []
    for register in registers():
        if register.flow is None:
            continue
        for move in register.flow.moves:
            if move.danger or move.reason or not move.by.ever(actor):
                continue
            rows = register.visible(actor).filter(state=move.source[0])
            rows = move.by.filter(actor, rows)
            if move.apart_from == "add" and actor.user_id is not None:
                rows = rows.exclude(recorded_by_id=actor.user_id)
            found.append(_pile(register, str(move.label), rows, f"?state={move.source[0]}", str(move.label)))
    return [pile for pile in found if pile.count]


def _pile(register: type[Register], title: str, rows: Any, query: str, label: str = "") -> Pile:
    count = rows.count()
    tasks = [_task(register, entry, label) for entry in rows.order_by("recorded_at")[:FEW]] if count else []
    list_url = reverse("registry:list", args=[register.room, register.noun])
    name = register.model._meta.verbose_name_plural
    return Pile(capfirst(f"{title} · {name}"), tasks, count, list_url + query)


def _task(register: type[Register], entry: Any, label: str = "") -> Task:
    day = getattr(entry, "happened_on", None) or entry.recorded_at.date()
    return Task(str(entry), entry.org.name, address(register, entry), label, day)


def not_counted(actor: Actor) -> list[Pile]:
    """Entries of this year at the actor's own unions that claim to count and lack a gate."""
    here = [seat.path for seat in actor.seats]
    found = []
    for register, gate, rows in _lacking(here):
        pile = _pile(register, str(gate.missing), register.policy.view.filter(actor, rows), "")
        pile.tone = "warn"
        found.append(pile)
    return [pile for pile in found if pile.count]


def _lacking(paths: list[str]) -> Iterator[tuple[type[Register], Gate, Any]]:
    year = Period.year(today().year)
    for register in registers():
        claims: dict[str, tuple[Gate, Q]] = {}
        for indicator in register.indicators:
            if indicator.is_stock:
                continue
            days = Q(**{f"{indicator.on}__gte": year.start, f"{indicator.on}__lt": year.end})
            for gate in indicator.gates:
                _gate, others = claims.get(gate.key, (gate, Q(pk__in=[])))
                claims[gate.key] = (gate, others | (indicator.when & days & ~gate.met))
        for gate, condition in claims.values():
            yield register, gate, register.rows().filter(condition, path__in=paths)


def disputed(actor: Actor) -> list[Pile]:
    """Entries the worker concerned did not confirm: the answer was no, or only partly."""
    rows = evidence.disputed(seat.path for seat in actor.seats)
    count = rows.count()
    tasks = []
    for row in rows[:FEW]:
        room, _dot, noun = row.kind.partition(".")
        url = reverse("registry:detail", args=[room, noun, row.entry_uid])
        tasks.append(Task(str(row.person), row.org.name, url, str(row.get_answer_display()), row.answered_at))
    pile = Pile(_("Not confirmed: the worker says otherwise"), tasks, count, "", "bad")
    return [pile] if count else []


def proof(actor: Actor) -> list[Pile]:
    """What others' evidence asks of the actor: photos used twice, calls to make, slips to print."""
    kinds = (
        (_("Files used twice: judge the explanation"), evidence.to_judge, "evidence:reused"),
        (_("Calls to workers of other unions"), evidence.calls_waiting, "evidence:callbacks"),
        (_("Slips to print"), evidence.slips_waiting, "evidence:slips"),
    )
    found = []
    for title, question, name in kinds:
        count = len(question(actor))
        if count:
            found.append(Pile(title, [], count, reverse(name)))
    return found


def waiting(actor: Actor) -> list[Pile]:
    """What the actor recorded and others must take further."""
    found = []
    for register in registers():
        flow = register.flow
        if flow is None:
            continue
        others = [m for m in flow.moves if not m.danger and not m.reason]
        open_states = {state for move in others for state in move.source}
        mine = {s for m in others if m.by.ever(actor) and m.apart_from != "add" for s in m.source}
        rows = register.visible(actor).filter(recorded_by_id=actor.user_id, state__in=open_states - mine)
        found.append(_pile(register, _("Waiting for others"), rows, ""))
    return [pile for pile in found if pile.count]


@dataclass(frozen=True)
class Quick:
    """A big button that opens the form of a register."""

    label: str
    url: str
    icon: str


def quick(actor: Actor) -> list[Quick]:
    """The registers an officer fills in on the way: those that ask for proof."""
    return [
        Quick(
            str(register.model._meta.verbose_name),
            reverse("registry:new", args=[register.room, register.noun]) + "?next=/",
            register.icon,
        )
        for register in registers()
        if register.evidence and register.policy.add.ever(actor)
    ]
