"""What a denominator must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from zhijia.directory.registers.denominator.approval import APPROVED, OPEN
from zhijia.directory.rules import AT_THE_BASE
from zhijia.directory.spans import during, text
from zhijia.kernel.period import FOREVER
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import RelationKind
from zhijia.tree.models import OrgSpan, Relation


def refuse_source(denominator: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A number from outside has a publisher and a day that has come."""
    denominator.source = " ".join(denominator.source.split())
    if len(denominator.source) < 2:
        raise Refused("source", _("Name who published the number."))


def refuse_at_the_base(denominator: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The base of a grassroots union is the staff of its employer, which is a dated fact of the employer."""
    if denominator.org.kind in AT_THE_BASE:
        raise Refused(
            "org", _("Numbers of a whole place belong to a federation; here enter facts of the employer.")
        )


def refuse_second_proposal(denominator: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A place proposes one number of a kind at a time, so that the next level knows which one is meant."""
    if denominator.state not in OPEN:
        return
    rows = type(denominator)._default_manager.filter(
        state__in=OPEN, kind=denominator.kind, org=denominator.org_id
    )
    if other := rows.exclude(pk=denominator.pk).first():
        raise Refused(
            "number",
            _("%(number)s is proposed already: change that one, or wait until it is decided.")
            % {"number": other.number},
        )


def end_older_number(denominator: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A newer number of the same place, once approved, ends the older one on its first day.

    So it does with the numbers of places taken up meanwhile, which counted beside it until then.
    """
    rows = (
        type(denominator)
        ._default_manager.filter(kind=denominator.kind, state=APPROVED)
        .exclude(pk=denominator.pk)
    )
    older = rows.filter(valid_to__isnull=True, valid_from__lt=denominator.valid_from)
    if denominator.state == APPROVED and before is not None and before.get("state") != APPROVED:
        places = Q(org=denominator.org_id) | Q(org__in=_taken_up(denominator.org_id))
        for row in older.filter(places):
            services.stamp(row, {"valid_to": denominator.valid_from}, by=by, verb="end")
    same = during(rows.filter(org=denominator.org_id), denominator.valid_from, denominator.valid_to)
    if denominator.state != APPROVED:
        same = same.exclude(pk__in=older.values("pk"))
    if (other := same.first()) is not None:
        raise Refused(
            "valid_from",
            _("%(number)s is in force %(days)s: a newer number begins later.")
            % {"number": other.number, "days": text(other)},
        )


def _taken_up(org_id: int) -> list[int]:
    """The organisations a union took up, directly or by way of others."""
    found: list[int] = []
    waiting = [org_id]
    while waiting:
        lines = Relation.objects.filter(above__in=waiting, kind=RelationKind.SUCCEEDED)
        waiting = [org for org in lines.values_list("org_id", flat=True) if org not in found]
        found += waiting
    return found


def refuse_counted_twice(denominator: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A place has a number of a kind at one level: the city's and a county's together count people twice."""
    rows = type(denominator)._default_manager.filter(kind=denominator.kind, state=APPROVED)
    rows = rows.exclude(org_id__in=[denominator.org_id, *_taken_up(denominator.org_id)])
    rows = during(rows, denominator.valid_from, denominator.valid_to).select_related("org")
    for name, other_name, sentence in (
        ("org", "ancestor", _("%(org)s above has a number of this kind (%(days)s); both would count twice.")),
        ("ancestor", "org", _("%(org)s below has a number of this kind (%(days)s); both would count twice.")),
    ):
        lines = _lines(denominator, name, other_name)
        other = rows.filter(Exists(lines)).first()
        if other is not None:
            raise Refused("org", sentence % {"org": other.org, "days": text(other)})


def _lines(denominator: Any, name: str, other_name: str) -> Any:
    """Leading lines to another denominator's place on a day on which both numbers hold."""
    held = OrgSpan.objects.filter(
        **{name: denominator.org_id, other_name: OuterRef("org_id")},
        valid_from__lt=denominator.valid_to or FOREVER,
        valid_to__gt=denominator.valid_from,
    )
    return held.filter(
        valid_from__lt=Coalesce(OuterRef("valid_to"), Value(FOREVER)), valid_to__gt=OuterRef("valid_from")
    )
