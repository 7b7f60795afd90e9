"""The change itself: everything that goes, ends or stays, in one transaction, journalled."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.directory.changes import cadres, employers, members, posts, requests, rights, sites
from zhijia.directory.changes.wish import Fate, Kind, Part, Wish
from zhijia.directory.models import Membership, Person, SetUp, Union
from zhijia.directory.registers.union.rules import misplaced
from zhijia.directory.services import found_union
from zhijia.journal import services as journal
from zhijia.registry import services
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree import queries as tree_queries
from zhijia.tree import services as tree
from zhijia.tree.actor import Actor
from zhijia.tree.errors import TreeError
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org

#: what the tree has against the other union, not against the day
OF_PLACE = ("same_leader", "circle", "itself", "too_deep", "full")


@transaction.atomic
def carry_out(wish: Wish, *, by: Actor) -> Union:
    """The union as it stands after the change; nothing of it stands when any part is refused.

    Raises Refused, Forbidden, Stale.
    """
    for verdict in (
        rights.may_change(wish.union, by),
        *(rights.may_receive(one, by) for one in (wish.into, wish.under) if one is not None),
    ):
        if not verdict:
            raise Forbidden(verdict.reason)
    if not wish.reason.strip():
        raise Refused("reason", _("Give a reason."))
    try:
        {Kind.MOVE: _move, Kind.MERGE: _merge, Kind.CLOSE: _close, Kind.SPLIT: _split}[Kind(wish.kind)](
            wish, by
        )
    except TreeError as error:
        where = ("under" if wish.kind == Kind.MOVE else "into") if error.code in OF_PLACE else "on"
        raise Refused(where, str(error)) from error
    return Union.objects.select_related("org").get(pk=wish.union.pk)


def _move(wish: Wish, by: Actor) -> None:
    if wish.under is None:
        raise Refused("under", _("Choose the union that leads it from the day on."))
    if fault := misplaced(wish.union.kind, wish.under.kind):
        raise Refused("under", fault)
    tree.move(wish.union.org, under=wish.under.org, on=wish.on, by=by, reason=wish.reason)
    _sign(wish.union, wish, by, verb="move", after={"on": wish.on.isoformat(), "into": wish.under.code})


def _merge(wish: Wish, by: Actor) -> None:
    if wish.into is None:
        raise Refused("into", _("Choose the union that takes it up."))
    _take_up(wish, wish.into, by)
    _sign(wish.union, wish, by, verb="merge", after={"on": wish.on.isoformat(), "into": wish.into.code})
    _sign(wish.into, wish, by, verb="took_up", after={"on": wish.on.isoformat(), "from": wish.union.code})


def _take_up(wish: Wish, heir: Union, by: Actor) -> None:
    """Members, files, employers, lists and posts go or end; the tree hands over the rest."""
    org, on = wish.union.org, wish.on
    if (founded := heir.org.opened_on) > on:
        said = _("The union was founded on %(day)s: choose a later day.") % {"day": founded.isoformat()}
        raise Refused("into", f"{heir.name}: {said}")
    for child in tree_queries.children_on(org, day=on):
        if fault := misplaced(child.kind, heir.kind):
            raise Refused("into", f"{child.name}: {fault}")
    if wish.joint and heir.kind == OrgKind.GRASSROOTS:
        _make_joint(heir, wish, by)
    _members(wish, heir.org, by)
    _employers(wish, heir.org, by)
    if employers.kept_by(org).exists():
        employers.hand_list(org, to=heir.org if rights.keeps_lists(heir.org) else _leader(org), by=by)
    _posts(wish, heir.org, by)
    tree.merge(
        Org.objects.get(pk=org.pk), into=Org.objects.get(pk=heir.org_id), on=on, by=by, reason=wish.reason
    )


def _members(wish: Wish, to: Org | None, by: Actor) -> None:
    rows = list(members.members_of(wish.union.org, wish.on))
    if rows and (wish.members == Fate.END or to is None):
        if not wish.left_kind:
            raise Refused("left_kind", _("Members must go somewhere or end: say how their membership ends."))
        members.end(rows, on=wish.on, kind=wish.left_kind, by=by, reason=wish.source)
    elif rows and to is not None:
        members.transfer(rows, to=to, on=wish.on, by=by, source=wish.source)
    members.keep(Person.objects.filter(org=wish.union.org), to or _leader(wish.union.org), by)
    if to is not None:
        requests.hand(wish.union.org, to=to, by=by)


def _employers(wish: Wish, to: Org | None, by: Actor) -> None:
    rows = list(employers.coverages_of(wish.union.org, wish.on))
    if to is None or wish.employers == Fate.END:
        employers.uncover(rows, on=wish.on, by=by)
    else:
        employers.cover_from(rows, to=to, on=wish.on, by=by, source=wish.source)


def _posts(wish: Wish, to: Org | None, by: Actor) -> None:
    """What becomes of the posts is written down with their holders: the tree ends them without a word."""
    cadres.end(wish.union.org, on=wish.on, by=by)
    held = list(posts.posts_of(wish.union.org, wish.on))
    if not held:
        return
    if to is not None and wish.posts == Fate.GO:
        posts.go_on(held, at=to, on=wish.on)
    verb = "posts_go" if to is not None and wish.posts == Fate.GO else "posts_end"
    _record(wish.union, by, verb=verb, after={"posts": posts.told(held)}, reason=wish.reason)


def _close(wish: Wish, by: Actor) -> None:
    org, on = wish.union.org, wish.on
    if wish.into is not None:
        _take_up(wish, wish.into, by)
        _sign(wish.into, wish, by, verb="took_up", after={"on": on.isoformat(), "from": wish.union.code})
    else:
        _members(wish, None, by)
        _employers(wish, None, by)
        if employers.kept_by(org).exists():
            employers.hand_list(org, to=_leader(org), by=by)
        employers.end_bases(org, on=on, by=by)
        sites.close_with(org, on=on, by=by, reason=wish.reason)
        _move_below(wish, by)
        _posts(wish, None, by)
        tree.close(Org.objects.get(pk=org.pk), on=on, by=by, reason=wish.reason)
    _sign(wish.union, wish, by, verb="close", after={"on": on.isoformat()})


def _move_below(wish: Wish, by: Actor) -> None:
    """The unions below a closing one go to the union chosen for them, else to its leader."""
    under = wish.under.org if wish.under is not None else _leader(wish.union.org)
    for child in tree_queries.children_on(wish.union.org, day=wish.on):
        if fault := misplaced(child.kind, under.kind):
            raise Refused("under", f"{child.name}: {fault}")
        tree.move(child, under=Org.objects.get(pk=under.pk), on=wish.on, by=by, reason=wish.reason)


def _split(wish: Wish, by: Actor) -> None:
    if len(wish.parts) + (wish.heir is None) < 2:
        raise Refused(
            "", _("A split makes at least two of one: name another union, or let the old one stay.")
        )
    made = [_part(wish, part, by) for part in wish.parts]
    if wish.heir is not None:
        _take_up(wish, made[wish.heir], by)
    codes = ", ".join(part.code for part in wish.parts)
    _sign(wish.union, wish, by, verb="split", after={"on": wish.on.isoformat(), "into": codes})


def _part(wish: Wish, part: Part, by: Actor) -> Union:
    """One of the new unions, with what was listed for it."""
    old = wish.union
    values = {
        "code": part.code,
        "name": part.name,
        "kind": part.kind,
        "approved_by": old.org.parent,
        "founded_on": wish.on,
        "set_up": SetUp.JOINT if part.kind == OrgKind.JOINT_GRASSROOTS else old.set_up,
        "unit_kind": old.unit_kind,
        "economic_type": old.economic_type,
        "industry": old.industry,
    }
    if part.kind == OrgKind.GRASSROOTS:
        values["set_up"] = SetUp.SINGLE
    founded = _founded(part, values, by)
    made: Union = services.stamp(
        founded, {"split_from": old.org}, by=by, verb="split_off", reason=wish.reason
    )
    members.transfer(part.members, to=made.org, on=wish.on, by=by, source=wish.source)
    people = Membership.objects.filter(pk__in=[row.pk for row in part.members]).values("person")
    members.keep(Person.objects.filter(pk__in=people, org=old.org), made.org, by)
    employers.cover_from(part.coverages, to=made.org, on=wish.on, by=by, source=wish.source)
    for child in part.below:
        tree.move(child, under=Org.objects.get(pk=made.org_id), on=wish.on, by=by, reason=wish.reason)
    return made


def _founded(part: Part, values: dict[str, Any], by: Actor) -> Union:
    """The sheet of a new union; what is refused of it is said beside its own fields."""
    try:
        return found_union(values, by=by)
    except Refused as refused:
        said = {f"{name}_{part.number}" if name else "": texts for name, texts in refused.messages.items()}
        raise Refused(messages=said) from refused


def _make_joint(union: Union, wish: Wish, by: Actor) -> None:
    """A union for one employer becomes a joint one, so that it may cover several."""
    tree.rename(union.org, name=union.name, kind=OrgKind.JOINT_GRASSROOTS, by=by, reason=wish.reason)
    values = {"kind": OrgKind.JOINT_GRASSROOTS.value, "set_up": SetUp.JOINT.value}
    services.stamp(union, values, by=by, verb="joint", reason=wish.reason)


def _leader(org: Org) -> Org:
    leader = org.parent
    assert leader is not None  # the top of the tree is refused before
    return leader


def _sign(union: Union, wish: Wish, by: Actor, *, verb: str, after: dict[str, Any]) -> None:
    """The change in the story of a union's sheet; the tree's own journal has it too."""
    _record(union, by, verb=verb, after=after, reason=wish.reason)


def _record(union: Union, by: Actor, *, verb: str, after: dict[str, Any], reason: str) -> None:
    org = Org.objects.get(pk=union.org_id)
    kind = union.register.key  # type: ignore[attr-defined]
    journal.record(
        by, verb=verb, kind=kind, uid=union.uid, org_id=org.pk, path=org.path, after=after, reason=reason
    )
