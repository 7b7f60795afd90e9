"""Who and what stands at a union that changes, and what becomes of each: counts, the first names, sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.directory.changes import cadres, employers, members, posts, requests, sites
from zhijia.directory.changes.wish import Fate, Kind, Wish
from zhijia.directory.models import Person
from zhijia.tree import queries as tree

Text = str | Promise
#: a fate and where it leads
Where = tuple[Text, str]
NAMED = 20
GOES = pgettext_lazy("change of a union", "goes along")
ENDS = pgettext_lazy("change of a union", "ends")
STAYS = pgettext_lazy("change of a union", "stays")
ON_FILE = pgettext_lazy("change of a union", "stays on file as it stood")
MEMBERS = pgettext_lazy("change of a union", "members")
FILES = pgettext_lazy("change of a union", "files of people")
ASKED = pgettext_lazy("change of a union", "requests not decided")
COVERED = pgettext_lazy("change of a union", "covered employers")
LISTED = pgettext_lazy("change of a union", "employers on its list")
BELOW = pgettext_lazy("change of a union", "unions below")
POSTS = pgettext_lazy("change of a union", "posts with an account")
CADRES = pgettext_lazy("change of a union", "cadres in office")
SITES = pgettext_lazy("change of a union", "open project sites")
BASES = pgettext_lazy("change of a union", "bases of rates")
REST = pgettext_lazy("change of a union", "on no list")


@dataclass(frozen=True)
class Share:
    """So many of a kind, what becomes of them, and the names of the first."""

    label: Text
    count: int
    fate: Text
    to: str = ""
    names: list[str] = field(default_factory=list)
    note: Text = ""

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.names) if self.names else 0


#: what rooms above keep at a union, by room
Listing = Callable[[Wish], list[Share]]
_above: dict[str, Listing] = {}


def also(name: str, listing: Listing) -> None:
    """A room above tells what it keeps at a union and what becomes of that; a name tells once."""
    _above[name] = listing


def shares(wish: Wish) -> list[Share]:
    """What stands at the union on the day, by kind, with what becomes of it."""
    found = _split(wish) if wish.kind == Kind.SPLIT else _whole(wish)
    for listing in _above.values():
        found += listing(wish)
    return [one for one in found if one.count]


def share(label: Text, rows: Iterable[str], where: Where, note: Text = "") -> Share:
    names = list(rows)
    return Share(label, len(names), where[0], where[1], names[:NAMED], note)


def _people(wish: Wish) -> dict[int, str]:
    return {row.pk: str(row.person) for row in members.members_of(wish.union.org, wish.on)}


def _covered(wish: Wish) -> dict[int, str]:
    return {row.pk: str(row.unit) for row in employers.coverages_of(wish.union.org, wish.on)}


def _all_below(wish: Wish) -> Text:
    """How many stand below at every level, where that is more than directly."""
    org = wish.union.org
    every = tree.under_on(org, day=wish.on).exclude(pk=org.pk).count()
    if every == len(_below(wish)):
        return ""
    return _("%(count)s at all levels") % {"count": every}


def _below(wish: Wish) -> dict[int, str]:
    return {child.pk: child.name for child in tree.children_on(wish.union.org, day=wish.on)}


def _posts(wish: Wish) -> list[str]:
    held = posts.posts_of(wish.union.org, wish.on)
    return [f"{post.user.name} · {post.get_role_display()}" for post in held]


def _whole(wish: Wish) -> list[Share]:
    """A union that moves, merges or closes as one."""
    org = wish.union.org
    heir = wish.into.name if wish.into is not None else ""
    leader = wish.under.name if wish.under is not None else str(org.parent)
    moves = wish.kind == Kind.MOVE

    def fate(chosen: str) -> Where:
        if moves:
            return STAYS, ""
        return (GOES, heir) if heir and chosen == Fate.GO else (ENDS, "")

    kept: Where = (STAYS, "") if moves else (GOES, heir or leader)
    files = Person.objects.filter(org=org).count()
    bases = [f"{row.get_kind_display()} {row.number}" for row in employers.bases_of(org, wish.on)]  # type: ignore[attr-defined]
    return [
        share(BELOW, _below(wish).values(), (GOES, "") if moves else kept, _all_below(wish)),
        share(MEMBERS, _people(wish).values(), fate(wish.members)),
        Share(FILES, files, *kept),
        share(
            ASKED, [str(row.person) for row in requests.asked_of(org)], (GOES, heir) if heir else (STAYS, "")
        ),
        share(COVERED, _covered(wish).values(), fate(wish.employers)),
        share(LISTED, map(str, employers.kept_by(org)), kept),
        share(POSTS, _posts(wish), fate(wish.posts)),
        share(CADRES, map(str, cadres.tenures_of(org, wish.on)), (STAYS, "") if moves else (ENDS, "")),
        share(SITES, map(str, sites.open_at(org)), kept if moves or heir else (ENDS, "")),
        share(BASES, bases, kept if moves or heir else (ENDS, "")),
    ]


def _split(wish: Wish) -> list[Share]:
    """Each new union with what was listed for it, then the rest."""
    found: list[Share] = []
    for part in wish.parts:
        where = (GOES, part.name)
        found.append(share(MEMBERS, [str(row.person) for row in part.members], where))
        found.append(share(COVERED, [str(row.unit) for row in part.coverages], where))
        found.append(share(BELOW, [child.name for child in part.below], where))
    rest: Where = (STAYS, wish.union.name)
    if wish.heir is not None:
        rest = (GOES, wish.parts[wish.heir].name)
    goes = wish.heir is not None and wish.posts == Fate.GO
    return [
        *found,
        share(
            MEMBERS, _others(_people(wish), [p.pk for part in wish.parts for p in part.members]), rest, REST
        ),
        share(
            COVERED,
            _others(_covered(wish), [c.pk for part in wish.parts for c in part.coverages]),
            rest,
            REST,
        ),
        share(BELOW, _others(_below(wish), [o.pk for part in wish.parts for o in part.below]), rest, REST),
        share(POSTS, _posts(wish), rest if goes or wish.heir is None else (ENDS, "")),
        share(SITES, map(str, sites.open_at(wish.union.org)), rest),
    ]


def _others(known: dict[int, str], listed: list[int]) -> list[str]:
    return [name for pk, name in known.items() if pk not in set(listed)]


def notes(wish: Wish) -> list[str]:
    """How the figures before and after belong together, in sentences."""
    day, first = (wish.on - timedelta(days=1)).isoformat(), wish.on.isoformat()
    said = {"union": wish.union.name, "day": day, "from": first, "heir": _heir(wish)}
    if wish.kind == Kind.MOVE:
        said |= {"old": str(wish.union.org.parent), "new": str(wish.under or "")}
        told = [
            _(
                "Figures until %(day)s stay with %(old)s; from %(from)s on %(union)s and all below it count "
                "under %(new)s."
            )
        ]
    elif not wish.closes:
        told = [
            _("Figures until %(day)s stay with %(union)s as one; from %(from)s on each union counts its own.")
        ]
    else:
        told = [
            _("Figures until %(day)s stay with %(union)s and with those above it then."),
            _afterwards(wish),
        ]
    return [*(text % said for text in told), _no_way_back()]


def _heir(wish: Wish) -> str:
    if wish.heir is not None:
        return wish.parts[wish.heir].name
    return wish.into.name if wish.into is not None else ""


def _afterwards(wish: Wish) -> str:
    if _heir(wish):
        return _(
            "What was recorded there and still holds or is still to come, such as open reading rooms, contracts in "
            "force or relief not yet paid, counts under %(heir)s from %(from)s on."
        )
    return _(
        "Nobody takes it up: what still holds there, such as open reading rooms or contracts in force, stops "
        "counting on %(from)s."
    )


def _no_way_back() -> str:
    return _(
        "This cannot be taken back by itself. If it turns out wrong, correct it by a further change: move or merge "
        "again, or found the union anew. Both then stand in the journal."
    )
