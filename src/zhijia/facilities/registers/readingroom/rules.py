"""What a reading room must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.queries import works_at
from zhijia.facilities.standards import standard
from zhijia.kernel.text import fold_name
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def missing(label: object) -> str:
    return _("Type the %(what)s.") % {"what": label}


def refuse_second_room(room: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """One room, one entry: spaces, dots, width and case make no other room, nor does closing one."""
    rows = type(room)._default_manager.filter(org_id=room.org_id).exclude(pk=room.pk)
    for name, other_name, address in rows.values_list("name", "name", "address"):
        if fold_name(name) == fold_name(room.name):
            raise Refused(
                "name", _("This union has a reading room of this name already: %(name)s.") % {"name": name}
            )
        if fold_name(address) == fold_name(room.address):
            raise Refused(
                "address",
                _("This union has a reading room at this address already: %(name)s.") % {"name": other_name},
            )


def refuse_witness(room: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever vouches for a room works there and has not recorded it."""
    if room.witness is None:
        return
    recorder = by.user_id if before is None else before.get("recorded_by")
    if room.witness.user_id is not None and room.witness.user_id in (recorder, by.user_id):
        raise Refused(
            "witness", _("Choose a worker who did not record the room: nobody vouches for their own entry.")
        )
    if before is not None and before.get("witness") == room.witness_id:
        return
    if not works_at(room.witness, room.org):
        raise Refused(
            "witness",
            _("Choose a worker of this union; %(name)s is on file elsewhere.") % {"name": room.witness},
        )


def refuse_grade(room: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The federation's own standard of a grade, a setting."""
    wanted = standard(room.grade)
    for name, least in {"volumes": wanted.volumes, "seats": wanted.seats, "area_m2": wanted.area_m2}.items():
        has = getattr(room, name) or 0
        if has < least:
            raise Refused(
                name,
                _("For this grade the federation asks for at least %(least)s; the room has %(has)s.")
                % {"least": least, "has": has},
            )
    if wanted.digital_platform and not room.has_digital_platform:
        raise Refused(
            "has_digital_platform", _("For this grade the federation asks for a licensed digital platform.")
        )
    if wanted.keeper and not room.keeper.strip():
        raise Refused("keeper", _("For this grade the federation asks for a keeper; name them."))


def refuse_before_founding(room: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if room.happened_on < room.org.opened_on:
        raise Refused(
            "happened_on",
            _("%(org)s was founded on %(day)s; it opened nothing before.")
            % {"org": room.org, "day": room.org.opened_on.isoformat()},
        )


def refuse_closed_day(room: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if room.state == "closed" and room.closed_on is None:
        raise Refused("closed_on", _("Give the day the room closed."))
