"""What an item of a session must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: what is decided so that nobody sees how anybody voted
SECRET = ("adopt", "elect")


def refuse_without_quorum(item: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Without two thirds of all delegates nothing is put to the vote."""
    session = item.session
    if not session.quorate:
        raise Refused(
            "session",
            _("%(present)s of %(delegates)s delegates came: without two thirds nothing can be voted on.")
            % {"present": session.present, "delegates": session.delegates},
        )


def refuse_more_votes(item: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    votes = item.votes_for + item.votes_against + item.abstained
    if votes > item.session.present:
        raise Refused(
            "votes_for",
            _("%(votes)s votes are more than the %(present)s delegates present.")
            % {"votes": votes, "present": item.session.present},
        )


def refuse_open_ballot(item: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Adopting and electing go by secret ballot, in every regulation read and as the federation's own standard."""
    if item.right in SECRET and item.votes_for and not item.secret:
        raise Refused(
            "secret",
            _("What is adopted or elected is decided by secret ballot; an open vote does not count."),
        )


def refuse_early_showing(item: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if item.published_on is not None and item.published_on < item.session.happened_on:
        raise Refused(
            "published_on",
            _("%(day)s lies before the session of %(held)s: there was no result yet.")
            % {"day": item.published_on.isoformat(), "held": item.session.happened_on.isoformat()},
        )
