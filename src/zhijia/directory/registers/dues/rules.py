"""What dues handed in must not be, and what they need before they count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.registry.errors import Refused
from zhijia.tally.indicator import Gate
from zhijia.tree.actor import Actor

RECEIVED = 8
#: first and last month of each stretch
MONTHS = {
    "year": (1, 12),
    "h1": (1, 6),
    "h2": (7, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
}

received = Gate(
    "received",
    RECEIVED,
    Q(state="received"),
    gettext_lazy("not confirmed by the union above"),
    gettext_lazy("The union above confirms that it arrived."),
)


def refuse_nothing(dues: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if not dues.amount or dues.amount <= 0:
        raise Refused("amount", _("Type the amount that was paid; nothing paid is no entry."))


def refuse_too_early(dues: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Paid ahead for the next year at the earliest."""
    if dues.for_year > dues.happened_on.year + 1:
        raise Refused(
            "for_year",
            _("Paid on %(day)s for %(year)s is not possible; check the year.")
            % {"day": dues.happened_on.isoformat(), "year": dues.for_year},
        )
    if dues.happened_on < date(dues.for_year - 1, 7, 1):
        raise Refused("happened_on", _("That is long before the year it is for; check the day."))


def refuse_overlapping(dues: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A quarter is not paid again when its half or the whole year was."""
    first, last = MONTHS[dues.part]
    rows = type(dues)._default_manager.filter(org=dues.org, stream=dues.stream, for_year=dues.for_year)
    for other in rows.exclude(pk=dues.pk).exclude(part=dues.part).exclude(state="returned"):
        begins, ends = MONTHS[other.part]
        if begins <= last and first <= ends:
            raise Refused(
                "part",
                _("%(part)s was paid on %(day)s and covers this stretch: change that entry.")
                % {"part": other.get_part_display(), "day": other.happened_on.isoformat()},
            )


def refuse_received(dues: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What the union above has confirmed is changed only after it was sent back."""
    named = ("amount", "happened_on", "stream", "for_year", "part", "voucher")
    if before is None or before.get("state") != "received" or dues.state != "received":
        return
    if any(_plain(getattr(dues, name)) != before.get(name) for name in named):
        raise Refused(
            "amount", _("This is confirmed as received; ask the union above to send it back first.")
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
