"""Who sees a person beside the union that keeps the record, and what a record must not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.directory.rules import officers
from zhijia.kernel.day import today
from zhijia.registry.distinct import among
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor
from zhijia.tree.paths import STEP


def _members(actor: Actor) -> Q | None:
    """Everybody with a membership today at the actor's places; one row each, whatever joins a list makes."""
    places = officers.q(actor)
    if places is None:
        return None
    day = today()
    held = apps.get_model("directory", "Membership")._default_manager.filter(places, valid_from__lte=day)
    current = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    return Q(pk__in=current.order_by().values("person_id"))


member_of_mine = Rule(gettext_lazy("an officer of a union where the person is a member"), _members)


def found_apart(rule: Rule) -> Rule:
    """The same people, asked for in the way that reads least.

    At the root every record is kept within sight and hardly anything more is asked of anybody; in a county lists of
    numbers are made once; below, each part of the rule is found by an index of its own and nobody else is read.
    """

    def parts(actor: Actor) -> Q | None:
        q = rule.q(actor)
        if q is None:
            return None
        widest = min((len(seat.path) for seat in actor.seats), default=2 * STEP + 1)
        if STEP < widest <= 2 * STEP:
            return q
        found = list(_alternatives(q))
        if widest <= STEP:
            return Q(*map(_asked_of_each, found), _connector=Q.OR)
        people = apps.get_model("directory", "Person")._default_manager.order_by()
        first, *others = [people.filter(part).values("pk") for part in found]
        return Q(pk__in=first.union(*others))

    return Rule(rule.reason, parts)


def _alternatives(q: Q) -> Iterator[Q]:
    """What an OR, or ORs within it, offer one by one."""
    if q.connector != Q.OR and len(q.children) > 1:
        yield q
        return
    for part in q.children:
        if isinstance(part, Q):
            yield from _alternatives(part)
        else:
            yield Q(part)


def _asked_of_each(part: Q) -> Q:
    """A list of numbers to be found in becomes a question about one person."""
    name, bound = part.children[0]  # type: ignore[misc]
    return Q(Exists(bound.filter(person_id=OuterRef("pk")))) if name == "pk__in" else part


def refuse_known(person: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """One human, one record: another union's record is never named to whoever may not see it."""
    if not person.id_hash:
        return
    rows = with_number(type(person), id_kind=person.id_kind, id_hash=person.id_hash)
    known = rows.exclude(pk=person.pk).select_related("org").first()
    if known is None:
        return
    if type(person).register.policy.view.test(by, known):
        raise Refused(
            "id_number",
            _("%(name)s is already on file at %(org)s; use that record.")
            % {"name": known.name, "org": known.org},
        )
    raise Refused(
        "id_number",
        _("Somebody with this number is already on file with another union; ask for a transfer."),
    )


def with_number(model: Any, **lookups: Any) -> QuerySet[Any]:
    """People by kind and hash of their number; the index of numbers leaves out the empty ones, so say so."""
    rows: QuerySet[Any] = model._default_manager.filter(**lookups).exclude(id_hash="")
    return rows


def known_numbers(people: Sequence[Any]) -> set[int]:
    """The places of new records whose number is on file already."""
    held: set[tuple[str, str]] = set()
    for kind in {person.id_kind for person in people}:
        hashes = {person.id_hash for person in people if person.id_kind == kind} - {""}
        model = type(people[0])
        rows = with_number(model, id_kind=kind, id_hash__in=among(model, "id_hash", hashes))
        held |= set(rows.values_list("id_kind", "id_hash"))
    return {place for place, person in enumerate(people) if (person.id_kind, person.id_hash) in held}


def refuse_nobody_to_reach(person: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A record without number, telephone and birth date cannot be told from another of the same name."""
    if person.id_number or person.phone or person.birth_on:
        return
    rows = type(person)._default_manager.filter(org_id=person.org_id, name=person.name)
    if rows.exclude(pk=person.pk).exists():
        raise Refused(
            "phone",
            _("There is already a %(name)s in this union; give a number, telephone or date of birth.")
            % {"name": person.name},
        )
