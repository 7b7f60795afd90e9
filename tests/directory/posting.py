"""Sites and postings on the cast, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast
from zhijia.directory.models import Posting, Reunion, Site
from zhijia.kernel.day import today
from zhijia.registry.services import add, move

NOW = today()


def days(count: int) -> date:
    return NOW - timedelta(days=count)


def site(cast: Cast, name: str = "青河隧道项目部", by: str = "liu", org: str = "site", **values: Any) -> Site:
    given = {"org": cast.orgs[org], "name": name, "place": "邻省青河县", "happened_on": days(400)}
    return add(Site.register, given | values, by=cast.actor(by))


def post(cast: Cast, at: Site, key: str = "chen", by: str = "liu", **values: Any) -> Posting:
    given = {"site": at, "person": cast.people[key], "valid_from": days(300)}
    return add(Posting.register, given | values, by=cast.actor(by))


def reunion(cast: Cast, at: Site, key: str = "chen", by: str = "liu", **values: Any) -> Reunion:
    given = {"site": at, "person": cast.people[key], "kind": "home_leave"}
    given |= {"happened_on": days(60), "ends_on": days(50)}
    return add(Reunion.register, given | values, by=cast.actor(by))


def close(cast: Cast, at: Site, on: date, by: str = "liu") -> Site:
    told = {"values": {"closed_on": on}, "reason": "工程竣工，人员撤场"}
    return move(at, "close", by=cast.actor(by), version=at.version, **told)
