"""Reading a rule pack from TOML, with every fault named by file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from itertools import groupby, pairwise
from typing import Any, get_args

from zhijia.law.rules import UNITS, Duty, Rule, Sense, Words

LAW_FIELDS = {"id", "zh", "en", "valid_from", "valid_to"}
RULE_FIELDS = {
    *("key", "law", "article", "name", "starts", "number", "unit", "extension", "choices", "before"),
    *("sense", "duty", "verified", "valid_from", "valid_to", "note"),
}


class BadPack(ValueError):
    """A rule pack that cannot be used; the message names file, key and fault."""


@cache
def shipped() -> tuple[Rule, ...]:
    """Every rule of the packs that ship with the house; raises BadPack."""
    folder = resources.files("zhijia.law.packs")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    rules = [rule for file in files for rule in read(file.read_text("utf-8"), file=file.name)]
    _check_overlaps(rules)
    return tuple(rules)


def read(text: str, *, file: str) -> tuple[Rule, ...]:
    """The rules of one pack; raises BadPack."""
    try:
        pack = tomllib.loads(text)
        laws = {law["id"]: _known(law, LAW_FIELDS, f"law {law['id']}") for law in pack.get("law", [])}
        rules = [_rule(entry, laws, pack["jurisdiction"]) for entry in pack["rule"]]
    except KeyError as missing:
        raise BadPack(f"{file}: {missing.args[0]!r} is missing") from missing
    except ValueError as fault:
        raise BadPack(f"{file}: {fault}") from fault
    _check_overlaps(rules)
    return tuple(rules)


def _known(entry: Mapping[str, Any], fields: set[str], what: str) -> Mapping[str, Any]:
    if extra := set(entry) - fields:
        raise ValueError(f"{what}: unknown field {sorted(extra)[0]!r}")
    return entry


def _rule(entry: Mapping[str, Any], laws: Mapping[str, Mapping[str, Any]], jurisdiction: str) -> Rule:
    key = entry.get("key", "a rule without a key")
    _known(entry, RULE_FIELDS, key)
    if (known := entry.get("law")) is not None and known not in laws:
        raise ValueError(f"{key}: no law is called {known!r}")
    law = laws.get(entry.get("law", ""), {})
    try:
        return _checked(_built(entry, law, jurisdiction))
    except KeyError as missing:
        raise ValueError(f"{key}: {missing.args[0]!r} is missing") from missing
    except (TypeError, ValueError) as fault:
        raise ValueError(f"{key}: {fault}") from fault


def _built(entry: Mapping[str, Any], law: Mapping[str, Any], jurisdiction: str) -> Rule:
    names = ("number", "extension", "before", "sense", "duty", "article", "verified")
    given = {name: entry[name] for name in names if name in entry}
    return Rule(
        key=entry["key"],
        jurisdiction=jurisdiction,
        name=Words(**entry["name"]),
        starts=Words(**entry["starts"]),
        unit=entry["unit"],
        law=Words(law["zh"], law["en"]) if law else None,
        choices=tuple(entry.get("choices", ())),
        valid_from=entry.get("valid_from") or law["valid_from"],
        valid_to=entry.get("valid_to") or law.get("valid_to"),
        **{"number": None, **given},
    )


def _checked(rule: Rule) -> Rule:
    faults = {
        f"no unit is called {rule.unit!r}": rule.unit not in UNITS,
        f"no sense is called {rule.sense!r}": rule.sense not in get_args(Sense),
        f"no duty is called {rule.duty!r}": rule.duty not in get_args(Duty),
        "a number counts from 1": rule.number is not None and rule.number < 1,
        "its choices do not hold its number": bool(rule.choices) and rule.number not in rule.choices,
        "a verified rule names law and article": rule.verified and not (rule.law and rule.article),
        "words are missing in one language": not all(
            (rule.name.zh, rule.name.en, rule.starts.zh, rule.starts.en)
        ),
        "valid_from and valid_to are dates": not all(
            map(_is_day, (rule.valid_from, rule.valid_to or date.max))
        ),
    }
    for fault, found in faults.items():
        if found:
            raise ValueError(fault)
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        raise ValueError("valid_to is not after valid_from")
    if rule.number is not None and rule.unit in ("day", "working_day", "month", "year"):
        _ = rule.limit  # raises for an impossible length
    return rule


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _check_overlaps(rules: list[Rule]) -> None:
    order = sorted(rules, key=lambda rule: (rule.jurisdiction, rule.key, rule.valid_from))
    for (jurisdiction, key), versions in groupby(order, key=lambda rule: (rule.jurisdiction, rule.key)):
        for earlier, later in pairwise(versions):
            if earlier.valid_to is None or earlier.valid_to > later.valid_from:
                raise BadPack(f"{jurisdiction}: two versions of {key} are in force on {later.valid_from}")
