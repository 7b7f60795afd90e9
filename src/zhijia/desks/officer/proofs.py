"""Entries that claim to count and lack a gate, answers that were no, and what others' evidence asks of one."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zhijia.desks.officer.peopled import exactly, peopled
from zhijia.desks.officer.piles import FEW, Pile, Task, list_url, title, working
from zhijia.evidence import queries as evidence
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry.register import Register
from zhijia.tally.indicator import Gate
from zhijia.tree.actor import Actor


def claims(register: type[Register]) -> list[tuple[Gate, Q]]:
    """For each gate of a register the entries of this year that claim to count and lack it."""
    year = Period.year(today().year)
    found: dict[str, tuple[Gate, Q]] = {}
    for indicator in register.indicators:
        if indicator.is_stock:
            continue
        days = Q(**{f"{indicator.on}__gte": year.start, f"{indicator.on}__lt": year.end})
        for gate in indicator.gates:
            lacking = indicator.when & days & ~gate.met
            found[gate.key] = (gate, found[gate.key][1] | lacking if gate.key in found else lacking)
    return list(found.values())


def not_counted(actor: Actor) -> list[Pile]:
    """Entries of this year at the actor's own unions that claim to count and lack a gate."""
    here = [seat.path for seat in actor.seats]
    found = []
    claiming = [register for register in working() if register.indicators]
    for register in peopled(claiming, exactly(here)):
        if not (asked := claims(register)):
            continue
        rows = register.visible(actor).filter(path__in=here)
        numbers = rows.aggregate(
            **{
                f"n{at}": Count("pk", filter=lacking, distinct=True)
                for at, (_gate, lacking) in enumerate(asked)
            }
        )
        for at, (gate, lacking) in enumerate(asked):
            if number := numbers[f"n{at}"]:
                kept = rows.filter(pk__in=rows.filter(lacking).values("pk"))
                name = title(gate.missing, register)
                found.append(Pile(name, number, list_url(register), "warn", [], register, kept))
    return found


def disputed(actor: Actor) -> list[Pile]:
    """Entries of one's own unions the worker concerned did not confirm: the answer was no, or only partly."""
    here = {seat.path for seat in actor.seats}
    rows = evidence.disputed(here).filter(path__in=here)
    count = rows.count()
    tasks = []
    for row in rows[:FEW]:
        room, _dot, noun = row.kind.partition(".")
        url = reverse("registry:detail", args=[room, noun, row.entry_uid])
        tasks.append(Task(str(row.person), row.org.name, url, str(row.get_answer_display()), row.answered_at))
    pile = Pile(_("Not confirmed: the worker says otherwise"), count, "", "bad", tasks)
    return [pile] if count else []


def asked_of(actor: Actor) -> list[Pile]:
    """What others' evidence asks of the actor: photos used twice, calls to make, slips to print."""
    kinds = (
        (_("Files used twice: judge the explanation"), evidence.to_judge, "evidence:reused"),
        (_("Calls to workers of other unions"), evidence.calls_waiting, "evidence:callbacks"),
        (_("Slips to print"), evidence.slips_waiting, "evidence:slips"),
    )
    found = []
    for name, question, url in kinds:
        if count := len(question(actor)):
            found.append(Pile(name, count, reverse(url)))
    return found
