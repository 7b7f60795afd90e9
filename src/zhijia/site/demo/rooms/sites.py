"""Project sites far from home: 小刘's tunnel, a reservoir that should be finished, a road that is, a pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from zhijia.directory.models import Membership, Person, Posting, Reunion, Site, Unit
from zhijia.directory.sites.bringing import bring
from zhijia.evidence import services as evidence
from zhijia.registry.register import register_of
from zhijia.registry.services import add, move
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.crowds import ask_all, everybody_says
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.places import FARM, GAS, KNOWN, SITE
from zhijia.site.demo.witnesses import paper
from zhijia.site.demo.world import World
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

#: the room these entries belong to
ROOM = "directory"
TRADES = ("隧道工", "电焊工", "测量员", "钢筋工", "混凝土工", "机修工", "安全员", "炊事员", "资料员")
#: members of the building union from this place on its list, after those whom other stories need
FROM = 28


class Tale:
    """The sites of one union, told by its officer, counted back from the last day of the demonstration."""

    def __init__(self, union: Org, by: Actor, last: date):
        self.union, self.by, self.last = union, by, last

    def ago(self, days: int) -> date:
        return self.last - timedelta(days=days)

    def site(self, name: str, place: str, opened: int, closes: int, **values: Any) -> Site:
        """A site opened so many days ago, expected to close so many days after the last one."""
        employer = next(one[4] for one in KNOWN if one[0] == self.union.code)
        given = {"org": self.union, "name": name, "place": place, "happened_on": self.ago(opened)}
        given |= {"unit": Unit.objects.filter(name=employer).first(), "expected_close_on": self.ago(-closes)}
        made: Site = add(register_of(Site), given | values, by=self.by)
        return made

    def post(self, site: Site, people: Sequence[Person], days: int, until: int | None = None) -> None:
        """People at the site since so many days ago."""
        for number, person in enumerate(people):
            values = {"site": site, "person": person, "work": TRADES[number % len(TRADES)]}
            values |= {"valid_from": self.ago(days), "valid_to": None if until is None else self.ago(until)}
            add(register_of(Posting), values, by=self.by)

    def reunion(self, site: Site, person: Person, days: int, length: int, *, visit: bool = False) -> Reunion:
        """A home leave or a visit that began so many days ago, with its slip."""
        values = {"site": site, "person": person, "kind": "family_visit" if visit else "home_leave"}
        values |= {"happened_on": self.ago(days), "ends_on": self.ago(days - length)}
        values |= {"note": "妻子带孩子来队，住项目部探亲房" if visit else ""}
        made: Reunion = add(register_of(Reunion), values, by=self.by)
        title = "探亲房登记簿" if visit else "职工探亲休假单"
        lines = [site.name, f"{made.happened_on} 至 {made.ends_on}", f"第{person.pk}号"]
        evidence.attach(made, paper(title, lines), by=self.by)
        return made


def load(world: World, answers: Answers) -> None:
    """小刘's three sites and the gas company's one."""
    places, last = orgs(), world.days.last
    liu = Tale(places[SITE], answers.actor("liu"), last)
    own = _people(places[SITE], FROM, 15)
    tunnel = liu.site(
        "青河隧道三标段项目部",
        "邻省青河县石门镇，高铁转长途汽车约七小时",
        420,
        210,
        distance_km=860,
        contact="唐国栋（项目部办公室）",
        contact_phone="13000099971",
    )
    _road(liu, tunnel, own[:6])
    liu.post(tunnel, own[6:12], 400)
    for guest in _people(places[FARM], 40, 2):
        bring(tunnel, guest.name, guest.id_number, on=liu.ago(180), work="钢筋工", by=liu.by)
    reservoir = liu.site("云台水库除险加固项目部", "本省云台县水库管理处", 160, -45, distance_km=210)
    liu.post(reservoir, own[12:], 150)
    _home(liu, tunnel, own, answers)
    _gas(Tale(places[GAS], answers.actor("gas.officer"), last))


def _road(liu: Tale, tunnel: Site, people: Sequence[Person]) -> None:
    """A road that was finished: the site closed, half of its people went on to the tunnel the same day."""
    road = liu.site("南岭公路二标段项目部", "邻省南岭市北郊", 800, -100, distance_km=640)
    liu.post(road, people[:4], 780)
    liu.post(road, people[4:], 780, until=300)
    told = {"values": {"closed_on": liu.ago(95)}, "reason": "工程交工验收，项目部撤场"}
    move(road, "close", by=liu.by, version=road.version, **told)
    liu.post(tunnel, people[:3], 95)


def _home(liu: Tale, tunnel: Site, own: Sequence[Person], answers: Answers) -> None:
    """Who went home or had the family at the tunnel: most have said so, one not yet, some have not been home."""
    told = [liu.reunion(tunnel, person, 118 - 9 * number, 12) for number, person in enumerate(own[6:9])]
    told.append(liu.reunion(tunnel, own[0], 40, 5, visit=True))
    told.append(liu.reunion(tunnel, own[9], 30, 6, visit=True))
    everybody_says(told[:-1], answers=answers, by=liu.by)
    ask_all(told[-1:], by=liu.by)
    liu.reunion(tunnel, own[1], 4, 14)


def _gas(gas: Tale) -> None:
    """A pipeline far away, with somebody there who is no member yet."""
    site = gas.site(
        "青河天然气管线项目部",
        "邻省青河县城关镇",
        130,
        150,
        distance_km=840,
        contact="高站长",
        contact_phone="13000099972",
    )
    gas.post(site, _people(gas.union, 70, 3), 120)
    newcomer = Person.objects.filter(org=gas.union, user__username="ma")
    gas.post(site, list(newcomer), 60)


def _people(union: Org, first: int, count: int) -> list[Person]:
    """Members whom no other story needs."""
    rows = Membership.objects.filter(org=union, valid_to=None, person__user=None).exclude(person__id_hash="")
    held = rows.exclude(person__site_postings__isnull=False).select_related("person__org").order_by("pk")
    return [row.person for row in held[first : first + count]]
