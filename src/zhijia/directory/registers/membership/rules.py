"""What a membership must not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.rules import WITH_MEMBERS
from zhijia.directory.spans import refuse_overlap, with_others
from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: an end further back than this changes figures that have been reported
RECENT = timedelta(days=31)


def refuse_kind(membership: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Federations are made of unions: persons join a union of their own work place."""
    if membership.org.kind not in WITH_MEMBERS:
        raise Refused(
            "org",
            _("%(org)s is a federation of unions; persons join a grassroots, joint or branch union.")
            % {"org": membership.org},
        )


def refuse_before_founding(membership: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    org = membership.org
    if membership.valid_from < org.opened_on:
        raise Refused(
            "valid_from",
            _("%(org)s was founded on %(day)s; nobody joined before.")
            % {"org": org, "day": org.opened_on.isoformat()},
        )
    if org.closed_on and (membership.valid_to is None or membership.valid_to > org.closed_on):
        raise Refused(
            "valid_to",
            _("%(org)s was closed on %(day)s; no membership lasts longer.")
            % {"org": org, "day": org.closed_on.isoformat()},
        )


def refuse_half_left(membership: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A day of leaving and the way belong together; an old day needs a reason, and none lies ahead."""
    end = membership.valid_to
    if end is None:
        if membership.left_kind:
            raise Refused("valid_to", _("Give the day from which the person is no longer a member."))
        return
    if not membership.left_kind:
        raise Refused("left_kind", _("Say how the person left."))
    if end > today() + timedelta(days=1):
        raise Refused("valid_to", _("A membership cannot be ended ahead of time."))
    known = (before or {}).get("valid_to")
    if known != end.isoformat() and end < today() - RECENT and not membership.left_reason.strip():
        raise Refused("left_reason", _("This changes figures of months past: give a reason."))


def members_before(memberships: Sequence[Any]) -> set[int]:
    """The places of new memberships whose person has one on file."""
    return with_others(memberships, "person")


def refuse_overlapping(membership: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """One membership at a time; the union of the other is named only to whoever may see it."""
    view = type(membership).register.policy.view
    refuse_overlap(
        membership,
        "person",
        label=lambda other: (
            _("the membership in %(org)s") % {"org": other.org}
            if view.test(by, other)
            else _("a membership in another union")
        ),
        hint=_("A person is a member of one union at a time: transfer the membership or end it first."),
    )
