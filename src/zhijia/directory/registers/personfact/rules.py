"""What a dated fact of a person must not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from zhijia.directory.holding.values import LABELS, Slot, Source
from zhijia.directory.spans import end_older, others
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_before_birth(fact: Any, by: Actor, before: Before) -> None:
    born = fact.person.birth_on
    if born is not None and fact.valid_from <= born:
        raise Refused(
            "valid_from",
            _("%(name)s was born on %(day)s; nothing held before.")
            % {"name": fact.person, "day": born.isoformat()},
        )


def refuse_unfounded_hardship(fact: Any, by: Actor, before: Before) -> None:
    """Who is in hardship is found by a document or a visit, never by a roster."""
    if fact.slot == Slot.HARDSHIP and fact.source not in (Source.PAPER, Source.VISIT):
        raise Refused("source", _("Hardship is established by a document or a visit; choose one of the two."))


def next_change(person: Any, slot: str, day: date) -> date | None:
    """The first day after `day` from which something else, or the same again, is on file in a place."""
    rows = apps.get_model("directory", "PersonFact")._default_manager
    later = rows.filter(person=person, slot=slot, valid_from__gt=day).order_by("valid_from")
    found: date | None = later.values_list("valid_from", flat=True).first()
    return found


def with_facts(facts: Sequence[Any]) -> set[int]:
    """The places of new facts whose person has something on file in the same place."""
    held: set[tuple[int, str]] = set()
    rows = apps.get_model("directory", "PersonFact")._default_manager
    slots = sorted({fact.slot for fact in facts})
    for some in chunks(sorted({fact.person_id for fact in facts})):
        held |= set(rows.filter(person__in=some, slot__in=slots).values_list("person", "slot"))
    own = Counter((fact.person_id, fact.slot) for fact in facts)
    return {
        place
        for place, fact in enumerate(facts)
        if (fact.person_id, fact.slot) in held or own[fact.person_id, fact.slot] > 1
    }


def end_older_fact(fact: Any, by: Actor, before: Before) -> None:
    """A new value ends the older one on its first day, one dated back lasts until the next that is known; what
    holds already is not recorded again."""
    if fact._state.adding and fact.valid_to is None:
        fact.valid_to = next_change(fact.person, fact.slot, fact.valid_from)
    same = others(fact, "person", "slot").filter(what=fact.what, valid_from__lte=fact.valid_from).first()
    if same is not None:
        raise Refused(
            "what",
            _("%(name)s: “%(what)s” is on file from %(day)s on already.")
            % {"name": fact.person, "what": LABELS[fact.what], "day": same.valid_from.isoformat()},
        )
    end_older(fact, "person", "slot", by=by)
