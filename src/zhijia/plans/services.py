"""What is done with plans: read, confirmed target by target, written by hand, issued, amended, continued."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.plans import milestones, reading, stretches, wordings
from zhijia.plans.continuing import continue_plan
from zhijia.plans.models import Edition, Plan, Target
from zhijia.plans.points import add_point, change_point, remove_point
from zhijia.plans.reading import Found, keep, look, main_of, worth_choosing
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally import services as tally
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

__all__ = [
    "Found",
    "add_point",
    "change_point",
    "confirm",
    "continue_plan",
    "discard",
    "keep",
    "keep_periods",
    "keep_running",
    "look",
    "main_of",
    "read",
    "reject",
    "remove_point",
    "worth_choosing",
]


def read(source: bytes | str, *, org: Org, by: Actor, file_name: str = "", title: str = "") -> Plan:
    """A draft plan of the source's main document, from a file's bytes or pasted text.

    Raises Refused when the source cannot be read or holds no plan, or when the very same text was read before.
    """
    found = reading.main_of(reading.look(source, file_name=file_name))
    return reading.keep(found, org=org, by=by, file_name=file_name, title=title)


def confirm(target: Target, *, indicator: str, by: Actor, version: int) -> Target:
    """The target bound to an indicator; from now on its figure is counted and shown.

    The choice is remembered for the same wording. Raises Refused when the indicator does not suit the target's
    unit, Forbidden or Stale.
    """
    with transaction.atomic():
        if indicator != target.indicator:
            target = services.change(target, {"indicator": indicator}, by=by, version=version)
            version = target.version
        if target.state != "confirmed":
            target = services.move(target, "confirm", by=by, version=version)
        wordings.remember(target, indicator=indicator, by=by)
    keep_periods(target)
    return target


def keep_periods(target: Target) -> None:
    """Cells for the target's own period, for the months of its years begun and for each of its stretches."""
    wanted = [target.period]
    for year in range(target.starts_on.year, min(target.ends_on.year, today().year) + 1):
        wanted += [Period.year(year), *Period.year(year).months()]
    if target.every in ("quarter", "half_year"):
        wanted += stretches.stretches(target)[:40]
    tally.ensure_periods(wanted)


def keep_running() -> None:
    """Cells for the year that has begun, while a followed target runs in it: once a year this counts something."""
    day = today()
    if Target.objects.filter(state="confirmed", starts_on__lte=day, ends_on__gte=day).exists():
        tally.ensure_year(day.year)


def reject(target: Target, *, by: Actor, version: int) -> Target:
    """The clause is no target, or not one to be followed here; the same wording is so offered next time."""
    with transaction.atomic():
        rejected: Target = services.move(target, "reject", by=by, version=version)
        wordings.remember(rejected, indicator="", by=by)
    return rejected


def discard(plan: Plan, *, by: Actor, reason: str, version: int) -> None:
    """A draft that was never issued removed with all that was read from it.

    Raises Refused (issued once, or continued by another), Forbidden or Stale; then everything stays.
    """
    if Edition.objects.filter(plan=plan).exists():
        raise Refused("", _("This plan was issued: it is amended, never removed."))
    if plan.following.exists():
        raise Refused("", _("Another year's plan continues this one: remove that one first."))
    if not reason.strip():
        raise Refused("reason", _("Give a reason."))
    with transaction.atomic():
        milestones.drop(plan, by=by, reason=reason)
        for target in plan.targets.all():
            services.remove(target, by=by, reason=reason, version=target.version)
        services.remove(plan, by=by, reason=reason, version=version)
