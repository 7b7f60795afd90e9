"""What a denominator must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from zhijia.directory.rules import AT_THE_BASE
from zhijia.directory.spans import during, end_older, text
from zhijia.kernel.period import FOREVER
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.models import OrgSpan


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


def end_older_number(denominator: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A newer number of the same place ends the older one on its first day."""
    end_older(denominator, "org", "kind", by=by)


def refuse_counted_twice(denominator: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A place has a number of a kind at one level: the city's and a county's together count people twice."""
    rows = type(denominator)._default_manager.filter(kind=denominator.kind).exclude(org_id=denominator.org_id)
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
