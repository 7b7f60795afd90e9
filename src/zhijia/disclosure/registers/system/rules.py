"""What a disclosure system must not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from zhijia.directory.spans import others
from zhijia.disclosure.suspects import with_others
from zhijia.kernel.text import fold_name
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_no_form(system: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whatever is disclosed is disclosed somewhere."""
    if not any((system.by_board, system.by_congress, system.by_meeting, system.by_network)):
        raise Refused("by_board", _("Tick at least one form: where do workers find what is disclosed?"))


def refuse_before_founding(system: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if system.valid_from < system.org.opened_on:
        raise Refused(
            "valid_from",
            _("%(org)s was founded on %(day)s; it disclosed nothing before.")
            % {"org": system.org, "day": system.org.opened_on.isoformat()},
        )


def refuse_check(system: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A check has a day and a result, and checks what stands."""
    if bool(system.checked_on) != bool(system.check_result.strip()):
        missing = "check_result" if system.checked_on else "checked_on"
        raise Refused(missing, _("Day and result of the check belong together."))
    if system.checked_on and system.checked_on < system.valid_from:
        raise Refused(
            "checked_on",
            _("The system was set up on %(day)s; nothing could be checked before.")
            % {"day": system.valid_from.isoformat()},
        )


def refuse_second_system(system: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """One board, one system: spaces and width make no other title."""
    for other in others(system, "org"):
        if fold_name(other.title) == fold_name(system.title):
            raise Refused(
                "title",
                _("This union has a disclosure system of this title since %(day)s; end that one first.")
                % {"day": other.valid_from.isoformat()},
            )


def at_unions_with_systems(systems: Sequence[Any]) -> set[int]:
    """The places of new systems whose union has had one."""
    return with_others(systems, "org")


def refuse_postings_left_out(system: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What was posted was posted while the system stood."""
    if before is None:
        return
    rows = apps.get_model("disclosure", "Posting")._default_manager.filter(system=system)
    if (early := rows.filter(happened_on__lt=system.valid_from).first()) is not None:
        raise Refused(
            "valid_from",
            _("Something was posted on %(day)s already.") % {"day": early.happened_on.isoformat()},
        )
    late = rows.filter(happened_on__gt=system.last_on).first() if system.last_on else None
    if late is not None:
        raise Refused(
            "last_on", _("Something was posted on %(day)s still.") % {"day": late.happened_on.isoformat()}
        )
