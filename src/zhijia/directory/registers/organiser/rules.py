"""What an assignment of an organiser must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.rules import AT_THE_BASE
from zhijia.directory.spans import refuse_overlap
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_employer(organiser: Any, by: Actor, before: Before) -> None:
    """A federation hires organisers; a union of workers has posts."""
    if organiser.org.kind in AT_THE_BASE:
        raise Refused(
            "org",
            _("%(org)s is a union of workers: an organiser is hired by a federation and assigned to it.")
            % {"org": organiser.org},
        )


def refuse_outside(organiser: Any, by: Actor, before: Before) -> None:
    """An organiser works at or below the federation that employs."""
    if not organiser.works_at.path.startswith(organiser.org.path):
        raise Refused(
            "works_at",
            _("%(place)s does not stand under %(org)s, which employs the organiser.")
            % {"place": organiser.works_at, "org": organiser.org},
        )


def refuse_unexplained_end(organiser: Any, by: Actor, before: Before) -> None:
    if organiser.valid_to is not None and not organiser.ended_why.strip():
        raise Refused("ended_why", _("Say why the assignment ended."))
    if organiser.valid_to is None and organiser.ended_why.strip():
        raise Refused("valid_to", _("Give the day on which the assignment ended."))


def refuse_second(organiser: Any, by: Actor, before: Before) -> None:
    """One assignment at a time; that of a federation out of sight is not named."""
    view = type(organiser).register.policy.view
    refuse_overlap(
        organiser,
        "person",
        label=lambda other: other if view.test(by, other) else _("an assignment elsewhere"),
        hint=_("A person has one assignment at a time: end it first."),
    )
