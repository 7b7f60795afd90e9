"""Whether the journal tells the truth: every line of trouble by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from zhijia.journal import chain, matching, triggers
from zhijia.journal.problems import Problem, shortened

__all__ = ["Problem", "add_check", "problems"]

Found = Iterable[Problem | tuple[str, str]]
_checks: dict[str, Callable[[], Found]] = {}


def add_check(name: str, check: Callable[[], Found]) -> None:
    """Adds a room's own line: `check` gives Problems or pairs of (where, what); a name is added once."""
    _checks[name] = check


def problems() -> list[Problem]:
    """All that is found, in the reader's language; empty but for `information` when all is well.

    To be called outside a write: it reads committed rows only, and changes nothing.
    """
    own: list[Iterable[Problem]] = [
        _triggers(),
        chain.events(),
        chain.seals(),
        chain.anchors(),
        matching.unexplained(),
        matching.unseen(),
        matching.rows(),
    ]
    found = [problem for check in own for problem in shortened(check)]
    for name, check in _checks.items():
        found += shortened(_named(name, check))
    return [*found, *chain.tail()]


def _triggers() -> Iterator[Problem]:
    for name in triggers.missing():
        yield Problem("triggers", name, _("is missing, switched off or not the one written"))


def _named(name: str, check: Callable[[], Found]) -> Iterator[Problem]:
    for found in check():
        yield found if isinstance(found, Problem) else Problem(name, *found)
