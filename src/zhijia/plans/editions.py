"""A plan as it was issued each time, and what an amendment changed: old and new values, who, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.journal.queries import timeline
from zhijia.plans.models import Edition, Plan, PlanRegister, Target, TargetRegister
from zhijia.registry.writing import plain
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import Actor

#: what of a target an edition keeps
KEPT = (
    "label", "operator", "value", "unit", "per", "every", "slices", "starts_on", "ends_on", "indicator", "clause",
)  # fmt: skip
_SAID = ("title", "year", "issuer")


def content_of(plan: Plan) -> dict[str, Any]:
    """Everything a plan promises as JSON: its points and its followed targets by uid."""
    targets = Target.objects.filter(plan=plan, state="confirmed").order_by("start", "id")
    return {
        **{name: getattr(plan, name) for name in _SAID},
        "items": [{"number": item.number, "text": item.words} for item in plan.items.all()],
        "targets": {str(one.uid): {name: plain(getattr(one, name)) for name in KEPT} for one in targets},
    }


def keep_when_issued(entry: Any, *, before: Mapping[str, Any], by: Actor, gone: bool = False) -> None:
    """An edition for every issue of a plan; called after each write to any register."""
    if not isinstance(entry, Plan) or gone or entry.state != "issued" or before.get("state") == "issued":
        return
    last = Edition.objects.filter(plan=entry).order_by("-number").first()
    Edition.objects.create(
        plan=entry,
        number=last.number + 1 if last else 1,
        issued_by_id=by.user_id,
        reason=_reason(entry) if last else "",
        content=content_of(entry),
    )


def _reason(plan: Plan) -> str:
    """Why it was taken back to be amended."""
    return next(
        (moment.reason for moment in timeline(PlanRegister.key, plan.uid) if moment.verb == "amend"), ""
    )


@dataclass(frozen=True)
class Change:
    """One thing that differs between two editions; an empty side was not there."""

    what: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Shown:
    """An edition beside what it changed in the one before it."""

    edition: Edition
    changes: tuple[Change, ...]


def editions_of(plan: Plan) -> list[Shown]:
    """The editions of a plan, newest first, each with its changes."""
    found: list[Shown] = []
    older: dict[str, Any] | None = None
    for edition in plan.editions.select_related("issued_by"):
        changed = tuple(differences(older, edition.content)) if older is not None else ()
        found.append(Shown(edition, changed))
        older = edition.content
    return found[::-1]


def changes_since(plan: Plan) -> list[Change]:
    """What a plan being amended already says otherwise than its newest edition."""
    last = plan.editions.order_by("-number").first()
    if last is None or plan.state == "issued":
        return []
    return list(differences(last.content, content_of(plan)))


def differences(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Iterator[Change]:
    """What differs between two contents: the plan's own words, its points, its targets."""
    for name in _SAID:
        if older[name] != newer[name]:
            label = str(PlanRegister.field(name).verbose_name)
            yield Change(pgettext("plan", "plan"), label, str(older[name]), str(newer[name]))
    yield from _points(older["items"], newer["items"])
    for uid in dict.fromkeys([*older["targets"], *newer["targets"]]):
        yield from _target(older["targets"].get(uid), newer["targets"].get(uid))


def _points(older: list[dict[str, str]], newer: list[dict[str, str]]) -> Iterator[Change]:
    before = {item["number"] or str(n): item["text"] for n, item in enumerate(older)}
    after = {item["number"] or str(n): item["text"] for n, item in enumerate(newer)}
    for number in dict.fromkeys([*before, *after]):
        if before.get(number) != after.get(number):
            what = _("point %(number)s") % {"number": number}
            yield Change(what, "", before.get(number, ""), after.get(number, ""))


def _target(older: Mapping[str, Any] | None, newer: Mapping[str, Any] | None) -> Iterator[Change]:
    if older is None or newer is None:
        said = older or newer or {}
        words = f"{_shown('operator', said['operator'])} {said['value']} {said['unit']}".strip()
        yield Change(said["label"], "", words if older else "", words if newer else "")
        return
    for name in KEPT:
        if older.get(name) != newer.get(name):
            label = str(TargetRegister.field(name).verbose_name)
            yield Change(newer["label"], label, _shown(name, older.get(name)), _shown(name, newer.get(name)))


def _shown(name: str, value: Any) -> str:
    """A kept value in the reader's words."""
    if value in (None, ""):
        return ""
    if name == "indicator":
        known = INDICATORS.get(value) or RATIOS.get(value)
        return str(known.label) if known else str(value)
    choices = dict(TargetRegister.field(name).flatchoices)
    if choices:
        return str(choices.get(value, value))
    return date.fromisoformat(value).isoformat() if name.endswith("_on") else str(value)
