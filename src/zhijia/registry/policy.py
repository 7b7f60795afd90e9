"""A rule is a query and a reason: lists, pages, buttons and services ask the same one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.paths import STEP, successor, under

Row = TypeVar("Row", bound=Model)
Text = str | Promise


@dataclass(frozen=True)
class Verdict:
    """Whether it is allowed and, when not, why."""

    allowed: bool
    reason: Text = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Rule:
    """`q(actor)` is the rows allowed: None for no row at all, an empty Q for every row."""

    reason: Text
    q: Callable[[Actor], Q | None]

    def __or__(self, other: Rule) -> Rule:
        def either(actor: Actor) -> Q | None:
            found = [q for q in (self.q(actor), other.q(actor)) if q is not None]
            if not found:
                return None
            return Q() if any(not q for q in found) else Q(*found, _connector=Q.OR)

        return Rule(format_lazy("{} {} {}", self.reason, _("or"), other.reason), either)

    def __and__(self, other: Rule) -> Rule:
        def both(actor: Actor) -> Q | None:
            one, two = self.q(actor), other.q(actor)
            return None if one is None or two is None else one & two

        return Rule(format_lazy("{} {} {}", self.reason, _("and"), other.reason), both)

    def filter(self, actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows of `rows` the actor is allowed."""
        if actor.system:
            return rows
        q = self.q(actor)
        return rows.none() if q is None else rows.filter(q)

    def test(self, actor: Actor, entry: Model) -> Verdict:
        """Whether one entry is allowed: the same query for a stored one, its values for a new one."""
        if actor.system:
            return Verdict(True)
        q = self.q(actor)
        if q is None:
            return Verdict(False, self.reason)
        stored = entry.pk is not None and not entry._state.adding
        held = (
            type(entry)._default_manager.filter(pk=entry.pk).filter(q).exists() if stored else meets(entry, q)
        )
        return Verdict(held, "" if held else self.reason)

    def ever(self, actor: Actor) -> bool:
        """Whether any row could be allowed; for menus and "new" buttons."""
        return actor.system or self.q(actor) is not None


LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "gte": lambda value, bound: value is not None and value >= bound,
    "lt": lambda value, bound: value is not None and value < bound,
    "in": lambda value, bound: value in bound,
    "exact": lambda value, bound: value == bound,
    "isnull": lambda value, bound: (value is None) == bound,
}


def meets(entry: Model, q: Q) -> bool:
    """Whether an entry not yet stored has the values a rule's query asks for."""
    answers = []
    for part in q.children:
        if isinstance(part, Q):
            answers.append(meets(entry, part))
            continue
        name, bound = part
        *steps, last = name.split("__")
        lookup = LOOKUPS.get(last)
        value: Any = entry
        for attribute in steps if lookup else [*steps, last]:
            value = getattr(value, attribute, None)
        bound = bound.pk if isinstance(bound, Model) else bound
        value = value.pk if isinstance(value, Model) else value
        answers.append((lookup or LOOKUPS["exact"])(value, bound))
    met = any(answers) if q.connector == Q.OR and answers else all(answers)
    return met != q.negated


def _places(actor: Actor, roles: tuple[str, ...], *, here: bool, prefix: str = "") -> Q | None:
    """The literal path ranges of the posts, the ones inside another dropped."""
    paths = sorted(set(actor.paths(*roles)))
    if not paths:
        return None
    if here:
        return Q(**{f"{prefix}path__in": paths})
    kept: list[str] = []
    for path in paths:
        if not kept or path >= successor(kept[-1]):
            kept.append(path)
    return Q(*(under(path, prefix) for path in kept), _connector=Q.OR)


def holds(*roles: str, here: bool = False, prefix: str = "") -> Rule:
    """Rows at the actor's posts of these roles: the whole subtree, or with `here` that very union."""
    labels = dict(Role.choices)
    names = format_lazy("/".join(["{}"] * len(roles)), *(labels[role] for role in roles))
    where = _("of this union") if here else _("of this union or of one above it")
    return Rule(
        format_lazy("{} {}", names, where), lambda actor: _places(actor, roles, here=here, prefix=prefix)
    )


def above(*roles: str) -> Rule:
    """Rows strictly below the actor's posts of these roles: for somebody of a union above."""
    labels = dict(Role.choices)
    names = format_lazy("/".join(["{}"] * len(roles)), *(labels[role] for role in roles))

    def below(actor: Actor) -> Q | None:
        # every place under a post is longer than it, so its first character after the post is at least "0"
        ranges = [Q(path__gte=path + "0", path__lt=successor(path)) for path in sorted(actor.paths(*roles))]
        return Q(*ranges, _connector=Q.OR) if ranges else None

    return Rule(format_lazy("{} {}", names, _("of a union above this one")), below)


def in_line(*roles: str) -> Rule:
    """Rows of the actor's places, of everything below them and of every union above them."""

    def above_and_below(actor: Actor) -> Q | None:
        below = _places(actor, roles, here=False)
        if below is None:
            return None
        above = {path[:end] for path in actor.paths(*roles) for end in range(STEP, len(path), STEP)}
        return below | Q(path__in=sorted(above)) if above else below

    return Rule(_("officers of the unions below and above"), above_and_below)


def is_person(field: str) -> Rule:
    """Rows whose person `field` is the one who is logged in; "" when the row is the person."""
    lookup = f"{field}_id" if field else "id"

    def own(actor: Actor) -> Q | None:
        # the number itself: an OR over a join to the person's account would let no index find anything
        if actor.is_anonymous or (actor.person_id is None and actor.seats):
            return None
        return Q(**{lookup: actor.person_id or 0})

    return Rule(_("the person concerned"), own)


anyone_logged_in = Rule(_("somebody logged in"), lambda actor: None if actor.is_anonymous else Q())
nobody = Rule(_("nobody"), lambda actor: None)


@dataclass(frozen=True)
class Policy:
    """Who may see, add, change, remove, export and unmask; what is not named nobody may."""

    view: Rule
    add: Rule = nobody
    change: Rule = nobody
    remove: Rule = nobody
    export: Rule | None = None
    unmask: Rule = nobody

    def rule(self, action: str) -> Rule:
        """The rule of an action; exporting falls back to the right to change."""
        found: Rule | None = getattr(self, action)
        return found if found is not None else self.change
