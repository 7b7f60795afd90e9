"""Who founds a union, and what a sheet must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.directory.rules import AT_THE_BASE, INSIDE
from zhijia.kernel.day import today
from zhijia.law import queries as law
from zhijia.registry.errors import Refused
from zhijia.registry.policy import holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind

#: officers of the union it is founded under, or of one above that
founder = holds("officer")

#: kinds that may stand directly under a kind; what is not named takes any but the kinds of a higher level
BELOW = {
    OrgKind.GRASSROOTS: INSIDE,
    OrgKind.JOINT_GRASSROOTS: INSIDE,
    OrgKind.BRANCH: frozenset({OrgKind.GROUP}),
    OrgKind.GROUP: frozenset(),
}
LEVEL = {
    OrgKind.MUNICIPAL: 0,
    OrgKind.INDUSTRIAL_MUNICIPAL: 1,
    OrgKind.COUNTY: 1,
    OrgKind.PARK: 2,
    OrgKind.ORGAN_COMMITTEE: 2,
    OrgKind.INDUSTRIAL_COUNTY: 2,
    OrgKind.TOWNSHIP: 3,
    OrgKind.REGIONAL_FEDERATION: 3,
    OrgKind.SECTOR_FEDERATION: 3,
    OrgKind.VILLAGE: 4,
    OrgKind.GRASSROOTS: 5,
    OrgKind.JOINT_GRASSROOTS: 5,
    OrgKind.BRANCH: 6,
    OrgKind.GROUP: 7,
}


def misplaced(kind: str, above: str) -> str:
    """Why a kind of union cannot stand directly under another, or ""."""
    own, leader = OrgKind(kind), OrgKind(above)
    allowed = BELOW.get(leader)
    inside = own in INSIDE and leader not in AT_THE_BASE
    if LEVEL[own] > LEVEL[leader] and not inside and (allowed is None or own in allowed):
        return ""
    return _("A %(kind)s cannot stand directly under a %(above)s.") % {
        "kind": own.label,
        "above": leader.label,
    }


def refuse_place(union: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A union stands under one of a higher level; branches and groups stand inside a grassroots union."""
    if before is not None or union.approved_by is None:
        return
    if fault := misplaced(union.kind, union.approved_by.kind):
        raise Refused("kind", fault)
    closed_on = union.approved_by.closed_on
    if closed_on and union.founded_on >= closed_on:
        raise Refused("approved_by", _("That union was closed on %(day)s.") % {"day": closed_on.isoformat()})


def refuse_term(union: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The term is one the law knows for this kind of union."""
    if union.elected_on and not union.term_years:
        raise Refused("term_years", _("Give the term for which the committee was elected."))
    if not union.term_years:
        return
    rule = law.rule("term_grassroots" if union.kind in AT_THE_BASE else "term_federation", on=today())
    allowed = rule.choices or (rule.number,)
    if union.term_years not in allowed:
        raise Refused(
            "term_years",
            _("The committee of such a union is elected for %(years)s years (%(article)s).")
            % {"years": "/".join(map(str, allowed)), "article": rule.citation},
        )


def refuse_dates(union: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    for name in ("elected_on", "legal_certified_on"):
        day = getattr(union, name)
        if day and day < union.founded_on:
            raise Refused(
                name,
                _("This lies before the founding on %(day)s.") % {"day": union.founded_on.isoformat()},
            )


def refuse_no_committee(union: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """From a number of members on, the law asks for an elected committee."""
    if before is None or union.elected_on or union.kind not in (OrgKind.GRASSROOTS, OrgKind.JOINT_GRASSROOTS):
        return
    rule = law.rule("committee_members", on=today())
    members = _members(union.org_id)
    if rule.number is not None and members >= rule.number:
        raise Refused(
            "elected_on",
            _(
                "The union has %(members)s members; from %(limit)s on it needs an elected committee "
                "(%(article)s). Give the day it was elected."
            )
            % {"members": members, "limit": rule.number, "article": rule.citation},
        )


def _members(org_id: int) -> int:
    """Persons with a membership in this very union today."""
    day = today()
    held = apps.get_model("directory", "Membership")._default_manager.filter(
        org_id=org_id, valid_from__lte=day
    )
    return held.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).values("person").distinct().count()


def refuse_half_certificate(union: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if bool(union.legal_certificate) != bool(union.legal_certified_on):
        missing = "legal_certified_on" if union.legal_certificate else "legal_certificate"
        raise Refused(missing, _("Number and date of the legal-person certificate belong together."))


def refuse_half_approval(union: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if bool(union.approval_number.strip()) != bool(union.approved_on):
        missing = "approved_on" if union.approval_number.strip() else "approval_number"
        raise Refused(missing, _("Number and day of the approval belong together."))
