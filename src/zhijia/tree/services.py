"""Every change of the tree: founding, moving, merging, closing, relating. Who may do it is decided above."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Greatest

from zhijia.kernel.period import FOREVER
from zhijia.tree import checks, spans
from zhijia.tree.actor import SYSTEM, Actor
from zhijia.tree.announcing import Change, announce, facts
from zhijia.tree.errors import TreeError
from zhijia.tree.founding import Newcomer, found_many
from zhijia.tree.kinds import RelationKind
from zhijia.tree.models import Org, Post, Relation
from zhijia.tree.moves import next_path, one_at_a_time, rewrite

__all__ = ["Newcomer", "close", "end", "found", "found_many", "merge", "move", "relate", "rename"]
RENAMED = ("name", "name_key", "kind")


def found(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Org | None,
    opened_on: date,
    by: Actor = SYSTEM,
    reason: str = "",
) -> Org:
    """A new organisation, led by `parent` from the day it is founded. Raises TreeError."""
    with one_at_a_time():
        org = checks.newcomer(code=code, name=name, kind=kind, opened_on=opened_on)
        if holder := Org.objects.filter(code=org.code).first():
            raise TreeError("code_taken", code=org.code, name=holder.name)
        leader = _fresh(parent) if parent else None
        if leader:
            checks.open_from(leader, opened_on)
        org.parent, org.path = leader, next_path(leader)
        org.save(force_insert=True)
        if leader:
            Relation.objects.create(org=org, above=leader, valid_from=opened_on)
        spans.rebuild([org.pk])
        announce(Change(by, "found", org, None, facts(org), reason))
    return org


def move(org: Org, *, under: Org, on: date, by: Actor = SYSTEM, reason: str = "") -> Org:
    """The organisation led by another from the day `on`; back-dating is allowed over unchanged history.

    The path is rewritten at once, tables that follow included. A second move on the same day replaces the
    first. Raises TreeError.
    """
    with one_at_a_time():
        current, leader = _fresh(org), _fresh(under)
        checks.not_future(on)
        checks.open_from(current, on)
        checks.open_from(leader, on)
        checks.nothing_later(current, on)
        checks.no_circle(current, leader, from_on=on, to_on=FOREVER)
        line = Relation.objects.filter(org=current, kind=RelationKind.LEADS, valid_to=None).first()
        if line and line.above_id == leader.pk:
            raise TreeError("same_leader", name=current.name, above=leader.name)
        before = facts(current)
        if line:
            _cut(line, on)
        Relation.objects.create(org=current, above=leader, valid_from=on)
        _settle(current, leader)
        spans.rebuild([current.pk])
        announce(Change(by, "move", current, before, facts(current) | {"on": on.isoformat()}, reason))
    return _renewed(org, current)


def merge(org: Org, *, into: Org, on: date, by: Actor = SYSTEM, reason: str = "") -> Org:
    """The organisation taken up by another: whoever it leads is led by `into` from `on`, the day it closes.

    Earlier days stay as they were. In today's tree the closed organisation stands under `into`, which thereby
    sees its old entries; those that still hold count there from the day on. Posts in it end. Raises TreeError.
    """
    with one_at_a_time():
        current, heir = _fresh(org), _fresh(into)
        _check_closing(current, on)
        checks.open_from(heir, on)
        checks.no_circle(current, heir, from_on=on, to_on=FOREVER)
        before = facts(current)
        heard = _hand_over(current, heir, on, by, reason)
        _end_life(current, on, taken_up=True)
        Relation.objects.create(org=current, above=heir, kind=RelationKind.SUCCEEDED, valid_from=on)
        _settle(current, heir)
        spans.rebuild([current.pk, *(change.org.pk for change in heard)])
        after = facts(current) | {"into": heir.code}
        announce(Change(by, "merge", current, before, after, reason), *heard)
    return _renewed(org, current)


def close(org: Org, *, on: date, by: Actor = SYSTEM, reason: str = "") -> Org:
    """The organisation closed: `on` is the first day it is gone. Posts in it end. Raises TreeError."""
    with one_at_a_time():
        current = _fresh(org)
        _check_closing(current, on)
        checks.none_below(current, on)
        before = facts(current)
        # asked before the lines are cut: one that had no day left is gone, and with it the way to whom it took up
        stood = spans.branch([current.pk])
        _end_life(current, on)
        spans.rebuild(stood)
        announce(Change(by, "close", current, before, facts(current), reason))
    return _renewed(org, current)


def rename(org: Org, *, name: str, kind: str = "", by: Actor = SYSTEM, reason: str = "") -> Org:
    """The organisation called something else, or of another kind; its code stays. Raises TreeError."""
    with one_at_a_time():
        current = _fresh(org)
        before = facts(current)
        checked = checks.newcomer(
            code=current.code, name=name, kind=kind or current.kind, opened_on=current.opened_on
        )
        for field in RENAMED:
            setattr(current, field, getattr(checked, field))
        current.save(update_fields=RENAMED)
        if facts(current) != before:
            announce(Change(by, "rename", current, before, facts(current), reason))
    return _renewed(org, current)


def relate(
    org: Org,
    *,
    above: Org,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor = SYSTEM,
    reason: str = "",
) -> Relation:
    """A dated line to another organisation; "leads" only for a past gap. Raises TreeError."""
    with one_at_a_time():
        current, upper = _fresh(org), _fresh(above)
        _check_line(current, upper, kind, valid_from, valid_to or FOREVER)
        line = Relation.objects.create(
            org=current, above=upper, kind=kind, valid_from=valid_from, valid_to=valid_to
        )
        if kind == RelationKind.LEADS:
            spans.rebuild([current.pk])
        announce(Change(by, "relate", current, None, _line_facts(line), reason))
    return line


def end(relation: Relation, *, on: date, by: Actor = SYSTEM, reason: str = "") -> Relation:
    """A line of another kind than "leads" ended: `on` is the first day without it. Raises TreeError."""
    with one_at_a_time():
        line = Relation.objects.select_related("org", "above").get(pk=relation.pk)
        if line.kind in spans.CLIMBED:
            raise TreeError("leads_by_move")
        if line.valid_to is not None:
            raise TreeError("ended", day=line.valid_to.isoformat())
        if on <= line.valid_from:
            raise TreeError("ends_before_start", first=line.valid_from.isoformat(), last=on.isoformat())
        before = _line_facts(line)
        line.valid_to = on
        line.save(update_fields=["valid_to"])
        announce(Change(by, "end", line.org, before, _line_facts(line), reason))
    relation.valid_to = on
    return relation


def _fresh(org: Org) -> Org:
    return Org.objects.select_related("parent").get(pk=org.pk)


def _renewed(given: Org, current: Org) -> Org:
    """The caller's own object brought up to date."""
    for field in ("parent_id", "path", "closed_on", *RENAMED):
        setattr(given, field, getattr(current, field))
    return given


