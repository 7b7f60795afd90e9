"""What a union's part of a calendar line must not be, and when a step of it may be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.directory.queries import works_at
from zhijia.kernel.day import today
from zhijia.plans.registers.milestone.rules import OPEN
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org

untouched = Rule(
    gettext_lazy("a duty nobody has said anything about yet"),
    lambda actor: None if actor.is_anonymous else Q(state="planned", evidenced_at__isnull=True),
)
standing = Rule(
    gettext_lazy("a line that stands on the calendar"),
    lambda actor: None if actor.is_anonymous else Q(milestone__state__in=OPEN),
)
begun = Rule(
    gettext_lazy("a line of the calendar whose time has begun"),
    lambda actor: (
        None if actor.is_anonymous else Q(milestone__state__in=OPEN, milestone__starts_on__lte=today())
    ),
)


def refuse_stranger(duty: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever may change the line says who answers for it; nobody joins another union's calendar."""
    if before is not None or by.system:
        return
    register = type(duty.milestone).register
    if not register.policy.change.test(by, duty.milestone):
        raise Refused(
            "milestone", _("Who answers for this line is said by %(org)s.") % {"org": duty.milestone.org}
        )


def refuse_outside_tree(duty: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A plan binds the union that issued it and those below it."""
    if before is None and not duty.org.path.startswith(duty.milestone.org.path):
        raise Refused(
            "org",
            _("%(org)s does not stand under %(issuer)s, whose plan this is.")
            % {"org": duty.org, "issuer": duty.milestone.org},
        )


def refuse_not_on_calendar(duty: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if before is None and not duty.milestone.is_open:
        raise Refused("milestone", _("Put the line on the calendar before unions answer for it."))


def refuse_held_early(duty: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Nothing is held before its time began; one that was needs another day in the plan first."""
    if duty.happened_on is None or (
        before is not None and before["happened_on"] == duty.happened_on.isoformat()
    ):
        return
    if duty.happened_on < duty.milestone.starts_on:
        raise Refused(
            "happened_on",
            _(
                "It is planned from %(first)s on; %(day)s lies before. If it was held earlier, have the day "
                "changed in the plan first."
            )
            % {"first": duty.milestone.starts_on.isoformat(), "day": duty.happened_on.isoformat()},
        )


def refuse_half_told(duty: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The days come with the steps: the day held with “it was held”, the later day with “put it off”."""
    if duty.state == "held" and duty.happened_on is None:
        raise Refused("happened_on", _("Give the day on which it was held or done."))
    for name in ("happened_on", "witness") if duty.state != "held" else ():
        if getattr(duty, name) is not None:
            raise Refused(name, _("Leave this empty: it is filled in by the step “It was held or done”."))
    if duty.state == "put_off" and duty.put_off_to is None:
        raise Refused("put_off_to", _("Give the day to which it is put off."))
    if duty.state == "planned" and duty.put_off_to is not None:
        raise Refused("put_off_to", _("Leave this empty: it is filled in by the step “Put it off here”."))


def refuse_no_later_day(duty: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Put off means later than the line says and than it was put off to before, within its year."""
    if duty.put_off_to is None or before is None or before["put_off_to"] == duty.put_off_to.isoformat():
        return
    known = max(before["put_off_to"] or "", duty.milestone.ends_on.isoformat())
    day = duty.put_off_to.isoformat()
    if day <= known:
        raise Refused(
            "put_off_to",
            _("Put off means later: the last day was %(old)s, now it would be %(new)s.")
            % {"old": known, "new": day},
        )
    if duty.put_off_to < today():
        raise Refused("put_off_to", _("%(day)s has passed: choose a day to come.") % {"day": day})
    if duty.put_off_to >= duty.milestone.until_on:
        raise Refused(
            "put_off_to",
            _("It cannot be put off beyond %(year)s: take it up in the next plan.")
            % {"year": duty.milestone.until_on.year - 1},
        )


def refuse_witness(duty: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever vouches for it works there and has not recorded it."""
    if duty.witness is None or (before is not None and before["witness"] == duty.witness_id):
        return
    recorder = by.user_id if before is None else before.get("recorded_by")
    if duty.witness.user_id is not None and duty.witness.user_id in (recorder, by.user_id):
        raise Refused(
            "witness", _("Choose a worker who did not report it: nobody vouches for their own entry.")
        )
    if not works_at(duty.witness, _home(duty.org)):
        raise Refused(
            "witness",
            _("Choose a worker of this union; %(name)s is on file elsewhere.") % {"name": duty.witness},
        )


def _home(org: Org) -> Org:
    """Where the members of a branch or group are on file: the grassroots union it is part of."""
    while org.kind in (OrgKind.BRANCH, OrgKind.GROUP) and org.parent is not None:
        org = org.parent
    return org


def first_of_each_line(duties: Sequence[Any]) -> list[int]:
    """Of a list the first duty of every line: who may change the line may give it to all."""
    seen: dict[int, int] = {}
    for place, duty in enumerate(duties):
        seen.setdefault(duty.milestone_id, place)
    return list(seen.values())


def with_witness(duties: Sequence[Any]) -> list[int]:
    """Those that name a worker."""
    return [place for place, duty in enumerate(duties) if duty.witness_id is not None]
