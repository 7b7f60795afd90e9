"""What a notice of leaving must not be, and what its declaration does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.directory.behalf import Came
from zhijia.directory.granted import granted
from zhijia.directory.registers.application.rules import open_membership
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_no_member(notice: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if before is not None:
        return
    held = open_membership(notice.person)
    if held is None or held.org_id != notice.org_id:
        raise Refused("person", _("This person is no member of %(org)s.") % {"org": notice.org})


def refuse_second(notice: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if before is None and type(notice)._default_manager.filter(person=notice.person, state="given").exists():
        raise Refused("person", _("This person has given notice already; the union declares it."))


@transaction.atomic
def declare(notice: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str = "") -> Any:
    """The membership ended of own accord; a union declares it and cannot refuse."""
    from zhijia.directory import services as directory

    _refuse_hearsay(notice)
    me, on = granted(by), values["left_on"]
    held = open_membership(notice.person)
    if held is None or held.org_id != notice.org_id:
        raise Refused("", _("The person is no member of %(org)s any more.") % {"org": notice.org})
    if on < notice.happened_on:
        raise Refused(
            "left_on",
            _("Nobody leaves before the notice of %(day)s.") % {"day": notice.happened_on.isoformat()},
        )
    directory.leave(held, on=on, kind="resigned", by=me, reason=str(_("notice of the member")))
    return services.change(
        notice, {"left_on": on, "state": "declared"}, by=me, version=version, verb="declare"
    )


def _refuse_hearsay(notice: Any) -> None:
    """Nobody leaves by a voice on the telephone: the member signs, or says so on the own page."""
    if notice.came_by == Came.PHONE:
        raise Refused(
            "",
            _(
                "This notice was told by telephone alone. Have the member sign it and change how it came, or let the "
                "member say so on the own page."
            ),
        )
