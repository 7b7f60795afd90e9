"""Elections due or late and vacant chairs, for those who work with the unions concerned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhijia.desks.officer.piles import FEWER, Pile, Task
from zhijia.directory.terms import lists
from zhijia.kernel.day import today
from zhijia.tree.actor import Actor


@dataclass
class Elections:
    """What is late and what is due."""

    late: list[Pile] = field(default_factory=list)
    due: list[Pile] = field(default_factory=list)


def piles(actor: Actor) -> Elections:
    """Late elections and posts vacant beyond the limit are late; the rest is due."""
    found = Elections()
    if not lists.may_look(actor):
        return found
    day = today()
    late, due, vacant = (lists.lines(kind, actor, day) for kind in (lists.LATE, lists.DUE, lists.VACANT))
    over = [line for line in vacant if line.is_late]
    within = [line for line in vacant if not line.is_late]
    found.late += _pile(_("Elections that are late"), late, lists.LATE, "bad")
    found.late += _pile(_("Chair's post vacant too long"), over, lists.VACANT, "bad")
    found.due += _pile(_("Elections due within six months"), due, lists.DUE, "plain")
    found.due += _pile(_("Chair's post vacant"), within, lists.VACANT, "plain")
    return found


def _pile(title: str, found: list[lists.Line], kind: str, tone: str) -> list[Pile]:
    if not found:
        return []
    first = lists.shown(found[:FEWER])
    tasks = [_task(line) for line in first]
    return [Pile(title, len(found), f"{reverse('directory:terms')}?kind={kind}", tone, tasks)]


def _task(line: Any) -> Task:
    url = reverse("directory:union", args=[line.union.uid])
    return Task(line.union.name, str(line.union.org.parent or ""), url, "", line.due_on)
