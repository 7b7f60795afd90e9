"""The steps of a campaign that write more than its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhijia.kernel.day import today
from zhijia.plans.campaigns import counting
from zhijia.registry import services
from zhijia.tally import services as tally
from zhijia.tree.actor import Actor


def begin(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """From now on its days are counted ahead, so that the table stays quick."""
    begun = services.change(one, {"state": "running"}, by=by, version=version, verb="begin")
    tally.ensure_period(begun.period)
    return begun


def close(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The chair signs the summary: the figures are kept as they are counted now."""
    kept = counting.kept(counting.table(one))
    told = {
        "state": "closed",
        "closed_on": today(),
        "words_at_end": str(values.get("words_at_end") or "").strip(),
        "figures": kept,
        "checksum": counting.checksum(kept),
    }
    return services.change(one, told, by=by, version=version, verb="close")


def reopen(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The summary is taken back; the journal keeps what it said."""
    told: dict[str, Any] = {"state": "running", "closed_on": None, "figures": {}, "checksum": ""}
    return services.change(one, told, by=by, version=version, verb="reopen")
