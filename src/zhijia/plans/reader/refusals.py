"""Why a number with a measure word is no goal: a name, a threshold, a score, a standard, a fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import refusal_signs as signs
from .clauses import Clause
from .quantities import Quantity


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity with the words before and behind it in its clause."""

    quantity: Quantity
    written: str
    before: str
    after: str
    clause: str
    rest: str
    head: str
    cell: str


def quoted_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches between quotation marks or book-title marks, where numbers are parts of names."""
    return [found.span() for found in signs.QUOTED.finditer(text, start, end)]


def refusal(
    text: str, clause: Clause, quantity: Quantity, quoted: list[tuple[int, int]], start: int, end: int
) -> str | None:
    """The code of the reason why this number is no goal, or None; `start`..`end` is its sentence."""
    if any(low < quantity.start < high for low, high in quoted):
        return "quoted"
    if clause.inner and not _part(text, clause, quantity):
        return "remark"
    cell_start = text.rfind("\t", start, quantity.start) + 1 or start
    cell_end = text.find("\t", quantity.end, end)
    cell_end = end if cell_end < 0 else cell_end
    place = Place(
        quantity,
        text[quantity.start : quantity.end],
        text[clause.start : quantity.start],
        text[quantity.end : clause.end],
        text[clause.start : clause.end],
        text[clause.end : end],
        text[cell_start : quantity.start],
        text[cell_start:cell_end],
    )
    return next((code for code, applies in _REASONS if applies(place)), None)


def _part(text: str, clause: Clause, quantity: Quantity) -> bool:
    """Whether a bracket names a part of the count it follows: 8家(省级示范2家)."""
    if signs.PART_OF.search(text, clause.start, clause.end):
        return True
    counted = text[clause.start - 1 - len(quantity.measure) : clause.start - 1]
    alone = quantity.end == clause.end and quantity.start - clause.start >= 2
    return bool(quantity.measure) and alone and counted == quantity.measure


def _abstract(place: Place) -> bool:
    """Three principles, six industries: words that are not counted things."""
    if place.quantity.unit in ("类", "种"):  # kinds are promised only with a floor ("at least 50 kinds")
        return place.quantity.kind == "word" or place.quantity.operator == "="
    if place.quantity.unit not in ("个", "项", "条", "对", "批", "次", "件"):
        return False
    if signs.LIST_FOLLOWS.match(place.rest) and signs.GOOD_DEEDS.match(place.after):
        return True  # the heading of the list that follows
    yearly_theme = place.after.startswith("主题") and "每" in place.before
    return bool(signs.ABSTRACT.match(place.after)) and not yearly_theme


def _threshold(place: Place) -> bool:
    """The size of a firm, a team or a group, not of a result."""
    if signs.MADE_OF.match(place.after) or place.before.endswith("由"):
        return True
    if signs.TEAM.search(place.before) and not signs.ATTENDED.search(place.before):
        return True
    if signs.SIZE.search(place.before):
        return True
    if place.quantity.unit not in ("人", "元"):
        return False
    return bool(signs.THRESHOLD.match(place.after) or signs.BELOW.search(place.before))


def _points(place: Place) -> bool:
    """What earns or loses points in a scheme of scores."""
    if signs.EACH_POINT.search(place.before) or signs.EACH_PIECE.search(place.clause):
        return True
    if signs.AWARDED.match(place.after) or signs.GIVES_POINTS.match(place.after):
        return True
    if signs.LOSES.search(place.before) and signs.LOSS.search(place.clause + place.rest):
        return True
    if not (signs.SCORED.search(place.clause) or signs.SCORED.match(place.rest.lstrip(",，;； "))):
        return False
    return len(signs.SCORED.findall(place.cell)) >= 2 and len(signs.SHARES.findall(place.cell)) >= 2


def _condition(place: Place) -> bool:
    """The case in which something else follows ("those that reach 80 % are …")."""
    if place.clause.endswith("的"):
        return True
    behind = place.after + place.rest[:1]
    return bool(signs.CONDITION.match(behind)) or bool(signs.IF.match(place.before) and "的" in place.after)


def _standard(place: Place) -> bool:
    """A rate of pay, a price, a ceiling per head, the size groups are made of."""
    unit, operator = place.quantity.unit, place.quantity.operator
    if place.before.endswith("每"):  # for every hundred workers
        return True
    if signs.DIVIDED_BY.search(place.before) and signs.DIVIDED.match(place.after):
        return True
    if signs.PRICE.search(place.before) and signs.PRICED.match(place.after):
        return True
    if unit == "元" and (signs.PER_HEAD.search(place.before) or signs.TO_HEAD.match(place.after)):
        return True
    if unit not in ("%", "元"):
        return False
    if signs.RETAINED.search(place.before):
        return True
    if unit == "元" and operator == "<=" and signs.CAP.search(place.before):
        return True
    return operator == "=" and bool(signs.STANDARD.search(place.before))


def _fact(place: Place) -> bool:
    """What there is already, who was present, who is assessed."""
    if signs.SUBJECTS_OF_RULES.search(place.head):
        return True
    if place.quantity.unit == "%" and "比例" in place.before and signs.GRADING.search(place.cell):
        return True
    if signs.ABOUT.search(place.before) and signs.STANDING.match(place.after):
        return True
    if signs.FROM.search(place.before) and signs.RISING.match(place.after):
        return True
    if signs.LED.search(place.before):
        return True
    about = "余" in place.written or "多" in place.written
    if place.quantity.operator != "=" and not about:
        return False
    if signs.PRESENT.match(place.after) or signs.PRESENT_FROM.search(place.before):
        return True
    return any(sign.search(place.before) for sign in (signs.SHARE, signs.EXISTING, signs.PLAIN_HAVE))


def _ordinal(place: Place) -> bool:
    """The tenth, the last three, the next session."""
    if place.quantity.kind not in ("word", "digits"):
        return False
    if place.quantity.unit == "次" and signs.RULE_ROUND.search(place.before):
        return True
    if place.quantity.unit in ("次", "期", "届", "轮", "场") and signs.NEIGHBOUR.search(place.before):
        return True
    return bool(signs.RANK.search(place.before)) or (place.quantity.unit == "届" and place.quantity.value > 1)


def _word(place: Place) -> bool:
    """Numbers in words are goals only under a deed, and "one" only of events or for each unit."""
    if place.quantity.kind != "word":
        return False
    unit = place.quantity.unit
    if unit not in signs.WORD_UNITS or signs.IDIOM.search(place.clause) or signs.SECOND.match(place.written):
        return True
    each = bool(signs.EACH.search(place.before))
    single = unit not in signs.EVENTS or signs.BATTLE.match(place.after)
    if place.quantity.value == 1 and single and not each:
        return True
    # 百名劳模…: the number itself opens the clause
    leads = len(place.before.strip()) < 2 and place.written[:1] in signs.BARE_STEPS
    return not (each or leads or signs.CREATE.search(place.head) or signs.CREATE.search(place.after[:12]))


def _campaign(place: Place) -> bool:
    """A round number that is part of the name of a drive."""
    if place.quantity.kind != "word" or place.quantity.value < 100:
        return False
    return bool(signs.CAMPAIGN.match(place.after) and signs.CAMPAIGN_VERB.search(place.before))


_REASONS: tuple[tuple[str, Callable[[Place], bool]], ...] = (
    ("ordinal", _ordinal),
    ("abstract", _abstract),
    ("threshold", _threshold),
    ("points", _points),
    ("condition", _condition),
    ("standard", _standard),
    ("fact", _fact),
    ("word", _word),
    ("campaign", _campaign),
)
