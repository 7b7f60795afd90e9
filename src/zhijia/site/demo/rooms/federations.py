"""Regional and sectoral federations founded in the year: with their approval, without the document, too early."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from zhijia.directory import services as directory
from zhijia.evidence import services as evidence
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.witnesses import paper
from zhijia.site.demo.world import World
from zhijia.tree.kinds import OrgKind

#: the room these entries belong to
ROOM = "directory"
REGION, SECTOR = OrgKind.REGIONAL_FEDERATION, OrgKind.SECTOR_FEDERATION
#: county, name, kind, and whether the document is on file; the share of the year at which each was founded
FOUNDED = (
    ("YC01", "滨江片区工会联合会", REGION, True, 0.18),
    ("YC03", "餐饮行业工会联合会", SECTOR, True, 0.34),
    ("YC04", "物流行业工会联合会", SECTOR, True, 0.47),
    ("YC02", "商贸城片区工会联合会", REGION, True, 0.66),
    ("YC05", "建材行业工会联合会", SECTOR, False, 0.82),
    ("YC06", "茶产业工会联合会", SECTOR, None, 0.9),
)


def load(world: World, answers: Answers) -> None:
    """The federations of the demonstration; one has no document on file, one has no approval at all."""
    places, days = orgs(), world.days
    span = (days.last - days.first).days
    for at, (county, name, kind, document, share) in enumerate(FOUNDED, 1):
        by = answers.actor(officer_of(county))
        day = days.first + timedelta(days=round(span * share))
        place = places[county]
        values: dict[str, Any] = {
            "code": f"{county}F{at:02}",
            "name": f"{place.name.removesuffix('总工会')}{name}",
            "kind": kind.value,
            "approved_by": place,
            "founded_on": day,
            "set_up": "federation",
        }
        if document is not None:
            number = f"{place.name[:1]}工组〔{day.year}〕{at + 3}号"
            values |= {"approval_number": number, "approved_on": day - timedelta(days=6)}
        union = directory.found_union(values, by=by)
        if document:
            title = f"关于同意成立{union.name}的批复"
            evidence.attach(union, paper(title, [values["approval_number"], day.isoformat()]), by=by)
