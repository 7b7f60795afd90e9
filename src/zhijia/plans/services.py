"""Reading a plan into targets, and deciding on each."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.plans.catalogue import measures
from zhijia.plans.models import Item, Plan, PlanRegister, Target, TargetRegister
from zhijia.plans.reader import Document, Reading, UnreadablePlan, read_plan
from zhijia.plans.reader import Target as Promise
from zhijia.plans.unreadable import sentence
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally import services as tally
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


def read(source: bytes | str, *, org: Org, by: Actor, file_name: str = "", title: str = "") -> Plan:
    """A draft plan with its items and suggested targets, from a file's bytes or pasted text.

    Raises Refused when the source cannot be read or holds no plan, or when the very same text was read before.
    """
    try:
        reading = read_plan(source, filename=file_name, catalogue=measures())
    except UnreadablePlan as error:
        raise Refused("source", sentence(error)) from error
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    if Plan.objects.filter(org=org, digest=digest).exists():
        raise Refused("source", _("This very text has been read before; open that plan instead."))
    with transaction.atomic():
        document = main_document(reading)
        values = {
            "org": org,
            "title": (title or document.title or str(_("Untitled plan")))[:200],
            "year": document.year or today().year,
            "issuer": (document.issuer or org.name)[:200],
            "text": reading.text,
            "file_name": file_name[:200],
            "digest": digest,
        }
        plan: Plan = services.add(PlanRegister, values, by=by)
        items = _keep_items(plan, reading)
        for promise in reading.targets:
            _keep_target(plan, items, promise, by)
    return plan


def main_document(reading: Reading) -> Document:
    """The document with the most targets: a circular that only forwards a plan has none."""
    if not reading.documents:
        raise Refused("source", _("No document was found in this text."))
    counts = [
        sum(1 for target in reading.targets if target.document == n) for n in range(len(reading.documents))
    ]
    return reading.documents[counts.index(max(counts))]


def _keep_items(plan: Plan, reading: Reading) -> dict[tuple[int, str], Item]:
    """Every item of the documents, by document and number."""
    found: dict[tuple[int, str], Item] = {}
    for number, document in enumerate(reading.documents):
        for item in document.items:
            kept = Item.objects.create(
                plan=plan,
                number=item.number[:20],
                heading=item.heading[:300],
                section=item.section[:300],
                text=item.text,
                start=item.start,
                end=item.end,
            )
            found[number, item.number] = kept
    return found


def _keep_target(plan: Plan, items: dict[tuple[int, str], Item], promise: Promise, by: Actor) -> Target:
    whole = Period.year(plan.year)
    starts_on = promise.period.start or whole.start
    ends_on = promise.period.end or whole.last
    values: dict[str, Any] = {
        "org": plan.org,
        "plan": plan,
        "item": items.get((promise.document, promise.item or "")),
        "label": (promise.label or promise.clause)[:200],
        "clause": promise.clause,
        "start": promise.start,
        "end": promise.end,
        "operator": promise.operator,
        "value": Decimal(promise.value).quantize(Decimal("0.01")),
        "unit": promise.unit[:20],
        "per": promise.per or "",
        "every": promise.every or "",
        "scope": dict(promise.scope),
        "starts_on": min(starts_on, ends_on),
        "ends_on": max(starts_on, ends_on),
        "suggested": promise.suggestion.key or "",
        "suggested_by": promise.suggestion.code,
    }
    target: Target = services.add(TargetRegister, values, by=by)
    return target


def confirm(target: Target, *, indicator: str, by: Actor, version: int) -> Target:
    """The target bound to an indicator; from now on its figure is counted and shown.

    Raises Refused when the indicator does not suit the target's unit, Forbidden or Stale.
    """
    with transaction.atomic():
        if indicator != target.indicator:
            target = services.change(target, {"indicator": indicator}, by=by, version=version)
            version = target.version
        if target.state != "confirmed":
            target = services.move(target, "confirm", by=by, version=version)
    keep_periods(target)
    return target


def keep_periods(target: Target) -> None:
    """Cells for the target's own period and for the months of its years."""
    for year in range(target.starts_on.year, min(target.ends_on.year, target.starts_on.year + 9) + 1):
        tally.ensure_year(year)
    tally.ensure_period(target.period)


def reject(target: Target, *, by: Actor, version: int) -> Target:
    """The clause is no target, or not one to be followed here."""
    rejected: Target = services.move(target, "reject", by=by, version=version)
    return rejected
