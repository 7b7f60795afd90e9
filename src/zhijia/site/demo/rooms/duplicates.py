"""People entered twice: by another union, with a slip of the pen, with the card as other paper; two brothers."""

from __future__ import annotations

from typing import Any

from zhijia.directory import services as directory
from zhijia.directory.merging import choices, pages
from zhijia.directory.merging.carrying import merge
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import Membership, Person
from zhijia.registry.register import register_of
from zhijia.registry.services import add
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.places import FARM, GAS, MILL, SITE
from zhijia.site.demo.world import World
from zhijia.tree.models import Org

#: the room these entries belong to
ROOM = "directory"
NO_NUMBER: dict[str, Any] = {"id_number": "", "no_id_reason": "not_told"}


def load(world: World, answers: Answers) -> None:
    """A handful of likely duplicates; one pair told apart, one merged already."""
    places, county = orgs(), answers.actor(officer_of("YC01"))
    by, city = answers.actor("gas.officer"), answers.actor("city.officer")
    day = world.days.ago(40)
    # entered anew by the gas company instead of asked for
    old = _member(places[SITE], 20)
    again = _again(old.person, places[GAS], by, phone="13000099911", **NO_NUMBER)
    directory.join(again, union=places[GAS], on=day, by=by)
    # a name heard on the telephone
    heard = _member(places[GAS], 25).person
    name = f"{heard.name[:2]}{'华' if heard.name[2:] != '华' else '桦'}"
    _again(heard, places[GAS], by, name=name, birth_on=None, **NO_NUMBER)
    # the identity card typed as other paper, so that nobody noticed
    twice = _member(places[MILL], 15).person
    _again(twice, places[FARM], answers.actor("farm.officer"), id_kind="other")
    # two brothers of one name in one union
    elder = _member(places[GAS], 35).person
    younger = _again(elder, places[GAS], by, phone="13000099912", birth_on=None, **NO_NUMBER)
    pages.tell_apart(elder, younger, by=by, reason="本单位确有两位同名职工，已当面核对")
    # one merged already
    first = _member(places[FARM], 8).person
    second = _again(first, places[FARM], county, phone="13000099913", **NO_NUMBER)
    answered = choices.preset(first, second)
    merge(Wish(first, second, choices.FIRST, "县总工会核对名册，电话确认是同一人", answered), by=city)


def _member(union: Org, place: int) -> Membership:
    """A member since long, whom no other story needs."""
    rows = Membership.objects.filter(org=union, valid_to=None, person__user=None).exclude(person__phone="")
    return list(rows.select_related("person", "org").order_by("pk")[: place + 1])[-1]


def _again(person: Person, union: Org, by: Any, **values: Any) -> Person:
    """The person put on file a second time by somebody who did not look."""
    names = ("name", "id_kind", "id_number", "birth_on", "sex", "phone")
    given = {name: getattr(person, name) for name in names} | {"org": union} | values
    made: Person = add(register_of(Person), given, by=by)
    return made
