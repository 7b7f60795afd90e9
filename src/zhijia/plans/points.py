"""The numbered points of a plan written or amended by hand; the journal keeps the old and the new words."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.text import clean
from zhijia.plans.models import Item, Milestone, Plan, PlanRegister, Target
from zhijia.registry import services as registry
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.actor import Actor

LONGEST = {"number": 20, "heading": 300, "text": 20_000}


def outline_of(plan: Plan) -> str:
    """The points of a plan as one text, as an issued plan prints them."""
    return "\n".join(_line(item) for item in Item.objects.filter(plan=plan))


def _line(item: Item) -> str:
    return f"{item.number}、{item.words}" if item.number else item.words


def point_of(plan: Plan, key: int) -> Item | None:
    """The point of a plan by its key."""
    return Item.objects.filter(plan=plan, pk=key).select_related("plan__org").first()


def add_point(plan: Plan, *, number: str, heading: str, text: str, by: Actor, version: int) -> Item:
    """A new point behind the others. Raises Refused, Forbidden or Stale; then nothing is kept."""
    values = _checked(plan, number, heading, text, None)
    last = Item.objects.filter(plan=plan).order_by("-place").first()
    with transaction.atomic():
        _allow(plan, by)
        item = Item.objects.create(plan=plan, place=last.place + 1 if last else 1, **values)
        _tell(plan, by, version)
    return item


def change_point(item: Item, *, number: str, heading: str, text: str, by: Actor, version: int) -> Item:
    """A point with other words; `version` is that of its plan. Raises Refused, Forbidden or Stale."""
    values = _checked(item.plan, number, heading, text, item)
    with transaction.atomic():
        _allow(item.plan, by)
        for name, value in values.items():
            setattr(item, name, value)
        item.save()
        _tell(item.plan, by, version)
    return item


def remove_point(item: Item, *, by: Actor, version: int) -> None:
    """A point taken out; refused while targets or calendar lines stand in it."""
    used = Target.objects.filter(item=item).exists() or Milestone.objects.filter(item=item).exists()
    if used:
        raise Refused("", _("Targets or calendar lines stand in this point: reject and remove them first."))
    with transaction.atomic():
        _allow(item.plan, by)
        plan = item.plan
        item.delete()
        _tell(plan, by, version)


def _allow(plan: Plan, by: Actor) -> None:
    verdict = PlanRegister.policy.change.test(by, plan)
    if not verdict:
        raise Forbidden(verdict.reason)


def _tell(plan: Plan, by: Actor, version: int) -> None:
    """The plan's next version with its points as they stand now; an issued plan refuses it."""
    outline = outline_of(plan)
    if not outline and plan.text:
        raise Refused("", _("A plan read from a text keeps at least one point."))
    registry.change(plan, {"outline": outline}, by=by, version=version)


def _checked(plan: Plan, number: str, heading: str, text: str, item: Item | None) -> dict[str, Any]:
    given = {"number": number, "heading": heading, "text": text}
    values = {name: clean(value).text.strip() for name, value in given.items()}
    values["number"] = values["number"].strip("、.． ")
    for name, value in values.items():
        if len(value) > LONGEST[name]:
            raise Refused(name, _("At most %(count)s characters.") % {"count": LONGEST[name]})
    if not values["heading"] and not values["text"]:
        raise Refused("text", _("Write what this point says."))
    others = Item.objects.filter(plan=plan, number=values["number"])
    if values["number"] and others.exclude(pk=item.pk if item else None).exists():
        raise Refused("number", _("There is a point %(number)s already.") % {"number": values["number"]})
    return values
