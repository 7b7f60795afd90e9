"""The steps of a contract; whether it is in force or over is said by its days, never by a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from zhijia.evidence.services import confirm_move
from zhijia.registry.flow import Flow, Move
from zhijia.registry.policy import holds, is_person

#: the day each step fills in, in their order, and the state it leads to
DAYS = {"passed_on": "passed", "signed_on": "signed", "filed_on": "filed"}
#: how many of these days each state has
REACHED = {"drafted": 0, "passed": 1, "signed": 2, "filed": 3, "confirmed": 3, "terminated": 3}

officer = holds("officer")


def start_of(values: Mapping[str, Any]) -> str:
    """The state of a new contract: the furthest of the days it brings."""
    filled = [state for name, state in DAYS.items() if values.get(name)]
    return filled[-1] if filled else "drafted"


FLOW = Flow(
    start="drafted",
    states={
        "drafted": pgettext_lazy("state of a contract", "draft"),
        "passed": pgettext_lazy("state of a contract", "passed"),
        "signed": pgettext_lazy("state of a contract", "signed"),
        "filed": pgettext_lazy("state of a contract", "filed"),
        "confirmed": pgettext_lazy("state of a contract", "confirmed"),
        "terminated": pgettext_lazy("state of a contract", "ended early"),
    },
    moves=(
        Move(
            "pass",
            ("drafted",),
            "passed",
            label=pgettext_lazy("step", "The congress has passed it"),
            by=officer,
            form=("passed_on", "delegates_all", "delegates_for"),
        ),
        Move(
            "sign",
            ("passed",),
            "signed",
            label=pgettext_lazy("step", "It is signed"),
            by=officer,
            form=("signed_on", "chief_workers", "chief_employer"),
        ),
        Move(
            "file",
            ("signed",),
            "filed",
            label=pgettext_lazy("step", "It is filed"),
            by=officer,
            form=("number", "filed_on"),
        ),
        Move(
            "confirm",
            ("filed",),
            "confirmed",
            label=pgettext_lazy("step", "I confirm this contract"),
            by=is_person("delegate"),
            through=confirm_move,
        ),
        Move(
            "terminate",
            ("filed", "confirmed"),
            "terminated",
            label=pgettext_lazy("step", "It ended early"),
            by=officer,
            form=("terminated_on",),
            reason=True,
            danger=True,
        ),
    ),
    closed=("terminated",),
)
