"""Builds the demonstration once, all of it or nothing, and tells how far it stands."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.journal import sealer
from zhijia.kernel.day import today
from zhijia.site.demo import (
    calling,
    campaigning,
    cast,
    changing,
    handing,
    loading,
    messaging,
    places,
    planning,
    rooms,
    statistics,
)
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.size import SIZES, Days, Size, days_until
from zhijia.site.demo.stories import Stories
from zhijia.site.demo.world import World, world
from zhijia.tally import services as tally
from zhijia.tree import services as tree
from zhijia.tree.models import Org, User

Say = Callable[[str], None]


class NotADemo(Exception):
    """The database holds something else than a demonstration."""

    def __str__(self) -> str:
        return _(
            "This database is in use and is no demonstration: nothing was changed. Give the demo a place of "
            "its own, for example ZHIJIA_DATA=var/demo without DATABASE_URL."
        )


@dataclass
class Steps:
    """The steps of a build with their seconds, told one by one."""

    say: Say
    taken: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step, told when it is done."""
        began = time.perf_counter()
        yield
        self.taken.append((name, time.perf_counter() - began))
        self.say(f"{name}  {self.taken[-1][1]:.1f} s")


def demo(*, size: str = "city", say: Say = print) -> bool:
    """Fills an empty database with the demonstration, or finds it there; whether it was built.

    Raises NotADemo when the database holds anything else.
    """
    if stands():
        say(_("The demonstration stands already; nothing is built anew."))
        return False
    if not is_empty():
        raise NotADemo
    _build(SIZES[size], days_until(today()), Steps(say))
    return True


def is_empty() -> bool:
    """Whether there is neither an organisation nor an account."""
    return not Org.objects.exists() and not User.objects.exists()


def stands() -> bool:
    """Whether this very demonstration was built here."""
    return (
        cast.is_written_down() and Org.objects.filter(code=places.CITY_CODE, name=places.CITY_NAME).exists()
    )


def _build(size: Size, days: Days, steps: Steps) -> None:
    """Everything in one transaction: a build that is broken off leaves nothing behind."""
    # the rows of a list refer to each other: looking for garbage among them costs a fifth of the time
    gc.disable()
    try:
        with transaction.atomic():
            _fill(size, days, steps)
            cast.write_down()
        with steps.step(_("messages delivered")):
            messaging.deliver()
        with steps.step(_("journal sealed")):
            sealer.seal_now()
    finally:
        gc.enable()


def _fill(size: Size, days: Days, steps: Steps) -> None:
    with steps.step(_("drawn by lot")):
        drawn = world(size, days)
    with steps.step(_("unions and accounts")):
        city = _unions(drawn)
    by = cast.acts("city.officer")
    with steps.step(_("plan read and issued")):
        planning.issue_plan(days, org=city, by=by)
        if days.year < today().year:
            planning.draft_plan(today().year, org=city, by=by)
    with steps.step(_("employers")):
        loading.load_employers(drawn, by)
        loading.load_bases(drawn, by)
    with steps.step(_("members")):
        loading.load_members(drawn, by)
    _deeds(drawn, steps)
    with steps.step(_("every figure counted")):
        tally.ensure_today()
        tally.recount_all()
    _between_levels(days, city, steps)


def _between_levels(days: Days, city: Org, steps: Steps) -> None:
    """What the city asks of the unions below, and what they answer."""
    with steps.step(_("targets handed down")):
        handing.load(days, city)
    with steps.step(_("plans called for")):
        calling.load(days, city)
    with steps.step(_("campaigns")):
        campaigning.load(days, city)
    with steps.step(_("yearly returns")):
        statistics.load(days, city)
    with steps.step(_("messages")):
        messaging.load()


def _unions(drawn: World) -> Org:
    """The city federation, its officer, the list of unions, then everybody else's accounts."""
    first = drawn.unions[0]
    city = tree.found(
        code=first.code, name=first.name, kind=first.kind, parent=None, opened_on=first.founded_on
    )
    since = drawn.days.first.replace(year=drawn.days.year - 1)
    cast.enrol(since)
    loading.load_unions(drawn, cast.acts("city.officer"))
    cast.enrol(since)
    return city


def _deeds(drawn: World, steps: Steps) -> None:
    answers = Answers()
    with steps.step(_("relief and reading rooms")):
        made = [*loading.load_reliefs(drawn), *loading.load_rooms(drawn)]
    with steps.step(_("proof")):
        answers.prove(made)
    with steps.step(_("workers' answers")):
        answers.answer(made)
    for name, load in rooms.loaders():
        with steps.step(name):
            load(drawn, answers)
    with steps.step(_("what waits for the cast")):
        Stories(drawn.days, answers).tell()
    with steps.step(_("changes of the directory")):
        changing.load(drawn.days)
