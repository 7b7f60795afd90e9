"""Wordings decided before: the same wording, in the same union or one above, is offered the same choice first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, IntegerField, When
from django.utils import timezone

from zhijia.plans.models import Plan, Target, Wording
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

_NUMBER = re.compile(r"(?:\d[\d,，.]*|[〇零一二两三四五六七八九十百千万亿]{2,})(?:余|多)?(?:万|千|百|亿)?")
_OPENING = re.compile(r"^(?:力争|确保|争取|计划|今年|全年|年内|到年底|年底前|Y年)+")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_NOISE = re.compile(r"[\W_]+")
LONGEST = 300


def normal(label: str, clause: str) -> str:
    """A wording without its numbers, years and punctuation: next year's sentence has the same."""
    parts = []
    for words in (label, clause):
        plain = _OPENING.sub("", _NOISE.sub("", _NUMBER.sub("N", _YEAR.sub("Y", words))))
        parts.append(_OPENING.sub("", plain))
    return "|".join(parts)


def digest_of(label: str, clause: str) -> str:
    """What a wording is found by."""
    return hashlib.sha256(normal(label, clause).encode()).hexdigest()


def remember(target: Target, *, indicator: str, by: Actor) -> None:
    """Keeps a decision for the same wording in this union; the newest one holds."""
    Wording.objects.update_or_create(
        org=target.org,
        digest=digest_of(target.label, target.clause),
        defaults={
            "wording": (target.clause or target.label)[:LONGEST],
            "indicator": indicator,
            "chosen_by_id": by.user_id,
            "chosen_at": timezone.now(),
            "year": target.plan.year,
        },
    )


@dataclass(frozen=True)
class Chosen:
    """What was decided last time and where: `is_target` is False where it was rejected."""

    wording: Wording
    is_mine: bool

    @property
    def is_target(self) -> bool:
        return bool(self.wording.indicator)


def decided(org: Org, wordings: Collection[tuple[str, str]]) -> dict[str, Wording]:
    """By digest, the decisions for (label, clause) pairs in a union, else in the nearest one above it.

    An indicator that no register counts any more is no decision.
    """
    above = [org.path[:end] for end in range(len(org.path), 0, -STEP)]
    nearest = Case(
        *(When(org__path=path, then=place) for place, path in enumerate(above)), output_field=IntegerField()
    )
    wanted = {digest_of(label, clause) for label, clause in wordings}
    rows = Wording.objects.filter(org__path__in=above, digest__in=wanted).order_by(nearest)
    found: dict[str, Wording] = {}
    for row in rows.select_related("org", "chosen_by"):
        if not row.indicator or row.indicator in INDICATORS or row.indicator in RATIOS:
            found.setdefault(row.digest, row)
    return found


def chosen_before(plan: Plan, targets: Collection[Target], actor: Actor) -> dict[int, Chosen]:
    """By target, the decision of another plan or target for its wording."""
    known = decided(plan.org, [(target.label, target.clause) for target in targets])
    found = {}
    for target in targets:
        row = known.get(digest_of(target.label, target.clause))
        if row is not None:
            found[target.pk] = Chosen(row, row.chosen_by_id is not None and row.chosen_by_id == actor.user_id)
    return found
