"""The repairs of a plan's text as a page shows them: what stood where, and what is read instead."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhijia.plans.models import Mending, Plan

KINDS = {
    "reading": _("a pronunciation behind a character taken out"),
    "lost": _("a lost character marked □"),
    "quote": _("a question mark read as a quotation mark"),
    "page": _("a page number taken out"),
    "wrap": _("a line end inside a sentence taken out"),
    "space": _("a stray blank taken out"),
    "simplified": _("traditional characters read as simplified ones"),
}
AROUND = 12


@dataclass(frozen=True)
class Row:
    """One repair with the words around it."""

    mending: Mending
    kind: str
    left: str
    right: str

    @property
    def before(self) -> str:
        """What stood there, with blanks and line ends made visible."""
        return self.mending.before.replace("\n", "↵").replace(" ", "␣").replace("\t", "⇥")


def rows(plan: Plan, mendings: list[Mending]) -> list[Row]:
    """Repairs with a few characters of the text on both sides."""
    return [
        Row(
            one,
            str(KINDS.get(one.kind, one.kind)),
            plan.text[max(0, one.start - AROUND) : one.start].replace("\n", " "),
            plan.text[one.end : one.end + AROUND].replace("\n", " "),
        )
        for one in mendings
    ]
