"""The addresses of figures: what is counted, a figure, the entries beneath it."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from zhijia.api import schemas
from zhijia.api.endpoints import COMMON, MOST, PAGES, SIZE, checked_query, number
from zhijia.api.faults import not_found
from zhijia.kernel.period import Period
from zhijia.registry.listing import BadQuery
from zhijia.registry.register import Register
from zhijia.tally import queries
from zhijia.tally.indicator import Indicator, Ratio
from zhijia.tally.sources import INDICATORS, RATIOS, model_of
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import under
from zhijia.tree.requests import Request

YEARS = range(1949, 2101)
FORMS = {4: "Y{}", 7: "M{}", 10: "D{}"}


class Measure(Schema):
    """An indicator or ratio."""

    key: str
    label: str
    unit: str
    kind: Literal["flow", "stock", "ratio"]
    rule: str


class FigureOut(Schema):
    """One number of a union and all below it; money in fen."""

    key: str
    node: schemas.Place
    period: str
    as_of: date
    unit: str
    counted: int
    claimed: int
    base: int | None
    percent: float | None
    state: Literal["ready", "no_base", "recounting"]


class FactOut(Schema):
    """What one entry gives; `entry` is empty where it lies outside of one's sight."""

    entry: UUID | None
    kind: str
    org: str
    starts_on: date
    ends_on: date
    quantity: int
    counted: bool
    missing: list[str]


class FactPage(Schema):
    items: list[FactOut]
    count: int
    page: int
    size: int


class Asked(Schema):
    """A union by its code, a period and the day it is asked of."""

    node: str = ""
    period: str = ""
    as_of: str = ""


router = Router(tags=["figures"])


@router.get(
    "/figures",
    response={200: list[Measure], 401: schemas.Faults, 429: schemas.Faults},
    operation_id="figures_list",
)
def measures(request: Request) -> Any:
    """Everything that is counted."""
    known: list[Indicator | Ratio] = [*INDICATORS.values(), *RATIOS.values()]
    return [
        {"key": one.key, "label": str(one.label), "unit": one.unit, "kind": _kind(one), "rule": str(one.rule)}
        for one in sorted(known, key=lambda one: one.key)
    ]


def _kind(one: Indicator | Ratio) -> str:
    return "ratio" if isinstance(one, Ratio) else "stock" if one.is_stock else "flow"


@router.get("/figures/{key}", response={200: FigureOut, **COMMON}, operation_id="figures_get")
def figure(request: Request, key: str, asked: Query[Asked]) -> Any:
    """The figure of a union and everything below it."""
    measure, node, period, day = _asked(request, key, asked)
    found = queries.figure(key, node.pk, period, as_of=day)
    state = "no_base" if found.has_no_base else "recounting" if found.pending else "ready"
    about = {
        "key": key,
        "node": {"code": node.code, "name": node.name},
        "period": period.key,
        "unit": measure.unit,
    }
    numbers = {name: getattr(found, name) for name in ("as_of", "counted", "claimed", "base", "percent")}
    return {**about, **numbers, "state": state}


@router.get("/figures/{key}/facts", response={200: FactPage, **COMMON}, operation_id="figures_facts")
def facts(request: Request, key: str, asked: Query[Asked], page: str = "1", size: str = "50") -> Any:
    """The entries beneath a figure, the newest first; those out of sight without their uid."""
    measure, node, period, day = _asked(request, key, asked)
    if isinstance(measure, Ratio):
        said = {"part": measure.part, "whole": measure.whole}
        raise BadQuery(_("A ratio has no entries of its own: ask for %(part)s and %(whole)s.") % said)
    at, most = number(request, "page", 1, PAGES), number(request, "size", SIZE, MOST)
    found = queries.facts(key, node.pk, period, as_of=day)
    some = found[(at - 1) * most : at * most]
    return {"items": _facts(key, some, request.actor), "count": len(found), "page": at, "size": most}


def _facts(key: str, some: list[queries.Fact], actor: Actor) -> list[dict[str, Any]]:
    register: type[Register] = model_of(key).register  # type: ignore[attr-defined]
    rows = register.visible(actor).filter(pk__in={fact.entry_id for fact in some})
    uids = dict(rows.values_list("pk", "uid"))
    codes = dict(Org.objects.filter(pk__in={fact.org_id for fact in some}).values_list("pk", "code"))
    return [
        {
            "entry": uids.get(fact.entry_id),
            "kind": register.key,
            "org": codes[fact.org_id],
            "starts_on": fact.starts_on,
            "ends_on": fact.ends_on,
            "quantity": fact.quantity,
            "counted": not fact.missing,
            "missing": [gate.key for gate in queries.gates_missing(key, fact.missing)],
        }
        for fact in some
    ]


def _asked(request: Request, key: str, asked: Asked) -> tuple[Indicator | Ratio, Org, Period, date | None]:
    """What an address asks for; raises Fault or BadQuery."""
    checked_query(request)
    allowed = {"node", "period", "as_of", "page", "size"}
    if unknown := sorted(set(request.GET) - allowed):
        said = {"name": unknown[0], "names": ", ".join(sorted(allowed))}
        raise BadQuery(_("Unknown filter “%(name)s”. Allowed: %(names)s.") % said)
    if key not in INDICATORS and key not in RATIOS:
        raise not_found()
    return queries.measure(key), _node(request.actor, asked.node), _period(asked.period), _day(asked.as_of)


def _node(actor: Actor, code: str) -> Org:
    """A union at or below one's posts; without a code the highest of them."""
    sight = [under(seat.path) for seat in actor.seats]
    orgs = Org.objects.filter(Q(*sight, _connector=Q.OR)).order_by("path") if sight else Org.objects.none()
    node = orgs.filter(code=code).first() if code else orgs.first()
    if node is None:
        raise not_found()
    return node


def _period(text: str) -> Period:
    if not text:
        from zhijia.kernel.day import today

        return Period.year(today().year)
    plain = FORMS[len(text)].format(text) if len(text) in FORMS and text[0].isdigit() else text
    try:
        period = Period.from_key(plain) if plain.isascii() else None
    except (ValueError, OverflowError):
        period = None
    if period is None or period.start.year not in YEARS or period.last.year not in YEARS:
        raise BadQuery(
            _("“period” is a year, month or day between 1949 and 2100, such as 2026, 2026-03 or 2026-03-31.")
        )
    return period


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise BadQuery(_("“as_of” is a day between 1949 and 2100, such as 2026-03-31."))
    return day
