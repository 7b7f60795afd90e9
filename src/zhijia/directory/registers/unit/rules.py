"""What an employer and its dated facts must not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.rules import AT_THE_BASE
from zhijia.directory.spans import end_older, with_others
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_keeper(unit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The list is a federation's: a union at the base would list its own employer only."""
    if unit.org.kind in AT_THE_BASE:
        raise Refused("org", _("Employers are listed by a federation; choose the county or the city."))


def refuse_no_code(unit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if unit.legal_person and not unit.social_credit_code:
        raise Refused(
            "social_credit_code", _("A legal person has a social credit code; type its 18 characters.")
        )


def refuse_impossible(facts: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Parts of the staff are no more than the staff."""
    for name in ("women", "migrant"):
        part = getattr(facts, name)
        if part is not None and part > facts.staff:
            raise Refused(
                name,
                _("%(part)s of %(staff)s is not possible: the part is larger than the whole staff.")
                % {"part": part, "staff": facts.staff},
            )


def with_facts(rows: Sequence[Any]) -> set[int]:
    """The places of new rows of facts whose employer has facts on file."""
    return with_others(rows, "unit")


def end_older_facts(facts: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """New facts end the older ones on their first day; any other overlap is refused with both spans."""
    end_older(facts, "unit", by=by)
