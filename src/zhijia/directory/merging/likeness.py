"""How alike two records are: each reason with its weight, what speaks against it too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhijia.directory.merging import keys
from zhijia.directory.merging.records import Apart
from zhijia.directory.models import IdKind, Person
from zhijia.kernel.text import fold_name
from zhijia.registry.distinct import chunks
from zhijia.tree.actor import Actor

#: pairs below this are not offered
LEAST = 40
SAME_NUMBER, SAME_BIRTH, SAME_PHONE = 100, 30, 30
SAME_NAME, LIKE_NAME, SAME_UNION = 20, 12, 22
OTHER_NUMBER, OTHER_BIRTH, OTHER_SEX = -100, -25, -25


@dataclass(frozen=True)
class Reason:
    """Why two records are held for one human, or against it, and how much that weighs."""

    text: Promise
    weight: int


@dataclass(frozen=True)
class Pair:
    """Two records with what they share."""

    first: Person
    second: Person
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return min(sum(reason.weight for reason in self.reasons), 100)


def compare(one: Person, other: Person) -> Pair:
    """The two with every reason, the heaviest first; the older record stands first."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    reasons = [*_number(one, other), *_name(one, other), *_rest(one, other)]
    return Pair(first, second, tuple(sorted(reasons, key=lambda reason: -reason.weight)))


def _number(one: Person, other: Person) -> Iterator[Reason]:
    if _one_number(one, other) or _one_number(other, one):
        yield Reason(_("same number, entered as another kind of document"), SAME_NUMBER)
    elif two_cards(one, other):
        yield Reason(_("two different identity card numbers"), OTHER_NUMBER)


def _one_number(one: Person, other: Person) -> bool:
    return bool(other.id_hash) and other.id_hash in keys.other_hashes(one)


def two_cards(one: Person, other: Person) -> bool:
    """Whether both have an identity card, and not the same one."""
    both = one.id_kind == other.id_kind == IdKind.RESIDENT and bool(one.id_hash and other.id_hash)
    return both and one.id_hash != other.id_hash


def _name(one: Person, other: Person) -> Iterator[Reason]:
    left, right = fold_name(one.name), fold_name(other.name)
    if left == right:
        yield Reason(_("same name"), SAME_NAME)
    elif one.name_key == other.name_key:
        yield Reason(_("names that sound alike"), LIKE_NAME)
    elif near(left, right):
        yield Reason(_("names that differ by one character"), LIKE_NAME)


def near(left: str, right: str) -> bool:
    """Whether one character makes the difference: another one, one more or one less; names of two are too short."""
    if abs(len(left) - len(right)) > 1 or max(len(left), len(right)) < 3:
        return False
    short, long = sorted((left, right), key=len)
    start = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    return short[start + (len(short) == len(long)) :] == long[start + 1 :]


def _rest(one: Person, other: Person) -> Iterator[Reason]:
    if one.birth_on and other.birth_on:
        if one.birth_on == other.birth_on:
            yield Reason(_("same date of birth"), SAME_BIRTH)
        else:
            yield Reason(_("different dates of birth"), OTHER_BIRTH)
    if one.phone and one.phone == other.phone:
        yield Reason(_("same telephone"), SAME_PHONE)
    if one.org_id == other.org_id:
        yield Reason(_("kept by the same union"), SAME_UNION)
    if one.sex and other.sex and one.sex != other.sex:
        yield Reason(_("man and woman"), OTHER_SEX)


def queue(actor: Actor) -> list[Pair]:
    """The pairs the actor could merge, the likeliest first; who was told apart is left out."""
    rows = keys.within(actor)
    return _weighed(keys.pairs(rows), rows)


def beside(person: Person, actor: Actor) -> list[Pair]:
    """The pairs one record is in, as `queue` gives them."""
    rows = keys.within(actor)
    if not rows.filter(pk=person.pk).exists():
        return []
    return _weighed(keys.pairs_of(person, rows), rows)


def _weighed(found: keys.Pairs, rows: QuerySet[Person]) -> list[Pair]:
    people: dict[int, Person] = {}
    for some in chunks(sorted({pk for pair in found for pk in pair})):
        people |= rows.select_related("org").in_bulk(some)
    both = [compare(people[one], people[two]) for one, two in found if one in people and two in people]
    likely = [pair for pair in both if pair.score >= LEAST]
    apart = told_apart(person for pair in likely for person in (pair.first, pair.second))
    kept = [pair for pair in likely if names_of(pair.first, pair.second) not in apart]
    return sorted(kept, key=lambda pair: (-pair.score, pair.first.pk, pair.second.pk))


def names_of(one: Person, other: Person) -> tuple[str, str]:
    """Both uids in the order in which a decision about the two is kept."""
    first, second = sorted((str(one.uid), str(other.uid)))
    return first, second


def told_apart(people: Iterable[Person]) -> set[tuple[str, str]]:
    """The decisions about these people that they are two."""
    found: set[tuple[str, str]] = set()
    for some in chunks(sorted({person.uid for person in people})):
        rows = Apart.objects.filter(Q(one_uid__in=some) | Q(other_uid__in=some))
        found |= {(str(one), str(other)) for one, other in rows.values_list("one_uid", "other_uid")}
    return found
