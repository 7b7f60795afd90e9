"""What a model worker's title must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.honours.standards import YOUNGEST
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_too_young(title: Any, by: Actor, before: Before) -> None:
    """A title awarded to a child, or before birth, is a mistyped day or another person of the name."""
    born_on, day = title.person.birth_on, title.happened_on
    if born_on is None:
        return
    age = day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    if age < YOUNGEST:
        raise Refused(
            "happened_on",
            _("%(name)s was born in %(year)s and could not be awarded a title on %(day)s.")
            % {"name": title.person, "year": born_on.year, "day": day.isoformat()},
        )


def refuse_second_title(title: Any, by: Actor, before: Before) -> None:
    """One title, one entry: the same title of one level in one year is awarded to a person once."""
    rows = type(title)._default_manager.filter(
        person_id=title.person_id,
        title=title.title,
        level=title.level,
        happened_on__year=title.happened_on.year,
    )
    other = rows.exclude(pk=title.pk).select_related("org").first()
    if other is not None:
        seen = type(title).register.policy.view.test(by, other)
        raise Refused(
            "person",
            _("%(name)s has this title on file already, awarded on %(day)s, at %(where)s.")
            % {
                "name": title.person,
                "day": other.happened_on.isoformat(),
                "where": other.org if seen else _("another union"),
            },
        )


def refuse_end(title: Any, by: Actor, before: Before) -> None:
    """The end of a title comes with the step that says why, and lies after its beginning."""
    if title.state == "listed":
        return
    if title.ended_on is None or title.ended_on < title.happened_on:
        raise Refused(
            "ended_on",
            _("Give the day, no earlier than %(first)s when the title was awarded.")
            % {"first": title.happened_on.isoformat()},
        )
