"""The big plan, played once for a module, on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.desks import big_plan
from tests.desks.big_plan import TODAY, Made
from tests.standing import scene
from zhijia.kernel.day import frozen


@scene
def played_plan(cast: Cast) -> Made:
    """The plan with every kind of promise, issued."""
    return big_plan.make(cast)


@pytest.fixture
def made(played_plan: Made) -> Iterator[Made]:
    """The same on its day."""
    with frozen(TODAY):
        yield played_plan
