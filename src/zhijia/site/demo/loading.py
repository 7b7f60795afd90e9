"""Takes the world in through the lists people import: unions, employers, members, relief, reading rooms."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhijia.assistance.models import Relief
from zhijia.directory.models import Coverage, Denominator, Membership, Person, PersonFact, Unit, UnitFact
from zhijia.facilities.models import ReadingRoom
from zhijia.kernel.uid import uuid7
from zhijia.registry import services
from zhijia.registry.bulk import add_many
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.distinct import chunks
from zhijia.registry.register import register_of
from zhijia.sheets.columns import sheet_called
from zhijia.site.demo.cast import acts, officer_of
from zhijia.site.demo.employers import facts_of
from zhijia.site.demo.happenings import Deed
from zhijia.site.demo.people import PersonRow
from zhijia.site.demo.world import World
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

Rows = Sequence[Mapping[str, Any]]


def _about(name: str, rows: Rows, by: Actor) -> dict[str, Any]:
    """Who imports which list: the digest is over what the list says."""
    digest = hashlib.sha256(json.dumps([list(map(str, row.values())) for row in rows]).encode()).hexdigest()
    return {"by": by, "source": f"{name}.xlsx", "source_digest": digest}


def _numbered(rows: Rows) -> list[int]:
    """The numbers of lines below a heading."""
    return list(range(2, len(rows) + 2))


def orgs() -> dict[str, Org]:
    """Every organisation by its code."""
    return {org.code: org for org in Org.objects.all()}


def load_unions(world: World, by: Actor) -> int:
    """The list of unions; the city federation itself stands already."""
    rows = [one.values for one in world.unions]
    return sheet_called("unions").make(rows, numbers=_numbered(rows), **_about("工会名录", rows, by))


def load_employers(world: World, by: Actor) -> int:
    """The list of employers with their numbers, who covers them, and the numbers from outside."""
    places = orgs()
    uids = [uuid7() for _unit in world.units]
    rows: list[dict[str, Any]] = [
        {
            "uid": uid,
            "org": places[one.keeper],
            "name": one.name,
            "social_credit_code": one.code,
            "industry": one.industry,
            "place_kind": one.place_kind,
        }
        for uid, one in zip(uids, world.units, strict=True)
    ]
    made = add_many(register_of(Unit), rows, **_about("单位名录", rows, by))
    units = {unit.social_credit_code: unit for unit in Unit.objects.select_related("org")}
    facts = [{**fact, "unit": units[one.code]} for one in world.units for fact in facts_of(one, world.days)]
    add_many(register_of(UnitFact), facts, **_about("单位职工数", facts, by))
    covers = [
        {"org": places[one.covered_by], "unit": units[one.code], "valid_from": one.covered_from}
        for one in world.units
        if one.covered_by
    ]
    add_many(register_of(Coverage), covers, **_about("工会覆盖单位", covers, by))
    return made


def load_bases(world: World, by: Actor) -> int:
    """Workers and enterprises of each place, with source and date, approved by the city's leader."""
    places, year = orgs(), world.days.year
    source = {"workers": f"市统计局{year - 1}年统计年报", "enterprises": "市市场监督管理局登记数据"}
    rows = [
        {
            "org": places[one.org],
            "kind": one.kind,
            "number": one.number,
            "valid_from": date(year - 1, 1, 1),
            "source": source[one.kind],
            "source_on": date(year - 2, 12, 31),
        }
        for one in world.bases
    ]
    made = add_many(register_of(Denominator), rows, **_about("基数", rows, by))
    for proposed in Denominator.objects.filter(state="proposed").select_related("org"):
        services.move(proposed, "approve", by=acts("city.leader"), version=proposed.version)
    return made


def _person(row: PersonRow, places: Mapping[str, Org]) -> dict[str, Any]:
    return {
        "org": places[row.union],
        "name": row.name,
        "id_number": row.id_number,
        "phone": row.phone,
    }


def load_members(world: World, by: Actor) -> int:
    """The list of members, then those who left or came from another union with their former stays."""
    places = orgs()
    plain = [row for row in world.people if row.is_plain]
    rows = [
        {
            **_person(row, places),
            "migrant_worker": row.migrant,
            "valid_from": row.stays[0].joined_on,
            "join_kind": row.stays[0].joined,
        }
        for row in plain
    ]
    made = sheet_called("members").make(rows, numbers=_numbered(rows), **_about("会员名册", rows, by))
    changed = [row for row in world.people if not row.is_plain]
    people = [_person(row, places) for row in changed]
    add_many(register_of(Person), people, **_about("会员变动人员", people, by))
    held = people_of(changed)
    stays = [
        {**stay.values, "org": places[stay.union], "person": held[row.id_number]}
        for row in changed
        for stay in row.stays
    ]
    facts = _migrants(changed, held)
    add_many(register_of(PersonFact), facts, **_about("会员变动群体", facts, by))
    return made + add_many(register_of(Membership), stays, **_about("会员变动", stays, by))


def _migrants(rows: Sequence[PersonRow], held: Mapping[str, Person]) -> list[dict[str, Any]]:
    """Who of them is a migrant worker, since joining first."""
    about = {"what": "migrant", "source": "members"}
    return [
        {**about, "person": held[row.id_number], "valid_from": row.stays[0].joined_on}
        for row in rows
        if row.migrant
    ]


def people_of(rows: Sequence[PersonRow]) -> dict[str, Person]:
    """The people on file by the number of their document."""
    hashes = {keyed_hash(f"resident|{row.id_number}"): row.id_number for row in rows}
    found = {}
    for some in chunks(sorted(hashes)):
        held = Person.objects.filter(id_kind="resident", id_hash__in=some).exclude(id_hash="")
        found |= {hashes[person.id_hash]: person for person in held.select_related("org")}
    return found


Made = tuple[Deed, Any]


def load_reliefs(world: World) -> list[Made]:
    """The year's relief, each county's list by its own officer; gives deed and entry."""
    return _load_deeds(Relief, world.reliefs, "worker", "困难职工救助台账")


def load_rooms(world: World) -> list[Made]:
    """The reading rooms, each county's list by its own officer."""
    return _load_deeds(ReadingRoom, world.rooms, "witness", "职工书屋台账")


def _load_deeds(model: Any, deeds: Sequence[Deed], person: str, name: str) -> list[Made]:
    places, people = orgs(), people_of([deed.person for deed in deeds])
    branches: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        branches[deed.branch].append(deed)
    made = []
    for branch, some in sorted(branches.items()):
        rows = [
            {
                **deed.values,
                "uid": uuid7(),
                "org": places[deed.union],
                person: people[deed.person.id_number],
            }
            for deed in some
        ]
        add_many(register_of(model), rows, **_about(f"{name}-{branch}", rows, acts(officer_of(branch))))
        held = model.objects.select_related("org", person).in_bulk(
            [row["uid"] for row in rows], field_name="uid"
        )
        made += [(deed, held[row["uid"]]) for deed, row in zip(some, rows, strict=True)]
    return made
