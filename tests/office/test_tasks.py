"""A task from being given to being accepted, and on whose desk it stands meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from zhijia.desks.officer import desk
from zhijia.kernel.day import today
from zhijia.office.models import Task
from zhijia.office.queries import tasks_from
from zhijia.office.services import give_task
from zhijia.registry import services
from zhijia.registry.errors import Forbidden

pytestmark = pytest.mark.django_db


def given(cast: Cast, days: int = 7, **more: Any) -> Task:
    due_on = today() + timedelta(days=days)
    return give_task("上报名单", by=cast.actor("river.officer"), org=cast.orgs["gas"], due_on=due_on, **more)


def step(cast: Cast, task: Any, key: str, by: str, **more: Any) -> Any:
    task.refresh_from_db()
    return services.move(task, key, by=cast.actor(by), version=task.version, **more)


def piles(cast: Cast, by: str) -> dict[str, list[str]]:
    """What of tasks stands on a desk: its part of the page by the texts of the tasks."""
    page = desk.page(cast.actor(by))
    kinds = ("late", "to_do", "returned", "waiting")
    return {
        kind: texts
        for kind in kinds
        if (texts := [one.text for pile in page[kind] for one in pile.tasks if "office/task" in one.url])
    }


def test_it_goes_from_desk_to_desk(cast: Cast) -> None:
    task = given(cast)
    title = [task.title]
    assert piles(cast, "gas.officer") == {"to_do": title} and piles(cast, "liu") == {}
    assert piles(cast, "river.officer") == {"waiting": title} and piles(cast, "city.officer") == {}
    step(cast, task, "report", "gas.officer", values={"result": "已报"})
    assert piles(cast, "gas.officer") == {} and piles(cast, "river.officer") == {"to_do": title}
    step(cast, task, "return", "river.officer", reason="少了外来务工人员")
    assert piles(cast, "gas.officer") == {"returned": title} and piles(cast, "river.officer") == {
        "waiting": title
    }
    step(cast, task, "report", "gas.officer", values={"result": "已补齐"})
    step(cast, task, "accept", "river.officer")
    assert piles(cast, "gas.officer") == piles(cast, "river.officer") == {}


def test_a_late_one_shows_to_both(cast: Cast) -> None:
    task = given(cast, happened_on=today() - timedelta(days=9), days=-2)
    assert piles(cast, "gas.officer") == {"late": [task.title]}
    below = desk.page(cast.actor("city.officer"))["below"]
    assert [(one.org.name, one.count) for one in below] == [(cast.orgs["river"].name, 1)]


def test_a_task_for_a_post_is_nobody_elses(cast: Cast) -> None:
    task = given(cast, role="finance")
    assert piles(cast, "gas.officer") == {} and piles(cast, "gas.finance") == {"to_do": [task.title]}
    with pytest.raises(Forbidden):
        step(cast, task, "report", "gas.officer", values={"result": "已报"})


def test_it_knows_where_it_came_from_and_is_made_once(cast: Cast) -> None:
    meeting = given(cast)
    one = given(cast, source=meeting, uid=meeting.org.uid)
    assert given(cast, source=meeting, uid=meeting.org.uid).pk == one.pk
    assert [found.pk for found in tasks_from(meeting)] == [one.pk]
    assert one.source_kind == "office.task" and one.issuer == cast.orgs["river"]
