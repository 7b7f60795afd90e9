"""Questions to the calendar: its lines as somebody sees them, what a union has to hold, how far a line is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from zhijia.kernel.period import Period
from zhijia.plans.models import STAFF, Duty, DutyRegister, Milestone, MilestoneKind, MilestoneRegister, Plan
from zhijia.plans.registers.milestone.rules import OPEN
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import under

#: how a line or a duty stands on a day, the most pressing first
STANDINGS = ("overdue", "soon", "planned", "put_off", "held", "cancelled")
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """A line with the duties of one's own unions, and how many of all responsible unions have held it.

    `standing` is one of `STANDINGS`: of one's own duty where there is one, else of the whole line.
    """

    milestone: Milestone
    standing: str
    done: int
    of: int
    overdue: int
    own: list[Duty] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        return bool(self.own)

    @property
    def to_hold(self) -> list[Duty]:
        """One's own duties that are still to be held."""
        return [duty for duty in self.own if duty.is_open]


def standing_of(duty: Duty, on: date) -> str:
    """How one union's duty stands on a day; one that was not held stays overdue for ever."""
    if duty.state == "held":
        return "held"
    if duty.state == "cancelled" or not duty.milestone.is_open:
        return "cancelled"
    if duty.ends_on < on:
        return "overdue"
    if on >= duty.acts_on - SOON:
        return "soon"
    return "put_off" if "put_off" in (duty.state, duty.milestone.state) else "planned"


def of_whole(line: Milestone, duties: Sequence[Duty], on: date) -> str:
    """How a line stands over all its unions: held only when every one that has to has held it."""
    if line.state == "cancelled":
        return "cancelled"
    found = Counter(standing_of(duty, on) for duty in duties)
    if not duties:
        return "overdue" if line.ends_on < on else "planned"
    return next((one for one in STANDINGS if found[one]), "planned")


def visible(actor: Actor) -> QuerySet[Milestone]:
    """The lines on the calendar within an actor's sight; what was cancelled stays to be seen."""
    rows = MilestoneRegister.visible(actor).filter(state__in=(*OPEN, "cancelled"))
    found: QuerySet[Milestone] = rows.order_by("ends_on", "starts_on", "start", "id")
    return found


def within(rows: QuerySet[Milestone], period: Period) -> QuerySet[Milestone]:
    """The lines whose last day lies in a period, or that some union put off into it."""
    later = Duty.objects.filter(
        milestone=OuterRef("pk"), put_off_to__gte=period.start, put_off_to__lt=period.end
    )
    inside = Q(ends_on__gte=period.start, ends_on__lt=period.end)
    return rows.filter(inside | Exists(later))


def of_unions(rows: QuerySet[Milestone], paths: Iterable[str], *, below: bool = False) -> QuerySet[Milestone]:
    """The lines that unions issued or answer for; with `below` also those of the unions under them."""
    places = list(paths)
    if not places:
        return rows.none()
    here = Q(*(under(path) for path in places), _connector=Q.OR) if below else Q(path__in=places)
    theirs = Duty.objects.filter(here, milestone=OuterRef("pk"))
    return rows.filter(here | Exists(theirs))


def lines(
    rows: QuerySet[Milestone], actor: Actor, on: date, *, at: Sequence[str] | None = None
) -> list[Line]:
    """Lines with how they stand on a day, by two queries; `at` are the places whose duties are one's own."""
    found = list(rows)
    places = set(actor.paths(*STAFF) if at is None else at)
    duties: dict[int, list[Duty]] = defaultdict(list)
    known = {one.pk: one for one in found}
    for duty in Duty.objects.filter(milestone__in=list(known)).select_related("org").order_by("path"):
        # the line is at hand: asking the database for it again would cost a query each
        duty.milestone = known[duty.milestone_id]
        duties[duty.milestone_id].append(duty)
    return [_line(one, duties[one.pk], places, on) for one in found]


def _line(milestone: Milestone, duties: list[Duty], places: set[str], on: date) -> Line:
    own = [duty for duty in duties if duty.path in places]
    stands = Counter(standing_of(duty, on) for duty in duties)
    standing = of_whole(milestone, own or duties, on)
    return Line(milestone, standing, stands["held"], len(duties), stands["overdue"], own)


def duties_of(line: Milestone, actor: Actor) -> list[Duty]:
    """The duties of a line within an actor's sight, by place."""
    rows = DutyRegister.visible(actor).filter(milestone=line)
    return list(rows.order_by("path"))


def asked_of(duty: Duty) -> dict[str, bool]:
    """What a held duty needs to count, each with whether it is there: of an activity a worker's word too."""
    found = {"evidenced": duty.evidenced_at is not None}
    if duty.milestone.kind == MilestoneKind.ACTIVITY:
        found["confirmed"] = duty.confirmed_at is not None
    return found


def open_duties() -> QuerySet[Duty]:
    """Duties still to be held, each with `last_on`, the last day for it as things stand."""
    rows = Duty.objects.filter(state__in=("planned", "put_off"), milestone__state__in=OPEN)
    last = Greatest(Coalesce(F("put_off_to"), F("milestone__ends_on")), F("milestone__ends_on"))
    return rows.annotate(last_on=last).select_related("org", "milestone__plan", "milestone__org")


def mine(actor: Actor, on: date) -> list[Duty]:
    """What the actor's own unions have to hold now: overdue first, then what is near; the rest of the year not."""
    rows = open_duties().filter(path__in=actor.paths(*STAFF)).order_by("last_on", "id")
    return [duty for duty in rows if standing_of(duty, on) in ("overdue", "soon")]


def of_plan(plan: Plan, node: Org | None, on: date) -> list[Line]:
    """The lines of a plan with how they stand for the unions at and below a node, drafts left out."""
    rows = Milestone.objects.filter(plan=plan, state__in=(*OPEN, "cancelled")).select_related(
        "org", "plan", "item"
    )
    found = list(rows.order_by("ends_on", "start", "id"))
    places = Q() if node is None else under(node.path)
    duties: dict[int, list[Duty]] = defaultdict(list)
    for duty in Duty.objects.filter(places, milestone__in=found).select_related("org").order_by("path"):
        duty.milestone = next(one for one in found if one.pk == duty.milestone_id)
        duties[duty.milestone_id].append(duty)
    return [_line(one, duties[one.pk], set(), on) for one in found if node is None or duties[one.pk]]


def waiting(plan: Plan) -> QuerySet[Milestone]:
    """The lines of a plan nobody has decided on yet, in the order of its text."""
    rows = Milestone.objects.filter(plan=plan, state="suggested").select_related("org", "plan", "item")
    return rows.order_by("start", "id")
