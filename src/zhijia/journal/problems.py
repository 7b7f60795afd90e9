"""One line of what `verify` finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

#: lines of one check before the rest is only counted
MOST_LINES = 200


@dataclass(frozen=True)
class Problem:
    """What is wrong and where; `information` is told but is no fault."""

    check: str
    where: str
    what: str
    information: bool = False

    @property
    def line(self) -> str:
        return f"{self.check}: {self.where}: {self.what}"


def shortened(found: Iterable[Problem]) -> Iterator[Problem]:
    """The first lines of a check and, when there are many more, one that counts them."""
    more, last = 0, None
    for count, problem in enumerate(found):
        if count < MOST_LINES:
            yield problem
        else:
            more, last = more + 1, problem
    if last is not None:
        yield Problem(last.check, last.where, _("and %(count)s more like this") % {"count": more})
