"""What a contract needs before it counts, asked of it directly or through the employers it covers."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.tally.indicator import Gate, confirmed, evidenced

FILED = 8

filed = Gate(
    "filed",
    FILED,
    Q(filed_on__isnull=False),
    _("not filed with the labour office"),
    _("File the signed contract with the labour office and record the day."),
)
proven = replace(
    evidenced,
    missing=_("no signed text yet"),
    mend=_("Add the signed text with its list of employers, or the receipt of the labour office."),
)
vouched = replace(
    confirmed,
    missing=_("not confirmed by the workers' side"),
    mend=_("Ask the workers' representative the contract names to confirm it."),
)
#: what a contract itself must have
OF_CONTRACT = (filed, proven, vouched)


def through(gate: Gate, name: str) -> Gate:
    """The same gate asked of the entry a foreign key points to."""
    met = Q(*[(f"{name}__{path}", value) for path, value in gate.met.children])  # type: ignore[misc]
    return replace(gate, met=met)


#: what the contract of a covered employer must have
OF_COVERED = tuple(through(gate, "contract") for gate in OF_CONTRACT)
