"""From a source to draft plans: one for each document, with its points, suggested targets, calendar and repairs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.plans import milestones, wordings
from zhijia.plans.catalogue import measures
from zhijia.plans.models import Item, Mending, Plan, PlanRegister, TargetRegister, Wording
from zhijia.plans.reader import Document, Reading, ReadMilestone, UnreadablePlan, read_plan
from zhijia.plans.reader import Target as Promise
from zhijia.plans.registers.target import slicing
from zhijia.plans.unreadable import sentence
from zhijia.registry import services as registry
from zhijia.registry.errors import Refused
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

#: more than this is no year's plan any more
MOST_TARGETS = 2000
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class Found:
    """One document of a source: what it says of itself and what was found in it."""

    place: int
    document: Document
    text: str
    targets: tuple[Promise, ...]
    milestones: tuple[ReadMilestone, ...]
    mendings: tuple[Any, ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def look(source: bytes | str, *, file_name: str = "") -> list[Found]:
    """The documents of a source in order, offsets counting from each one's first character.

    Raises Refused when the source cannot be read or holds no document.
    """
    try:
        reading = read_plan(source, filename=file_name, catalogue=measures())
    except UnreadablePlan as error:
        raise Refused("source", sentence(error)) from error
    if not reading.documents:
        raise Refused("source", _("No document was found in this text."))
    return [_found(reading, place) for place in range(len(reading.documents))]


def main_of(found: list[Found]) -> Found:
    """The document with the most targets: a circular that only forwards a plan has none."""
    return max(found, key=lambda one: (len(one.targets), -one.place))


def worth_choosing(found: list[Found]) -> list[Found]:
    """The documents that set something: where there are several, a person chooses."""
    return [one for one in found if one.targets] or [main_of(found)]


def _found(reading: Reading, place: int) -> Found:
    document = reading.documents[place]
    alone = len(reading.documents) == 1
    low, high = (0, len(reading.text)) if alone else (document.start, document.end)
    return Found(
        place,
        replace(document, items=tuple(_moved(item, low) for item in document.items)),
        reading.text[low:high],
        tuple(_moved(one, low) for one in reading.targets if one.document == place),
        tuple(_moved(one, low) for one in reading.milestones if one.document == place),
        tuple(_moved(one, low) for one in reading.repairs if low <= one.start and one.end <= high),
    )


def _moved(one: Any, low: int) -> Any:
    return replace(one, start=one.start - low, end=one.end - low)


def keep(found: Found, *, org: Org, by: Actor, file_name: str = "", title: str = "") -> Plan:
    """A draft plan from one document. Raises Refused (read before, or no plan at all) or Forbidden."""
    if Plan.objects.filter(org=org, digest=found.digest).exists():
        raise Refused("source", _("This very text has been read before; open that plan instead."))
    if len(found.targets) > MOST_TARGETS:
        raise Refused(
            "source", _("More than %(most)s targets: give one plan at a time.") % {"most": MOST_TARGETS}
        )
    document = found.document
    year = document.year or today().year
    with transaction.atomic():
        values = {
            "org": org,
            "title": (title or document.title or str(_("Untitled plan")))[:200],
            "year": year,
            "issuer": (document.issuer or org.name)[:200],
            "text": found.text,
            "file_name": file_name[:200],
            "digest": found.digest,
            "previous": before(org, year),
        }
        plan: Plan = registry.add(PlanRegister, values, by=by)
        _keep_parts(plan, found, by)
    return plan


def before(org: Org, year: int) -> Plan | None:
    """The newest plan of an earlier year of the same union, issued ones first."""
    earlier = Plan.objects.filter(org=org, year__lt=year, year__gte=year - 5).order_by(
        "-year", "-state", "-id"
    )
    return earlier.first()


def _keep_parts(plan: Plan, found: Found, by: Actor) -> None:
    items = _keep_items(plan, found.document)
    known = wordings.decided(plan.org, [(_label(one), one.clause) for one in found.targets])
    for promise in found.targets:
        if not promise.is_slice:
            _keep_target(plan, items.get(promise.item or ""), promise, known, by)
    milestones.keep(plan, found.milestones, by=by)
    Mending.objects.bulk_create(
        Mending(plan=plan, kind=one.kind, start=one.start, end=one.end, before=one.before, after=one.after)
        for one in found.mendings
    )


def _keep_items(plan: Plan, document: Document) -> dict[str, Item]:
    """Every point of the document, by number."""
    return {
        item.number: Item.objects.create(
            plan=plan,
            place=place,
            number=item.number[:20],
            heading=item.heading[:300],
            section=item.section[:300],
            text=item.text,
            start=item.start,
            end=item.end,
        )
        for place, item in enumerate(document.items, start=1)
    }


def _label(promise: Promise) -> str:
    return (promise.label or promise.clause)[:200]


def _keep_target(
    plan: Plan, item: Item | None, promise: Promise, known: dict[str, Wording], by: Actor
) -> None:
    row = known.get(wordings.digest_of(_label(promise), promise.clause))
    suggested, reason = _suggested(promise, row)
    values = _promised(plan, promise) | {
        "org": plan.org,
        "plan": plan,
        "item": item,
        "suggested": suggested,
        "suggested_by": reason,
    }
    registry.add(TargetRegister, values, by=by)


def _promised(plan: Plan, promise: Promise) -> dict[str, Any]:
    """The columns of a target that say what was read."""
    first, last = _days(plan, promise)
    slices = {year: Decimal(value) for year, value in promise.slices if first.year <= year <= last.year}
    return {
        "label": _label(promise),
        "clause": promise.clause,
        "start": promise.start,
        "end": promise.end,
        "operator": promise.operator,
        "value": min(Decimal(promise.value), LARGEST).quantize(Decimal("0.01")),
        "unit": promise.unit[:20],
        "per": promise.per or "",
        "every": "" if slices else promise.every or "",
        "scope": dict(promise.scope),
        "slices": slicing.text_of(slices)[:200],
        "is_universal": promise.is_universal,
        "starts_on": first,
        "ends_on": last,
    }


def _days(plan: Plan, promise: Promise) -> tuple[Any, Any]:
    whole = Period.year(plan.year)
    first = promise.period.start or whole.start
    last = promise.period.end or max(whole.last, first)
    return min(first, last), max(first, last)


def _suggested(promise: Promise, row: Wording | None) -> tuple[str, str]:
    """The indicator offered and the code of the reason: what was decided last time comes first."""
    if row is None:
        return promise.suggestion.key or "", promise.suggestion.code
    if not row.indicator:
        return "", "rejected"
    suits = (row.indicator in RATIOS) == (promise.unit == "%")
    known = row.indicator in RATIOS or row.indicator in INDICATORS
    return (
        (row.indicator, "remembered")
        if suits and known
        else (promise.suggestion.key or "", promise.suggestion.code)
    )
