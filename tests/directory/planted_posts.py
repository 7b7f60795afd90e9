"""What is planted for the checks of posts and organisers, and the name of the entry each must find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.cast import FOUNDED_ON, SINCE, Cast
from zhijia.directory.models import Organiser, Tenure
from zhijia.kernel.day import today
from zhijia.tree.models import Org

GAS = "临江燃气公司工会"


def _held(cast: Cast, **values: Any) -> None:
    """高师傅 in a post of the gas company's union."""
    org = cast.orgs["gas"]
    given = {"org": org, "path": org.path, "person": cast.people["gao"], "post": "chair", "valid_from": SINCE}
    Tenure.objects.create(**given | values)


def _left(days: int) -> Callable[[Cast], None]:
    def plant(cast: Cast) -> None:
        _held(cast, valid_to=today() - timedelta(days=days), left_how="retired")

    return plant


def _in_closed(cast: Cast) -> None:
    _held(cast)
    Org.objects.filter(pk=cast.orgs["gas"].pk).update(closed_on=SINCE + timedelta(days=1))


def _hired(**values: Any) -> Callable[[Cast], None]:
    def plant(cast: Cast) -> None:
        river = cast.orgs["river"]
        given = {"org": river, "path": river.path, "person": cast.people["gao"], "works_at": cast.orgs["gas"]}
        Organiser.objects.create(**given | {"work_number": "YC01-01", "valid_from": FOUNDED_ON} | values)

    return plant


HIRED = f"高师傅 → {GAS}"
POSTS: dict[str, tuple[Callable[[Cast], None], str]] = {
    "union_chair_long_vacant": (_left(150), GAS),
    "union_chair_vacant": (_left(20), GAS),
    "union_other_chair": (_held, GAS),
    "tenure_beyond_term": (lambda c: _held(c, post="women", term_ends_on=date(2025, 1, 1)), "高师傅"),
    "tenure_in_closed": (_in_closed, "高师傅"),
    "organiser_not_assessed": (_hired(), HIRED),
    "organiser_untrained": (_hired(), HIRED),
    "organiser_contract_over": (_hired(contract_ends_on=today()), HIRED),
}
