"""Every address, both methods, everybody: the answer of the table, nothing of other unions, never a 500.

`make test` takes a sample drawn by a seed (TEST_SEED) with every address at least once, the long lane a twelfth of
the whole; the whole is taken with --whole.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from tests.lanes import PARTS, SEED
from tests.matrix.table import Cell, patterns, table
from tests.matrix.walk import Walker
from tests.matrix.world import PLACES, World
from zhijia.registry.register import registers

pytestmark = pytest.mark.django_db
SAMPLE = 400


#: django-ninja's own root, which has no view of its own to any purpose
NOT_OURS = {"api:api-root"}


def wrong(world: World, asked: Iterable[tuple[str, Cell]]) -> list[str]:
    """The faults of all answers, by actor."""
    walkers: dict[str, Walker] = {}
    found: list[str] = []
    for name, cell in asked:
        if name not in walkers:
            walkers[name] = Walker(world, name)
        found += walkers[name].faults(cell)
    return found


def told(faults: list[str]) -> str:
    return f"seed {SEED}, {len(faults)} faults:\n" + "\n".join(faults[:40])


def test_every_address_is_in_the_table(world: World, db: None) -> None:
    cells = table(world)
    asked: dict[str, set[str]] = {}
    for cell in cells:
        asked.setdefault(cell.name, set()).add(cell.method)
    missing = set(patterns()) - set(asked) - NOT_OURS
    assert not missing, f"addresses nobody has put into the table: {sorted(missing)}"
    assert set(asked) <= set(patterns()), "the table asks for addresses there are not"
    for name, methods in asked.items():
        # the interface has an address of its own for each method
        assert methods >= {"GET", "POST"} or name.startswith("api:"), name


def test_a_sample_of_all_answers_is_right(world: World, db: None) -> None:
    draw = random.Random(SEED)
    cells = table(world)
    first: dict[tuple[str, str], Cell] = {}
    for cell in draw.sample(cells, len(cells)):
        first.setdefault((cell.name, cell.method), cell)
    asked = [(draw.choice(world.names), cell) for cell in first.values()]
    asked += [(draw.choice(world.names), draw.choice(cells)) for _ in range(SAMPLE - len(asked))]
    faults = wrong(world, sorted(asked, key=lambda pair: pair[0]))
    assert not faults, told(faults)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_all_answers_are_right(world: World, db: None, part: int, pytestconfig: pytest.Config) -> None:
    """Every address asked by one in eight of all who act, drawn by the seed; with --whole by all of them."""
    cells, draw = table(world), random.Random(f"{SEED} {part}")
    few = len(cells) if pytestconfig.getoption("--whole") else len(cells) // 12
    faults = wrong(
        world, ((name, cell) for name in world.names[part::PARTS] for cell in draw.sample(cells, few))
    )
    assert not faults, told(faults)


#: registers that every post below the keeping federation reads
READ_BELOW = {
    "directory.union",
    "directory.unit",
    "directory.unitfact",
    "directory.coverage",
    "directory.denominator",
    "directory.approach",
    "directory.invitation",
    "directory.visit",
}
#: registers read by all who work in the same line of unions
READ_IN_LINE = {
    "directory.drive",
    "plans.handing",
    "plans.share",
    "plans.letter",
    "plans.plan",
    "plans.plancall",
    "plans.campaign",
    "plans.statisticalyear",
    "plans.target",
    "plans.milestone",
    "contracts.contract",
    "contracts.covered",
    "contracts.sector",
    "contracts.visit",
}


def test_rules_give_nobody_what_lies_beside_them(world: World, db: None) -> None:
    """The rules themselves against the plainest of all readings of the tree."""
    for register in registers():
        entry = world.entries[register.key]
        for name in world.names:
            actor = world.actor(name)
            above = any(entry.path.startswith(seat.path) for seat in actor.seats)
            below = any(seat.path.startswith(entry.path) for seat in actor.seats)
            reads_below = below and register.key in READ_BELOW | READ_IN_LINE
            seen = bool(register.policy.view.test(actor, entry))
            if seen:
                assert above or reads_below or name == "wang", f"{name} sees {register.key}"
            for action in ("change", "remove", "unmask"):
                if register.policy.rule(action).test(actor, entry):
                    assert above and seen, f"{name} may {action} {register.key} without seeing it"
            listed = register.visible(actor).filter(pk=entry.pk).exists()
            assert listed == seen, "a list and a test say the same"


def test_the_table_is_not_hollow(world: World, db: None) -> None:
    """Somebody is let in and somebody is kept out at every address of an object."""
    names = (
        *world.names[-5:],
        *(f"{role}@{place}" for role in ("officer", "leader", "chair") for place in PLACES),
    )
    actors = [world.actor(name) for name in names]
    hollow = []
    for cell in table(world):
        if not cell.absent or cell.name in ALIKE or 405 in cell.right(world.actor("officer@city")):
            continue
        answers = {status for actor in actors for status in cell.right(actor)}
        assert 404 in answers, cell
        if not any(step in cell.url for step in NOT_NOW) and not answers - {403, 404}:
            hollow.append(f"{cell.method} {cell.url}")
    assert not hollow, "nobody is let in at: " + ", ".join(hollow)


#: steps there are not, and those of an entry the example is not: a room with a grade, a share answered too late,
#: an applicant with an account, who would be a member, and whose own word it becomes
#: … a notice received by a union that leads none, and the end a withdrawn notice brings
NOT_NOW = ("no_such", "/regrade/", "/move/decide/", "/withdraw/", "/own_word/", "/pass/", "/move/void/")
#: drafts, long work, lists taken in and calls belong to one person, whom the matrix does not play
ALIKE = {
    "sheets:preview",
    "sheets:headings",
    "sheets:faults",
    "sheets:matched",
    "sheets:errand",
    "sheets:stop",
    "sheets:workbook",
    "sheets:undo",
    "evidence:call",
    "evidence:call_answer",
    "registry:remove",
}
