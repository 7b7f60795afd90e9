"""Every register in turn: what the contract tests are asked of."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.contract.factories import EXAMPLES, Example

HAN = re.compile(r"[一-鿿]")


every = pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))


def address(example: Example, page: str, **more: Any) -> str:
    register = example.register
    return reverse(f"registry:{page}", kwargs={"room": register.room, "noun": register.noun, **more})