def _line_facts(line: Relation) -> dict[str, Any]:
    return {
        "above": line.above.code,
        "kind": str(line.kind),
        "valid_from": line.valid_from.isoformat(),
        "valid_to": line.valid_to.isoformat() if line.valid_to else None,
    }


def _check_life(org: Org, first: date, last: date) -> None:
    checks.founded_by(org, first)
    if org.closed_on is not None and last > org.closed_on:
        raise TreeError("closes_before_end", name=org.name, day=org.closed_on.isoformat())


def _check_line(org: Org, above: Org, kind: str, first: date, last: date) -> None:
    if kind == RelationKind.SUCCEEDED or (kind == RelationKind.LEADS and last == FOREVER):
        raise TreeError("leads_by_move")
    if last <= first:
        raise TreeError("ends_before_start", first=first.isoformat(), last=last.isoformat())
    checks.not_future(first)
    for one in (org, above):
        _check_life(one, first, last)
    checks.no_overlap(org, above, kind=kind, from_on=first, to_on=last)
    if kind == RelationKind.LEADS:
        checks.no_circle(org, above, from_on=first, to_on=last)
    elif org.pk == above.pk:
        raise TreeError("itself", name=org.name)


def _check_closing(org: Org, on: date) -> None:
    checks.not_future(on)
    checks.open_from(org, on)
    if on == org.opened_on:
        raise TreeError("founded_that_day", name=org.name, day=org.opened_on.isoformat())
    checks.nothing_later(org, on)


def _cut(line: Relation, on: date) -> None:
    """Ends a line on a day; one that would have no day left is gone."""
    if line.valid_from >= on:
        line.delete()
    else:
        line.valid_to = on
        line.save(update_fields=["valid_to"])


def _settle(org: Org, leader: Org) -> None:
    """Today's tree: parent and paths."""
    rewrite(org, under=leader)
    org.parent = leader
    org.save(update_fields=["parent"])


def _lasting(on: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=on)


def _hand_over(org: Org, heir: Org, on: date, by: Actor, reason: str) -> list[Change]:
    """Gives every line below `org` to `heir` from the day on; what to announce."""
    heard = []
    lines = Relation.objects.filter(_lasting(on), above=org, kind=RelationKind.LEADS).select_related(
        "org__parent"
    )
    for line in list(lines.order_by("org__path", "valid_from")):
        child, last = line.org, line.valid_to
        before = facts(child)
        _cut(line, on)
        Relation.objects.create(org=child, above=heir, valid_from=max(line.valid_from, on), valid_to=last)
        if child.parent_id == org.pk and last is None:
            _settle(_with_path(child), heir)
        after = facts(child) | {"on": on.isoformat()}
        heard.append(Change(by, "move", child, before, after, reason))
    return heard


def _with_path(org: Org) -> Org:
    """The organisation with its path as the rewriting of others may have left it."""
    org.path = Org.objects.values_list("path", flat=True).get(pk=org.pk)
    return org


def _end_life(org: Org, on: date, *, taken_up: bool = False) -> None:
    """Closes the organisation, its lines of every kind and the posts in it: access ends with it.

    What it took up itself goes on with whoever takes it up, and ends with one that is closed.
    """
    org.closed_on = on
    org.save(update_fields=["closed_on"])
    lines = Relation.objects.filter(_lasting(on), Q(org=org) | Q(above=org))
    if taken_up:
        lines = lines.exclude(kind=RelationKind.SUCCEEDED)
    for line in list(lines):
        _cut(line, on)
    Post.objects.filter(_lasting(on), org=org).update(valid_to=Greatest(F("valid_from"), on))
