"""What a session of a congress must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from zhijia.directory import vouching
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_outside_term(session: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Delegates whose term is over decide nothing."""
    congress = session.congress
    if not congress.valid_from <= session.happened_on <= congress.last_on:
        raise Refused(
            "happened_on",
            _("The term of this congress runs from %(first)s to %(last)s; a session lies within.")
            % {"first": congress.valid_from.isoformat(), "last": congress.last_on.isoformat()},
        )


def refuse_more_than_all(session: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if session.present > session.delegates:
        raise Refused(
            "present",
            _("%(present)s present are more than all %(delegates)s delegates.")
            % {"present": session.present, "delegates": session.delegates},
        )


def refuse_days(session: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Papers go out before the session; its result and report come after it."""
    held = session.happened_on
    if session.papers_sent_on is not None and session.papers_sent_on > held:
        raise Refused(
            "papers_sent_on",
            _("Papers sent on %(day)s came after the session of %(held)s.")
            % {"day": session.papers_sent_on.isoformat(), "held": held.isoformat()},
        )
    for name in ("published_on", "reported_on"):
        day = getattr(session, name)
        if day is not None and day < held:
            raise Refused(
                name,
                _("%(day)s lies before the session of %(held)s: there was no result yet.")
                % {"day": day.isoformat(), "held": held.isoformat()},
            )


def refuse_outsider(session: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A delegate works there and has not recorded the session."""
    vouching.refuse_outsider(session, "delegate", by, before)


def refuse_voted(session: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What was voted was voted by those present that day, of all there were."""
    if before is None:
        return
    was = {name: before[name] for name in ("happened_on", "present", "delegates")}
    now = {
        "happened_on": session.happened_on.isoformat(),
        "present": session.present,
        "delegates": session.delegates,
    }
    if was == now:
        return
    items = apps.get_model("congress", "Item")._default_manager.filter(session=session)
    if (count := items.count()) > 0:
        raise Refused(
            "happened_on" if was["happened_on"] != now["happened_on"] else "present",
            _("%(count)s items were voted on with %(present)s of %(delegates)s delegates; remove them first.")
            % {"count": count, "present": was["present"], "delegates": was["delegates"]},
        )
