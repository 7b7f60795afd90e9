"""Dues the unions handed in: most received, some on the way, one sent back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from zhijia.directory.models import Dues, Membership
from zhijia.evidence import services as evidence
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.registry.services import add, move
from zhijia.registry.stamping import stamp_many
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.places import GAS, SITE
from zhijia.site.demo.size import lots
from zhijia.site.demo.witnesses import paper
from zhijia.site.demo.world import World

#: the room these entries belong to
ROOM = "directory"
#: of a hundred unions so many have paid; so many vouchers are on file; fen a member and half-year
PAID, VOUCHERS, EACH = 64, 12, 30_00


def load(world: World, answers: Answers) -> None:
    """The first half's dues, paid within the year so far, by the lists of the counties."""
    draw, places, days = lots("dues"), orgs(), world.days
    rows: dict[str, list[dict[str, Any]]] = {}
    for union in world.unions:
        kept = union.is_base and places[union.code].closed_on is None and union.code not in (GAS, SITE)
        if kept and draw.randrange(100) < PAID and union.founded_on < days.first:
            members = Membership.objects.filter(org=places[union.code], valid_to=None).count()
            paid_on = days.first + timedelta(days=draw.randrange(max((days.last - days.first).days, 1)))
            row = {"org": places[union.code], "stream": "dues", "for_year": days.year, "part": "h1"}
            row |= {
                "amount": max(members, 1) * EACH,
                "happened_on": paid_on,
                "voucher": f"缴{draw.randrange(10**6):06}",
            }
            rows.setdefault(union.branch, []).append(row)
    for branch, some in sorted(rows.items()):
        _handed(branch, some, answers)
    _cast(days, places, answers)


def _handed(branch: str, rows: list[dict[str, Any]], answers: Answers) -> None:
    """A county's list, confirmed by the city, nine in ten."""
    by = answers.actor(officer_of(branch))
    add_many(register_of(Dues), rows, by=by, source=f"会费上缴-{branch}.xlsx", source_digest="")
    handed = Dues.objects.filter(org__in=[row["org"] for row in rows], state="handed")
    made = list(handed.select_related("org").order_by("pk"))
    for entry in made[: max(VOUCHERS // 7, 1)]:
        evidence.attach(entry, paper("会费缴款回单", [entry.org.name, entry.voucher]), by=by)
    made = list(Dues.objects.filter(pk__in=[entry.pk for entry in made]).select_related("org").order_by("pk"))
    arrived = [entry for place, entry in enumerate(made) if place % 10 != 9]
    if officer_of(branch) != "city.officer":
        confirming = answers.actor("city.officer")
        stamp_many(register_of(Dues), arrived, {"state": "received"}, by=confirming, verb="receive")


def _cast(days: Any, places: dict[str, Any], answers: Answers) -> None:
    """The gas company's is received, 小刘's was sent back for its voucher."""
    values = {"stream": "dues", "for_year": days.year, "part": "h1", "happened_on": days.ago(40)}
    gas = {"org": places[GAS], "amount": 9_600_00, "voucher": "缴000102", **values}
    paid = add(register_of(Dues), gas, by=answers.actor("gas.finance"))
    evidence.attach(paid, paper("会费缴款回单", [paid.org.name, "缴000102"]), by=answers.actor("gas.finance"))
    paid.refresh_from_db()
    move(paid, "receive", by=answers.actor("river.officer"), version=paid.version)
    site = {"org": places[SITE], "amount": 2_700_00, **values, "happened_on": days.ago(12)}
    sent = add(register_of(Dues), site, by=answers.actor("liu"))
    move(
        sent,
        "return",
        by=answers.actor("river.officer"),
        version=sent.version,
        reason="没有附银行回单，请补上",
    )
