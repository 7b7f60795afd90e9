"""What a transfer must not be, which two people have to agree, and what happens once both unions have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.directory.granted import granted
from zhijia.directory.registers.application.rules import open_membership
from zhijia.directory.rules import WITH_MEMBERS
from zhijia.journal import services as journal
from zhijia.journal.services import who_did
from zhijia.kernel.day import today
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.registry.policy import holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org, Post

OPEN = ("asked", "released", "accepted")
#: officers of the union a member goes to, and those above it
receiving = holds("officer", "chair", prefix="to__")
receiving_side = holds("officer", "chair", "caseworker", "leader", prefix="to__")
#: officers of the union a member leaves, and those above it
leaving = holds("officer", "chair")


def member_at(person: Any) -> Any:
    """The union of a person's open membership; raises Refused."""
    held = open_membership(person)
    if held is None:
        raise Refused("person", _("This person is a member of no union: they apply for membership instead."))
    return held.org


def without_officer(transfer: Any) -> list[Org]:
    """Those of the two unions with no officer or chair of their own today: somebody above acts for them."""
    sides = [transfer.org, transfer.to]
    day = today()
    holding = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    posts = Post.objects.filter(holding, valid_from__lte=day, user__is_active=True, org__in=sides)
    manned = set(posts.filter(role__in=(Role.OFFICER, Role.CHAIR)).values_list("org_id", flat=True))
    return [org for org in sides if org.pk not in manned]


def agreed_before(transfer: Any, by: Actor) -> bool:
    """Whether the actor has agreed for the one side already."""
    verb = {"released": "release", "accepted": "accept"}.get(transfer.state)
    key = type(transfer).register.key
    return verb is not None and by.user_id is not None and by.user_id in who_did(key, transfer.uid, verb)


def refuse_place(transfer: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Members go from one union of workers to another one that stands."""
    if before is not None:
        return
    if transfer.to_id == transfer.org_id:
        raise Refused("to", _("The person is a member of %(org)s already.") % {"org": transfer.to})
    if transfer.to.kind not in WITH_MEMBERS or transfer.to.closed_on is not None:
        raise Refused(
            "to",
            _("%(org)s takes no members: choose a grassroots, joint or branch union that is not closed.")
            % {"org": transfer.to},
        )


def refuse_second(transfer: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if before is not None:
        return
    rows = type(transfer)._default_manager.filter(person=transfer.person, state__in=OPEN)
    if rows.exists():
        raise Refused("person", _("A transfer of this person is under way already: it is decided first."))


@transaction.atomic
def carry_out(transfer: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str = "") -> Any:
    """The second union has agreed: the member goes over on the day given, without a gap."""
    from zhijia.directory import services as directory

    me, on = granted(by), values["moved_on"]
    held = open_membership(transfer.person)
    if held is None or held.org_id != transfer.org_id:
        raise Refused("", _("The person is no member of %(org)s any more.") % {"org": transfer.org})
    _refuse_day(transfer, held, on)
    directory.transfer(held, to=transfer.to, on=on, by=me, reason=transfer.note or str(_("transfer agreed")))
    verb = "accept_and_move" if transfer.state == "released" else "release_and_move"
    if agreed_before(transfer, by):
        _say_alone(transfer, by)
    return services.change(transfer, {"moved_on": on, "state": "done"}, by=me, version=version, verb=verb)


def _say_alone(transfer: Any, by: Actor) -> None:
    """One person agreed for both sides, and why that was so."""
    unions = ", ".join(org.name for org in without_officer(transfer))
    journal.record(
        by,
        verb="both_sides",
        kind=type(transfer).register.key,
        uid=transfer.uid,
        org_id=transfer.org_id,
        path=transfer.path,
        reason=_("No officer or chair of its own: %(unions)s") % {"unions": unions},
    )


def _refuse_day(transfer: Any, held: Any, on: date) -> None:
    if on < held.valid_from or on == held.valid_from:
        raise Refused(
            "moved_on",
            _("The membership began on %(day)s; the transfer lies after it.")
            % {"day": held.valid_from.isoformat()},
        )
