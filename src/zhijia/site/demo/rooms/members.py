"""Members who say so themselves, and who is on the way in, over and out."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from zhijia.directory import services as directory
from zhijia.directory.models import Application, Leaving, Membership, Person, Transfer
from zhijia.kernel.day import today
from zhijia.registry.register import register_of
from zhijia.registry.services import add, move
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import acts, officer_of
from zhijia.site.demo.crowds import ask_all, everybody_says
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.people import WANG
from zhijia.site.demo.places import FARM, GAS, MILL, SITE
from zhijia.site.demo.size import lots
from zhijia.site.demo.world import World
from zhijia.tree.actor import SYSTEM, Actor
from zhijia.tree.models import Org, User

#: the room these entries belong to
ROOM = "directory"
#: one union in so many has asked its members, and so many of a hundred of those have answered
ONE_IN, ANSWERED = 5, 78
#: the worker who is no member yet: account, name, telephone, born
NEWCOMER = ("ma", "马东来", "13000099901", "1996-05-09")


def load(world: World, answers: Answers) -> None:
    """The members' own words, then what waits for the cast."""
    draw, places = lots("members"), orgs()
    for number, union in enumerate(sorted(one.code for one in world.unions if one.is_base)):
        if number % ONE_IN == 0 and union not in (FARM, SITE):
            branch = next(one.branch for one in world.unions if one.code == union)
            _own_word(places[union], draw, answers, answers.actor(officer_of(branch)))
    _gas(places, answers)
    _others(places, answers)
    _lapsed(places[MILL], answers)


def _own_word(union: Org, draw: Random, answers: Answers, by: Actor) -> None:
    """Everybody of a union with a mobile number is asked by text message; most say yes."""
    rows = Membership.objects.filter(org=union, valid_to=None, confirmed_at=None).exclude(person__phone="")
    rows = rows.exclude(person__name=WANG[0]).select_related("org", "person__user").order_by("pk")
    asked = list(rows)
    everybody_says(
        [one for one in asked if draw.randrange(100) < ANSWERED], answers=answers, by=by, channel="link"
    )


def _gas(places: dict[str, Org], answers: Answers) -> None:
    """The gas company: its members asked, 王桂兰 not having answered; a newcomer, an application, a notice."""
    union, by = places[GAS], answers.actor("gas.officer")
    rows = list(Membership.objects.filter(org=union, valid_to=None, confirmed_at=None).order_by("pk"))
    known = [row for row in rows if row.person.phone and row.person.name != WANG[0]]
    everybody_says(known[: len(known) * ANSWERED // 100], answers=answers, by=by, channel="link")
    ask_all([row for row in rows if row.person.name == WANG[0]], by=by, channel="link")
    username, name, phone, born = NEWCOMER
    newcomer = _on_file(union, name, phone, born, by=by)
    directory.give_account(newcomer, User.objects.get(username=username), by=SYSTEM)
    applicant = _on_file(union, "龙小凤", "13000099902", "1999-11-20", by=by)
    values = {
        "org": union,
        "person": applicant,
        "workplace": "抢修二班（劳务派遣）",
        "note": "纸质申请书已存档",
        "came_by": "paper",
    }
    add(register_of(Application), {**values, "happened_on": _ago(3)}, by=by)
    leaver = _member(union, 40)
    values = {"org": union, "person": leaver.person, "note": "全家迁往外省", "came_by": "phone"}
    add(register_of(Leaving), {**values, "happened_on": _ago(2)}, by=by)


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


def _on_file(union: Org, name: str, phone: str, born: str, *, by: Actor) -> Person:
    """Somebody on file who is no member and has not told the number of the identity card."""
    values: dict[str, object] = {
        "org": union,
        "name": name,
        "phone": phone,
        "birth_on": date.fromisoformat(born),
    }
    values |= {"sex": "male" if name == NEWCOMER[1] else "female"}
    values |= {"id_number": "", "no_id_reason": "not_told"}
    found: Person = add(register_of(Person), values, by=by)
    return found


def _member(union: Org, place: int) -> Membership:
    """A member since long, whom no other story needs."""
    rows = Membership.objects.filter(org=union, valid_to=None, person__user=None).order_by("pk")
    found: Membership = list(rows.select_related("person", "org")[: place + 1])[-1]
    return found


def _others(places: dict[str, Org], answers: Answers) -> None:
    """One whom the gas company asks of the building site; one whom it has released to the farm."""
    coming = _member(places[SITE], 12).person
    directory.fetch_member(
        coming.name,
        coming.id_number,
        to=places[GAS],
        by=answers.actor("gas.officer"),
        note="工地完工，受聘到燃气公司",
    )
    by = answers.actor("gas.officer")
    values = {"person": _member(places[GAS], 60).person, "to": places[FARM], "happened_on": _ago(5)}
    going = add(register_of(Transfer), {**values, "note": "随配偶调往农场工作"}, by=by)
    move(going, "release", by=acts("gas.chair"), version=going.version)


def _lapsed(union: Org, answers: Answers) -> None:
    """A membership that lapsed, after the member had been spoken to."""
    held = _member(union, 30)
    directory.leave(
        held,
        on=_ago(6),
        kind="lapsed",
        by=answers.actor("mill.officer"),
        reason="自去年底起未交会费、未参加活动，车间工会小组今年三月、六月两次上门劝说未改变。",
    )
