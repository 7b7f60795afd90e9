"""What stands beside an entry on its page: the gates asked of it and the entries that point to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, When
from django.urls import reverse
from django.utils.text import capfirst

from zhijia.registry import cells
from zhijia.registry.register import Register, registers
from zhijia.tree.actor import Actor

FEW_RELATED = 8


@dataclass(frozen=True)
class Related:
    """Entries of another register that point to the one shown."""

    title: str
    icon: str
    lines: list[tuple[str, str]]
    count: int
    add_url: str


def gates_asked(register: type[Register], entry: Any) -> dict[str, bool]:
    """The gates the figures of a register ask of an entry, each with whether it is met."""
    gates = {gate.key: gate for indicator in register.indicators for gate in indicator.gates}
    if not gates:
        return {}
    met = {
        key: Case(When(gate.met, then=1), default=0, output_field=IntegerField())
        for key, gate in gates.items()
    }
    row = register.model._default_manager.filter(pk=entry.pk).values(
        **{f"met_{key}": one for key, one in met.items()}
    )
    return {name.removeprefix("met_"): bool(value) for name, value in (row.first() or {}).items()}


def related(register: type[Register], entry: Any, actor: Actor) -> list[Related]:
    """The entries of other registers that point to this one, as far as the actor sees them."""
    found = []
    for other in registers():
        names = [name for name, target in other.related().items() if target is register]
        if not (names and other.beside and other.policy.view.ever(actor)):
            continue
        rows = other.visible(actor).filter(**{names[0]: entry})
        lines = [_line(other, row, actor, names[0]) for row in rows[:FEW_RELATED]]
        add_url = ""
        if other.policy.add.ever(actor) and other.goes_with(entry):
            base = reverse("registry:new", args=[other.room, other.noun])
            add_url = f"{base}?{names[0]}={entry.uid}"
        if lines or add_url:
            title = str(capfirst(other.model._meta.verbose_name_plural or ""))
            found.append(Related(title, other.icon, lines, rows.count(), add_url))
    return found


def _line(register: type[Register], row: Any, actor: Actor, without: str) -> tuple[str, str]:
    """An entry in a few words, and its address."""
    shown = [cells.cell(register, row, column, actor) for column in register.columns]
    texts = [one.text for one in shown if one.text and one.name != without]
    return " · ".join(texts[:4]), reverse("registry:detail", args=[register.room, register.noun, row.uid])
