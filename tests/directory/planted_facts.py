"""What is planted for the checks of dated facts and certificates, and the name of the entry each must find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.cast import Cast
from zhijia.activities.models import Advancement
from zhijia.directory.models import PersonFact

LATER = date(2025, 6, 1)


def put(cast: Cast, slot: str, what: str, since: date = date(2025, 1, 1), until: date | None = None) -> None:
    """A fact of 高师傅 past every rule."""
    org = cast.orgs["gas"]
    given = {"slot": slot, "what": what, "valid_from": since, "valid_to": until, "source": "roster"}
    PersonFact.objects.create(org=org, path=org.path, person=cast.people["gao"], **given)


def _several(*facts: tuple[Any, ...]) -> Callable[[Cast], None]:
    def plant(cast: Cast) -> None:
        for fact in facts:
            put(cast, *fact)

    return plant


def _certificate(cast: Cast) -> None:
    org = cast.orgs["gas"]
    given = {"kind": "degree", "from_level": "lower_school", "to_level": "college", "happened_on": LATER}
    Advancement.objects.create(org=org, path=org.path, person=cast.people["gao"], issuer="学校", **given)


def _certificate_after(what: str) -> Callable[[Cast], None]:
    def plant(cast: Cast) -> None:
        put(cast, "degree", what)
        _certificate(cast)

    return plant


FACTS: dict[str, tuple[Callable[[Cast], None], str]] = {
    "fact_twice": (
        _several(("skill", "junior", date(2025, 1, 1), date(2025, 9, 1)), ("skill", "senior", LATER)),
        "高师傅 · 高级工（三级）",
    ),
    "fact_misplaced": (_several(("skill", "college")), "高师傅 · 大专"),
    "fact_before_birth": (_several(("skill", "junior", date(1985, 7, 20))), "高师傅 · 初级工（五级）"),
    "fact_degree_falls": (
        _several(("degree", "bachelor", date(2025, 1, 1), LATER), ("degree", "college", LATER)),
        "高师傅 · 大专",
    ),
    "fact_skill_falls": (
        _several(("skill", "senior", date(2025, 1, 1), LATER), ("skill", "junior", LATER)),
        "高师傅 · 初级工（五级）",
    ),
    "certificate_below_fact": (_certificate_after("bachelor"), "高师傅 · 大专"),
    "certificate_other_level": (_certificate_after("middle_school"), "高师傅 · 大专"),
}
