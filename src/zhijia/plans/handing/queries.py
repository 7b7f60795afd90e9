"""Questions to what was handed down: what a page shows of a target, a share, a plan, a letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from zhijia.kernel.day import today
from zhijia.plans.handing.dividing import Source
from zhijia.plans.handing.sums import Level, levels
from zhijia.plans.models import (
    STAFF,
    Handing,
    HandingRegister,
    Letter,
    LetterRegister,
    Plan,
    Share,
    ShareRegister,
    Target,
)
from zhijia.plans.registers.handing import measure
from zhijia.plans.registers.handing.register import givers
from zhijia.plans.registers.handing.rules import AGREED
from zhijia.plans.registers.letter import figures
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

TONES = {"offered": "warn", "accepted": "info", "argued": "bad", "settled": "info", "locked": "good"}


def gives_for(actor: Actor, org: Org, *, below: bool = False) -> bool:
    """Whether the actor hands down for that very union; with `below` also whether it leads any."""
    q = givers.q(actor)
    gives = actor.system or (q is not None and Org.objects.filter(q, pk=org.pk).exists())
    return gives and (not below or Org.objects.filter(parent=org, closed_on=None).exists())


def source_of(target: Target, share: Share | None) -> Source:
    """What is handed down: the target by its issuer, or a share of it by the union that has it."""
    if share is None:
        return Source(target, target.org)
    return Source(target, share.org, share)


def handing_of(source: Source) -> Handing | None:
    """The handing down that stands already."""
    found: Handing | None = HandingRegister.rows().filter(target=source.target, org=source.org).first()
    return found


@dataclass(frozen=True)
class Row:
    """A share as its page shows it, with what its union handed on."""

    share: Share
    on: Level | None = None

    @property
    def tone(self) -> str:
        return "bad" if self.is_late else TONES[self.share.state]

    @property
    def is_late(self) -> bool:
        return self.share.state == "offered" and self.share.reply_due_on < today()


def rows(shares: Sequence[Share], actor: Actor) -> list[Row]:
    """Shares beside what their unions handed on, as far as the actor sees it."""
    onward = HandingRegister.visible(actor).filter(given__in=[share.pk for share in shares])
    found = {level.handing.given_id: level for level in levels(list(onward)).values()}
    return [Row(share, found.get(share.pk)) for share in shares]


def shares_of(handing: Handing, actor: Actor) -> list[Share]:
    """The shares within sight; whoever hands down sees all of them."""
    return list(ShareRegister.visible(actor).filter(handing=handing).order_by("path"))


def sees_all(handing: Handing, actor: Actor) -> bool:
    """Whether the sum and every share are the actor's to see: at that union or above it."""
    return actor.system or any(handing.path.startswith(path) for path in actor.paths(*STAFF))


def level_of(handing: Handing) -> Level:
    return levels([handing])[handing.pk]


def beneath(handing: Handing, actor: Actor) -> list[Level]:
    """Every handing down of the same target further below, in the order of the tree."""
    onward = HandingRegister.visible(actor).filter(target=handing.target, path__startswith=handing.path)
    found = levels(list(onward.exclude(pk=handing.pk).order_by("path")))
    return list(found.values())


@dataclass
class Line:
    """A followed target of a plan at one union: its own share, and what it handed down of it."""

    target: Target
    share: Share | None = None
    handing: Handing | None = None
    level: Level | None = None
    may_hand: bool = False

    @property
    def tone(self) -> str:
        return TONES[self.share.state] if self.share is not None else ""

    @property
    def said(self) -> str:
        """The plan's own promise."""
        return measure.said(self.target, self.target.value)


@dataclass
class Overview:
    """A plan's targets at one union, as far as they were handed down."""

    plan: Plan
    org: Org
    lines: list[Line] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    ready: list[Org] = field(default_factory=list)
    gives: bool = False
    #: followed targets of which this union received nothing
    others: int = 0


def place_of(plan: Plan, actor: Actor) -> Org | None:
    """The union whose view of a plan an actor has: the issuer, or one's own highest place below it."""
    paths = sorted(actor.paths(*STAFF), key=len)
    if any(plan.path.startswith(path) for path in paths):
        return plan.org
    below = [path for path in paths if path.startswith(plan.path)]
    return Org.objects.filter(path=below[0]).first() if below else None


def overview(plan: Plan, org: Org, actor: Actor) -> Overview:
    """Every followed target of a plan with what the union received and handed on."""
    targets = plan.targets.filter(state="confirmed").exclude(indicator="").select_related("org", "plan")
    shares = {one.target_id: one for one in ShareRegister.visible(actor).filter(target__plan=plan, org=org)}
    handed = list(HandingRegister.visible(actor).filter(target__plan=plan, org=org))
    found, gives = levels(handed), gives_for(actor, org)
    leads = gives_for(actor, org, below=True)
    by_target = {one.target_id: one for one in handed}
    made = Overview(plan, org, gives=gives)
    for target in targets.order_by("start", "id"):
        target.plan = plan
        handing, share = by_target.get(target.pk), shares.get(target.pk)
        own = org.pk == target.org_id or (share is not None and share.is_agreed)
        may = leads and own and handing is None and plan.state == "issued"
        level = found[handing.pk] if handing is not None else None
        if org.pk == target.org_id or share is not None or handing is not None:
            made.lines.append(Line(target, share, handing, level, may))
        else:
            made.others += 1
    made.letters = list(
        LetterRegister.visible(actor)
        .filter(Q(issuer=org) | Q(org=org), plan=plan)
        .order_by("org__path", "-id")
    )
    made.ready = ready_for_letters(plan, org) if gives else []
    return made


def ready_for_letters(plan: Plan, giver: Org) -> list[Org]:
    """The unions with at least one agreed share of a plan from this union."""
    shares = Share.objects.filter(target__plan=plan, handing__org=giver, state__in=AGREED)
    return list(Org.objects.filter(pk__in=shares.values("org")).order_by("path"))


@dataclass(frozen=True)
class Differs:
    """A share that stands otherwise now than in a letter; None where it was or is not agreed."""

    label: str
    then: str | None
    now: str | None


def since(letter: Letter) -> list[Differs]:
    """What of a letter no longer holds: numbers settled or amended, shares agreed on or taken back since."""
    before = {str(one.uid): one for one in figures.read(letter.figures)}
    now = {str(one.uid): one for one in figures.standing(letter.plan_id, letter.org_id, letter.issuer_id)}
    found = []
    for uid in {**before, **now}:
        pair = (before.get(uid), now.get(uid))
        then, current = (one.said if one is not None and one.is_agreed else None for one in pair)
        if then != current:
            found.append(Differs(next(one.target.label for one in reversed(pair) if one), then, current))
    return found


def states_of(handing: Handing) -> dict[str, int]:
    """How many shares stand in which state."""
    found: dict[str, int] = defaultdict(int)
    for state in handing.shares.values_list("state", flat=True):
        found[state] += 1
    return dict(found)
