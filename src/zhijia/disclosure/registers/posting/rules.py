"""What a posting must not be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.directory import vouching
from zhijia.disclosure.registers.system.forms import STAYING
from zhijia.disclosure.standards import showing
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_outside_system(posting: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    system = posting.system
    ended = system.last_on is not None and posting.happened_on > system.last_on
    if posting.happened_on < system.valid_from or ended:
        end = system.last_on.isoformat() if system.last_on else pgettext("end of a span", "today")
        raise Refused(
            "happened_on",
            _("The system stands from %(first)s to %(last)s; choose a day within.")
            % {"first": system.valid_from.isoformat(), "last": end},
        )


def refuse_form(posting: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What the system does not name is no way of disclosing there."""
    if not getattr(posting.system, f"by_{posting.form}"):
        raise Refused(
            "form",
            _("The system “%(system)s” does not name this form; choose another, or add it to the system.")
            % {"system": posting.system},
        )


def refuse_short(posting: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What is posted stays so long that everybody can read it; a meeting is over when it is over."""
    if posting.form not in STAYING:
        if posting.shown_until is not None:
            raise Refused("shown_until", _("Leave this empty: a meeting is over when it is over."))
        return
    if posting.shown_until is None:
        raise Refused("shown_until", _("Give the last day on which it can be read."))
    wanted = showing(posting.org, posting.happened_on)
    least = posting.happened_on + timedelta(days=wanted.days)
    if posting.shown_until < least:
        raise Refused(
            "shown_until",
            _("A posting stays %(days)s days at least (%(source)s): until %(least)s.")
            % {"days": wanted.days, "source": wanted.source, "least": least.isoformat()},
        )


def refuse_more_answers(posting: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if posting.answered > posting.opinions:
        raise Refused(
            "answered",
            _("%(answered)s answers are more than %(opinions)s opinions.")
            % {"answered": posting.answered, "opinions": posting.opinions},
        )


def refuse_outsider(posting: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever read it works there and has not recorded it."""
    vouching.refuse_outsider(posting, "reader", by, before)
