"""A world to walk through: every role at every place, and one entry of everything with what hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import SINCE, Cast, build
from tests.contract.factories import EXAMPLES, PERSON, RELIEF, ROOM
from tests.evidence.pictures import picture
from zhijia.directory import services as directory
from zhijia.evidence import services as evidence
from zhijia.evidence.models import Attachment, Channel, Request
from zhijia.kernel.day import today
from zhijia.plans.models import Item, Plan, Target
from zhijia.plans.points import add_point
from zhijia.registry import services
from zhijia.sheets import services as sheets
from zhijia.sheets.columns import own_sheet
from zhijia.sheets.errands import ask
from zhijia.sheets.models import Draft, Load
from zhijia.tree.actor import ANONYMOUS, Actor, actor_of
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org, Post, User

#: from the entries' own union outwards: above it, beside it, in the other county
PLACES = ("gas", "river", "city", "farm", "hill", "mill")
ANYBODY = "anonymous"


@dataclass
class World:
    """The cast, who acts (by name), and one object of each kind with what must stay hidden from others."""

    cast: Cast
    users: dict[str, User] = field(default_factory=dict)
    entries: dict[str, Any] = field(default_factory=dict)
    attachment: Attachment | None = None
    call: Request | None = None
    drafts: dict[str, Draft] = field(default_factory=dict)
    errands: dict[str, UUID] = field(default_factory=dict)
    loads: dict[str, UUID] = field(default_factory=dict)
    target: Target | None = None
    point: Item | None = None

    def actor(self, name: str) -> Actor:
        """Who acts under a name, with the posts of today."""
        return ANONYMOUS if name == ANYBODY else actor_of(self.users[name])

    @property
    def names(self) -> list[str]:
        """Everybody who acts, nobody first."""
        return [ANYBODY, *self.users]

    def foreign(self, name: str) -> set[str]:
        """The names of unions neither above nor below any post of the actor, nor the worker's own."""
        actor = self.actor(name)
        mine = {seat.path for seat in actor.seats}
        person = getattr(self.users.get(name), "person", None)
        if person is not None:
            mine.add(person.path)
        orgs = Org.objects.values_list("path", "name")
        return {
            org for path, org in orgs if not any(path.startswith(one) or one.startswith(path) for one in mine)
        }


def made() -> World:
    """The whole world in the present database."""
    world = World(build())
    _users(world)
    # One password for all: a hash takes its time, and what it protects is tested elsewhere.
    User.objects.exclude(username="li").update(password=make_password("matrix-of-the-house"))
    for user in world.users.values():
        user.refresh_from_db()
    _entries(world)
    _elsewhere(world)
    _evidence(world)
    _plan(world)
    return world


def _users(world: World) -> None:
    cast = world.cast
    for place in PLACES:
        for role in Role:
            user = User.objects.create_user(f"{role}@{place}", None, name=f"某{role.label}")
            Post.objects.create(user=user, org=cast.orgs[place], role=role, valid_from=SINCE)
            world.users[user.username] = user
    ended = User.objects.create_user("ended@gas", None, name="卸任者")
    spans = {"ended@gas": (SINCE, today()), "future@gas": (today() + timedelta(days=1), None)}
    world.users["ended@gas"] = ended
    world.users["future@gas"] = User.objects.create_user("future@gas", None, name="候任者")
    for name, (first, end) in spans.items():
        for role in (Role.OFFICER, Role.LEADER):
            Post.objects.create(
                user=world.users[name], org=cast.orgs["gas"], role=role, valid_from=first, valid_to=end
            )
    world.users["wang"] = cast.users["wang"]
    world.users["stranger"] = cast.users["stranger"]
    other = User.objects.create_user("li", None, name="李秀英")
    directory.give_account(cast.people["li"], other, by=cast.actor("hill.officer"))
    world.users["li"] = User.objects.get(pk=other.pk)
    world.users["wang"] = User.objects.get(pk=cast.users["wang"].pk)


#: registers with steps of the person an entry is about, and the field that names them
PERSON_OF = {
    "activities.invitation": "person",
    "assistance.schooling": "worker",
    "contracts.contract": "delegate",
    "contracts.visit": "host",
    "directory.leaving": "person",
    "directory.transfer": "person",
}


def _entries(world: World) -> None:
    wang = world.cast.people["wang"]
    # examples of one room build on one another: each gets a number of its own there
    numbers: defaultdict[str, Iterator[int]] = defaultdict(count)
    for key, example in EXAMPLES.items():
        number = next(numbers[example.register.room])
        if example in (RELIEF, ROOM):
            continue
        wangs = {PERSON_OF[key]: wang} if key in PERSON_OF else {}
        world.entries[key] = example.add(world.cast, number, **wangs)
    world.entries["facilities.readingroom"] = ROOM.add(world.cast, 0, witness=wang)
    world.entries["assistance.relief"] = RELIEF.add(world.cast, 0, worker=wang)


def _elsewhere(world: World) -> None:
    """Entries of the other county, so that a list has something to leak."""
    cast = world.cast
    mill, li = cast.orgs["mill"], cast.people["li"]
    PERSON.add(cast, 9, by="mill.officer", org=mill, name="贺兰山")
    RELIEF.add(cast, 5, by="mill.officer", org=mill, worker=li)
    ROOM.add(cast, 5, by="mill.officer", org=mill, name="北山纺织厂职工书屋", witness=li)
    values = {"org": cast.orgs["hill"], "title": "北山县总工会工作要点", "year": 2025}
    services.add(Plan.register, values, by=cast.actor("hill.officer"))


def _evidence(world: World) -> None:
    cast = world.cast
    room = world.entries["facilities.readingroom"]
    photo = SimpleUploadedFile("shuwu.jpg", picture(seed=11), content_type="image/jpeg")
    world.attachment = evidence.attach(room, photo, by=cast.actor("gas.officer"))
    room.refresh_from_db()
    world.call = evidence.ask(room, by=cast.actor("gas.officer"), channel=Channel.CALL)
    for key, example in EXAMPLES.items():
        content = {"rows": [], "formulas": []}
        draft = sheets.keep(own_sheet(example.register), "list.xlsx", content, by=cast.actor(example.by))
        world.drafts[key] = draft
        taken = Load.objects.create(
            sheet=own_sheet(example.register).key, digest=key[:64], source="list.xlsx", rows=1, by=None
        )
        work = ask("look", example.register, "list.xlsx", by=cast.actor(example.by), draft=draft)
        world.errands[key], world.loads[key] = work.uid, taken.uid


def _plan(world: World) -> None:
    """A target of the city that is followed."""
    by = world.cast.actor("city.officer")
    plan = services.add(
        Plan.register, {"org": world.cast.orgs["city"], "title": "云川市总工会工作要点", "year": 2025}, by=by
    )
    values = {
        "plan": plan,
        "label": "新建职工书屋21家",
        "operator": ">=",
        "value": 21,
        "unit": "家",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
        "indicator": "read_new",
    }
    target = services.add(Target.register, values, by=by)
    draft = world.entries["plans.plan"]
    point = {"number": "1", "heading": "建设职工书屋", "text": "新建一批职工书屋。"}
    world.point = add_point(draft, **point, by=world.cast.actor("city.officer"), version=draft.version)
    world.target = services.move(target, "confirm", by=by, version=target.version)
    services.move(plan, "issue", by=by, version=plan.version)
