"""Rules in force in a place on a day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from zhijia.kernel.deadline import Deadline
from zhijia.kernel.notice import BadInput
from zhijia.law.packs import shipped
from zhijia.law.rules import Rule

__all__ = ["UnknownRule", "deadline", "rule", "rules"]


class UnknownRule(BadInput):
    """No rule of that key is in force there and then."""

    sentences: ClassVar = {
        "unknown_rule": "No rule %(key)s is in force in %(jurisdiction)s on %(on)s.",
        "unverified_rule": "The rule %(key)s for %(jurisdiction)s has not been checked against the text "
        "of a law; it can be used as a setting only.",
    }


def rule(key: str, *, on: date, jurisdiction: str = "cn", unverified: bool = False) -> Rule:
    """The rule in force on a day in a place such as cn-33, or else in what that place is part of, up to cn.

    Raises UnknownRule. Rules not checked against a source are given only with `unverified`, for settings.
    """
    places = _wider(jurisdiction)
    found = [
        each for each in shipped() if each.key == key and each.jurisdiction in places and each.in_force(on)
    ]
    usable = [each for each in found if each.verified or unverified]
    if not usable:
        code = "unverified_rule" if found else "unknown_rule"
        raise UnknownRule(code, key=key, jurisdiction=jurisdiction, on=on)
    return min(usable, key=lambda each: places.index(each.jurisdiction))


def rules(*, on: date, jurisdiction: str = "cn", unverified: bool = False) -> list[Rule]:
    """Every rule in force on a day in a place, one for each key, sorted by key."""
    chosen: dict[str, Rule] = {}
    for place in reversed(_wider(jurisdiction)):
        for each in shipped():
            if each.jurisdiction == place and each.in_force(on) and (each.verified or unverified):
                chosen[each.key] = each
    return [chosen[key] for key in sorted(chosen)]


def deadline(key: str, *, start: date, jurisdiction: str = "cn") -> Deadline:
    """The deadline that starts on a day under the rule in force on that day; raises UnknownRule."""
    return Deadline(start, rule(key, on=start, jurisdiction=jurisdiction).limit)


def _wider(jurisdiction: str) -> list[str]:
    """The place itself, then what it is part of: cn-33-01, cn-33, cn."""
    parts = jurisdiction.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
