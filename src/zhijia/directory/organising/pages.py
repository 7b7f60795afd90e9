"""What the page of employers without a union shows: a page of them, their sums, who works on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils.text import capfirst

from zhijia.directory.models import Approach, Ownership, PlaceKind
from zhijia.directory.organising import employers
from zhijia.directory.organising.asked import AskedForm
from zhijia.directory.rules import AT_THE_BASE, officers
from zhijia.kernel.day import today
from zhijia.registry.policy import holds
from zhijia.tree import queries as tree
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP, under

A_PAGE = 50
#: stages after which an employer is nobody's task any more
TONES = {
    "agreed": "good",
    "preparing": "good",
    "refused": "bad",
    "closed": "plain",
    "has_one": "warn",
    "untouched": "plain",
}
approaches = holds("officer")


@dataclass(frozen=True)
class Line:
    """One employer of the list."""

    unit: Any
    stage: str
    stage_label: str
    tone: str
    ownership: str
    place: str
    approach: Approach | None


def may_look(actor: Actor) -> bool:
    """Those who work with the directory."""
    return officers.ever(actor)


def node_or_404(actor: Actor, code: str) -> Org:
    """The union asked for among the actor's own and those below; without a code the highest of its own."""
    places = [seat.path for seat in actor.seats if seat.role in ("officer", "chair", "caseworker", "leader")]
    if not places:
        raise Http404
    sight = Q(*(under(path) for path in places), _connector=Q.OR)
    orgs = Org.objects.filter(sight).order_by("path")
    found = orgs.filter(code=code.replace("\0", "")).first() if code else orgs.first()
    if found is None:
        raise Http404
    return found


def page(actor: Actor, node: Org, query: QueryDict) -> dict[str, Any]:
    """Everything the page shows; a filter it does not know leaves the list as it is and is told."""
    asked = AskedForm(query)
    asked.is_valid()
    for name in asked.errors:
        asked.cleaned_data[name] = "" if name != "mine" else False
    rows = employers.unorganised(actor, node, today())
    found = employers.largest_first(asked.narrow(rows, actor))
    shown = Paginator(found.select_related("org"), A_PAGE).get_page(query.get("page", "1"))
    return {
        **place(actor, node),
        "asked": asked,
        "page": shown,
        "lines": lines(list(shown.object_list)),
        "sums": employers.sums(found),
        "keeper": employers.keeper_above(node),
        "may_approach": approaches.ever(actor),
        "as_of": today(),
    }


def place(actor: Actor, node: Org) -> dict[str, Any]:
    """Where the page stands, and the unions below that it can be narrowed to."""
    seats = [seat.path for seat in actor.seats]
    paths = [node.path[:end] for end in range(STEP, len(node.path) + 1, STEP)]
    mine = [path for path in paths if any(path.startswith(seat) for seat in seats)]
    way = list(Org.objects.filter(path__in=mine).order_by("path"))
    below = [org for org in tree.children_on(node) if org.kind not in AT_THE_BASE]
    return {"node": node, "way": way, "below": sorted(below, key=lambda org: org.path), "is_today": True}


def lines(units: list[Any]) -> list[Line]:
    """The employers with who works on them."""
    numbers = [unit.approach_id for unit in units if unit.approach_id]
    held = Approach.objects.filter(pk__in=numbers).select_related("officer", "org").in_bulk()
    return [_line(unit, held.get(unit.approach_id)) for unit in units]


def _line(unit: Any, approach: Approach | None) -> Line:
    stage = employers.Stage(unit.stage)
    ownership = capfirst(str(Ownership(unit.ownership).label)) if unit.ownership else ""
    place_kind = capfirst(str(PlaceKind(unit.place_kind).label))
    label = capfirst(str(stage.label))
    return Line(unit, stage.value, label, TONES.get(stage.value, "info"), ownership, place_kind, approach)
