"""The union founded at an employer: its sheet in the register, the coverage moved, the approach over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.models import Approach, Coverage, Outcome, Unit, UnitRegister
from zhijia.directory.registers.approach.rules import own_coverage, taken_up
from zhijia.directory.registers.union.register import UnionRegister
from zhijia.kernel.day import today
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.forms import EntryForm
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind

#: what the sheet of a new union leaves to later: a shorter form on the day it is founded
LATER = ("legal_certificate", "legal_certified_on", "social_credit_code")


def unit_or_404(actor: Actor, uid: Any) -> Unit:
    """An employer of an address within the actor's sight."""
    found: Unit | None = UnitRegister.visible(actor).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def open_approach(unit: Unit) -> Approach | None:
    """Who works on an employer now."""
    rows = Approach.objects.filter(unit=unit, valid_to=None).select_related("officer", "org")
    return rows.first()


class FoundingForm(EntryForm):
    """The form of the union register, filled in as far as the employer tells."""

    def __init__(self, actor: Actor, unit: Unit, *args: Any, **kwargs: Any):
        self.unit, self.approach = unit, open_approach(unit)
        super().__init__(UnionRegister, actor, *args, initial=_known(unit, self.approach), **kwargs)
        for name in LATER:
            del self.fields[name]

    def _write(self) -> Any:
        """Sheet, coverage and the end of the approach, all or none."""
        with transaction.atomic():
            again = UnionRegister.model._default_manager.filter(uid=self.cleaned_data.get("uid")).exists()
            union = super()._write()
            if not again:
                move_coverage(self.unit, union, by=self.actor)
                if self.approach is not None:
                    close(self.approach, union, by=self.actor)
            return union


def _known(unit: Unit, approach: Approach | None) -> dict[str, Any]:
    """What the sheet takes over from the employer."""
    keeper = approach.org if approach is not None else unit.org
    return {
        "name": f"{unit.name}工会",
        "kind": OrgKind.GRASSROOTS,
        "approved_by": keeper,
        "founded_on": today(),
        "industry": unit.industry,
        "unit_kind": "enterprise" if unit.legal_person else "",
    }


def move_coverage(unit: Unit, union: Any, *, by: Actor) -> None:
    """The employer covered by its own union from the day it is founded; a federation's coverage ends with it."""
    own = own_coverage(unit, today())
    if own is not None:
        raise Refused("", _("%(unit)s has a union already: %(org)s.") % {"unit": unit, "org": own.org})
    held = Coverage.objects.filter(unit=unit, valid_to=None).select_related("org").first()
    if held is not None:
        if held.valid_from >= union.founded_on:
            raise Refused(
                "founded_on",
                _("%(org)s covers this employer only since %(day)s: give a later day.")
                % {"org": held.org, "day": held.valid_from.isoformat()},
            )
        services.change(held, {"valid_to": union.founded_on}, by=granted(by), version=held.version)
    values = {"org": union.org, "unit": unit, "valid_from": union.founded_on}
    services.add(Coverage.register, values, by=granted(by))  # type: ignore[attr-defined]


def close(approach: Approach, union: Any, *, by: Actor) -> None:
    """The approach over, because a union was founded; only whoever works on the employer ends it so."""
    if approach.officer_id not in (None, by.user_id):
        raise Refused("", taken_up(approach))
    # a span has a day at least, also where the union is founded on the day the employer was taken up
    on = max(union.founded_on, approach.valid_from + timedelta(days=1))
    services.change(
        approach, {"valid_to": on, "outcome": Outcome.FOUNDED.value}, by=granted(by), version=approach.version
    )


@transaction.atomic
def take_over(approach: Approach, *, by: Actor, reason: str) -> Approach:
    """The approach in the hands of another officer, with a reason both can read. Raises Forbidden, Refused."""
    verdict = approach.register.policy.change.test(by, approach)  # type: ignore[attr-defined]
    if not verdict:
        raise Forbidden(verdict.reason)
    if len(reason.strip()) < 2:
        raise Refused("reason", _("Give a reason."))
    taken: Approach = services.stamp(
        approach, {"officer_id": by.user_id}, by=by, verb="take_over", reason=reason
    )
    return taken
