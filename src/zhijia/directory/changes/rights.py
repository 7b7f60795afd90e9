"""Who may change a union's place: officers above it, who also have a say where it goes."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhijia.directory.changes.wish import Kind
from zhijia.directory.models import Union
from zhijia.directory.registers.union.rules import LEVEL, misplaced
from zhijia.directory.rules import AT_THE_BASE, WITH_MEMBERS
from zhijia.registry.policy import Policy, Verdict
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP


def may_change(union: Union, by: Actor) -> Verdict:
    """Whoever could found the union may move, merge, split or close it, never its own officers."""
    parent = union.org.parent
    if parent is None:
        return Verdict(False, _("the top of the tree stays where it is"))
    place = Union(org=parent, path=union.path[:-STEP])
    return _policy().add.test(by, place)


def may_receive(union: Union, by: Actor) -> Verdict:
    """A union receives others by the hand of its own officers or those above."""
    return _policy().add.test(by, Union(org=union.org, path=union.path))


def receivers(union: Union, kind: str, by: Actor) -> QuerySet[Union]:
    """The open unions within the actor's right that could take the union up, or lead it."""
    rows = _policy().add.filter(by, Union.objects.select_related("org"))
    rows = rows.filter(org__closed_on=None).exclude(path__startswith=union.path)
    return rows.filter(kind__in=_kinds(union, kind)).order_by("path")


def _kinds(union: Union, kind: str) -> list[str]:
    if kind == Kind.MOVE:
        return [one.value for one in OrgKind if not misplaced(union.kind, one)]
    own = OrgKind(union.kind)
    if own in AT_THE_BASE:
        return [one.value for one in WITH_MEMBERS]
    return [one.value for one in OrgKind if one not in AT_THE_BASE and LEVEL[one] <= LEVEL[own]]


def keeps_lists(org: Org) -> bool:
    """Whether an organisation keeps lists of employers: federations do."""
    return OrgKind(org.kind) not in AT_THE_BASE


def _policy() -> Policy:
    found: Policy = Union.register.policy  # type: ignore[attr-defined]
    return found
