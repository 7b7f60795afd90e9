"""The rules every change of the tree passes; each raises TreeError."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q

from zhijia.kernel.day import today
from zhijia.kernel.pinyin import pinyin_key
from zhijia.kernel.text import clean
from zhijia.tree import spans
from zhijia.tree.errors import TreeError
from zhijia.tree.kinds import OrgKind, RelationKind
from zhijia.tree.models import Org, Relation

#: a change may be entered the evening before, not planned: paths are today's tree, nothing wakes up later
AHEAD = timedelta(days=1)


def not_future(day: date) -> None:
    """At most one day ahead of today in China."""
    last = today() + AHEAD
    if day > last:
        raise TreeError("future", day=day.isoformat(), last=last.isoformat())


def open_from(org: Org, day: date) -> None:
    """Founded by the day and not closed afterwards."""
    founded_by(org, day)
    if org.closed_on is not None:
        raise TreeError("closed", name=org.name, day=org.closed_on.isoformat())


def founded_by(org: Org, day: date) -> None:
    if day < org.opened_on:
        raise TreeError("before_founding", name=org.name, day=org.opened_on.isoformat())


def nothing_later(org: Org, day: date) -> None:
    """No leading line of the organisation begins or ends after the day: later history is not overwritten."""
    leads = Relation.objects.filter(org=org, kind=RelationKind.LEADS)
    later = leads.filter(Q(valid_from__gt=day) | Q(valid_to__gt=day)).order_by("valid_from").first()
    if later is not None:
        changed = later.valid_from if later.valid_from > day or later.valid_to is None else later.valid_to
        raise TreeError("later_change", name=org.name, day=changed.isoformat())


def no_circle(org: Org, above: Org, *, from_on: date, to_on: date) -> None:
    """`above` stands below `org` on no day of the stretch."""
    if org.pk == above.pk:
        raise TreeError("itself", name=org.name)
    if spans.stands_under(above.pk, org.pk, from_on=from_on, to_on=to_on):
        raise TreeError("circle", name=org.name, above=above.name)


def no_overlap(org: Org, above: Org, *, kind: str, from_on: date, to_on: date) -> None:
    """One main leader at a time; of the other kinds, one line to the same organisation at a time."""
    lines = Relation.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=from_on), org=org, kind=kind)
    if kind != RelationKind.LEADS:
        lines = lines.filter(above=above)
    held = lines.filter(valid_from__lt=to_on).select_related("above").first()
    if held is not None:
        raise TreeError("overlap", name=org.name, above=held.above.name, day=held.valid_from.isoformat())


def none_below(org: Org, day: date) -> None:
    """Nobody is led by the organisation on the day or later."""
    led = Relation.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), above=org, kind=RelationKind.LEADS
    )
    if count := led.values("org").distinct().count():
        raise TreeError("still_open_below", name=org.name, count=count)


def newcomer(*, code: str, name: str, kind: str, opened_on: date) -> Org:
    """An organisation not yet stored, its fields checked and its name cleaned."""
    shown = " ".join(clean(name).text.split())
    org = Org(
        code=code.strip().upper(), name=shown, name_key=pinyin_key(shown, person=False), opened_on=opened_on
    )
    org.kind = OrgKind(kind) if kind in OrgKind.values else kind
    try:
        org.clean_fields(exclude=["parent", "path", "uid", "name_key", "closed_on"])
    except ValidationError as error:
        field, said = next(iter(error.message_dict.items()))
        label = Org._meta.get_field(field).verbose_name  # type: ignore[union-attr]
        raise TreeError("invalid", field=label, problem=" ".join(said)) from error
    not_future(opened_on)
    return org
