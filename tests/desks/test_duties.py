"""What stands among an officer's tasks: steps that are due, not every step that could be taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.assistance.deeds import person, place
from tests.cast import Cast
from tests.contract.factories import EXAMPLES
from zhijia.desks.officer.steps import steps
from zhijia.kernel.day import frozen
from zhijia.registry.flow import Flow
from zhijia.registry.register import registers


def labels(cast: Cast, who: str, kind: str) -> set[str]:
    found = steps(cast.actor(who))
    return {pile.label for pile in (*found.due, *found.late) if pile.register and pile.register.key == kind}


def test_nobody_waits_for_a_model_worker_to_die(cast: Cast) -> None:
    example = EXAMPLES["honours.modelworker"]
    example.add(cast)
    assert labels(cast, example.by, "honours.modelworker") == set()


def test_whether_somebody_stayed_is_a_task_once_it_can_be_seen(cast: Cast) -> None:
    place(cast, person(cast, 1))
    with frozen(date(2025, 12, 31)):
        later = labels(cast, "gas.officer", "assistance.placement")
    with frozen(date(2025, 4, 1)):
        assert labels(cast, "gas.officer", "assistance.placement") == set()
    assert later


def test_a_step_due_never_can_still_be_taken(cast: Cast, client: Any) -> None:
    example = EXAMPLES["honours.modelworker"]
    entry = example.add(cast)
    page = cast.login(client, example.by).get(f"/r/honours/modelworker/{entry.uid}/").content.decode()
    assert "/move/die/" in page


def test_every_step_out_of_an_open_state_is_somebodys_task_or_said_not_to_be() -> None:
    flows = [register.flow for register in registers() if isinstance(register.flow, Flow)]
    undue = {f"{move.key}" for flow in flows for move in flow.moves if move.due() is None}
    assert undue == {
        "die",
        "object",
        "decide",
        "amend",
        "close",
        "withdraw",
        "end",
        "see",
        "reopen",
        "sign",
        "on_paper",
        "own_word",
        "expect",
    }
