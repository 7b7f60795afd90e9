"""The cast committed, with this year's figures kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, build
from zhijia.kernel.day import today
from zhijia.tally import services as tally


@pytest.fixture
def cast(chrome: Any, transactional_db: None) -> Cast:
    built = build()
    tally.ensure_year(today().year)
    tally.refresh()
    return built
