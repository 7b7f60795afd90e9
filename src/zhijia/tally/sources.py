"""Which register feeds which indicator, and the fact query of each group that shares a time basis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from zhijia.kernel.period import FOREVER
from zhijia.tally.indicator import Indicator, Ratio

INDICATORS: dict[str, Indicator] = {}
RATIOS: dict[str, Ratio] = {}
_models: dict[str, type[models.Model]] = {}


def declare(model: type[models.Model], indicator: Indicator) -> None:
    """Registers an indicator counted from a model; two declarations of one key are an error."""
    known = INDICATORS.get(indicator.key)
    if known is not None and _models[indicator.key] is not model:
        raise ValueError(f"indicator {indicator.key} is declared twice")
    INDICATORS[indicator.key] = indicator
    _models[indicator.key] = model


def declare_ratio(ratio: Ratio) -> None:
    """Registers a ratio of two indicators."""
    RATIOS[ratio.key] = ratio


def model_of(key: str) -> type[models.Model]:
    """The model whose rows an indicator counts; raises KeyError."""
    return _models[key]


def withdraw(key: str) -> None:
    """Forgets an indicator: for tests that declare their own."""
    INDICATORS.pop(key, None)
    _models.pop(key, None)
    RATIOS.pop(key, None)


@dataclass(frozen=True)
class Source:
    """Indicators of one model that share organisation, time basis and joins: one SELECT serves them all."""

    key: str
    model: type[models.Model]
    org: str
    on: str
    spans: tuple[tuple[str, str], ...]
    indicators: tuple[Indicator, ...] = field(default_factory=tuple)

    @property
    def is_stock(self) -> bool:
        return bool(self.spans)

    def facts(self) -> QuerySet[Any, Any]:
        """Rows of entry, org, starts, ends and, for the n-th indicator, wn, mn, qn and sn.

        w is 1 for an entry that claims to count, m has one bit for each gate not met, q is the quantity and s
        the subject where subjects are told apart.
        """
        columns: dict[str, Any] = {"entry": F("pk"), "node": F(f"{self.org}__id"), **self._days()}
        for number, indicator in enumerate(self.indicators):
            columns[f"w{number}"] = _one_if(indicator.when)
            columns[f"m{number}"] = _missing(indicator)
            columns[f"q{number}"] = F(indicator.amount) if indicator.amount else Value(1)
            columns[f"s{number}"] = F(f"{indicator.distinct}__id") if indicator.distinct else F("pk")
        return self.model._default_manager.order_by().values(**columns)

    def _days(self) -> dict[str, Any]:
        if self.on:
            return {"starts": F(self.on), "ends": F(self.on)}
        forever = Value(FOREVER, output_field=DateField())
        starts = [F(first) for first, _last in self.spans]
        ends = [Coalesce(F(last), forever) for _first, last in self.spans]
        if len(self.spans) == 1:
            return {"starts": starts[0], "ends": ends[0]}
        return {"starts": Greatest(*starts), "ends": Least(*ends)}


def _one_if(condition: Q) -> Any:
    if not condition:
        return Value(1)
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _missing(indicator: Indicator) -> Any:
    bits = [
        Case(When(gate.met, then=Value(0)), default=Value(gate.bit), output_field=IntegerField())
        for gate in indicator.gates
    ]
    total: Any = Value(0)
    for bit in bits:
        total = bit if total == Value(0) else total + bit
    return total


_grouped: tuple[list[Indicator], list[Source]] = ([], [])


def sources() -> list[Source]:
    """The indicators of all registers, grouped into as few SELECTs as their joins allow."""
    global _grouped
    if (known := list(INDICATORS.values())) != _grouped[0]:
        _grouped = known, _grouping()
    return _grouped[1]


def _grouping() -> list[Source]:
    groups: dict[tuple[Any, ...], list[Indicator]] = {}
    for key, indicator in INDICATORS.items():
        model = _models[key]
        shape = (model, indicator.org, indicator.on, indicator.spans, _many(model, indicator))
        groups.setdefault(shape, []).append(indicator)
    found = []
    for (model, org, on, spans, _joins), members in groups.items():
        ordered = tuple(sorted(members, key=lambda indicator: indicator.key))
        found.append(Source(f"{model._meta.db_table}:{ordered[0].key}", model, org, on, spans, ordered))
    return sorted(found, key=lambda source: source.key)


def source_of(key: str) -> tuple[Source, int]:
    """The source an indicator belongs to and its number in it; raises KeyError."""
    for source in sources():
        for number, indicator in enumerate(source.indicators):
            if indicator.key == key:
                return source, number
    raise KeyError(key)


def _many(model: type[models.Model], indicator: Indicator) -> frozenset[str]:
    """The to-many relations an indicator walks: indicators that walk others cannot share rows."""
    paths = [indicator.distinct, indicator.amount, *[day for pair in indicator.spans for day in pair]]
    paths += _names(indicator.when)
    for gate in indicator.gates:
        paths += _names(gate.met)
    return frozenset(name for path in paths if path for name in _many_in(model, path))


def _names(condition: Q) -> list[str]:
    found: list[str] = []
    for child in condition.children:
        found += _names(child) if isinstance(child, Q) else [str(child[0])]  # type: ignore[index]
    return found


def _many_in(model: type[models.Model], path: str) -> list[str]:
    found, walked = [], []
    current: Any = model
    for step in path.split("__"):
        try:
            relation = current._meta.get_field(step)
        except FieldDoesNotExist:
            break
        walked.append(step)
        if relation.one_to_many or relation.many_to_many:
            found.append("__".join(walked))
        if relation.related_model is None:
            break
        current = relation.related_model
    return found
