"""Entries of project sites, of those posted there, of home leave and family visits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import FOUNDED_ON, NO_NUMBER, Cast
from tests.contract.example import DAY, Example, Values, added, at
from zhijia.directory.models import Person, Site
from zhijia.registry import services
from zhijia.tree.models import Org

OFFICER = "gas.officer"
OPENED = DAY - timedelta(days=300)


def _site(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "name": f"青河隧道第{number + 1}标段项目部",
        "place": "邻省青河县石门镇",
        "distance_km": 860,
        "happened_on": OPENED,
        "contact": "高师傅",
        "contact_phone": "13800000002",
    }


def site(cast: Cast, number: int = 90, **values: Any) -> Any:
    """A site that is open, the same for the same number."""
    known = Site.objects.filter(name=_site(cast, number)["name"]).first()
    return known or SITE.add(cast, number, **values)


def closed(cast: Cast, number: int = 91) -> Any:
    made = site(cast, number)
    told = {"values": {"closed_on": DAY}, "reason": "工程竣工"}
    return services.move(made, "close", by=cast.actor(OFFICER), version=made.version, **told)


def worker(cast: Cast, number: int) -> Any:
    values = {"org": cast.orgs["gas"], "name": f"外派{number}", "phone": f"1370099{number:04d}", **NO_NUMBER}
    known = Person.objects.filter(name=values["name"]).first()
    return known or services.add(Person.register, values, by=cast.actor(OFFICER))


def _posting(cast: Cast, number: int) -> Values:
    return {"site": site(cast), "person": worker(cast, number), "work": "电焊工", "valid_from": OPENED}


def posted(cast: Cast, number: int) -> Any:
    """Somebody at the site, posted once."""
    person = worker(cast, number)
    return person.site_postings.first() or POSTING.add(cast, number)


def _reunion(cast: Cast, number: int) -> Values:
    person = posted(cast, number).person
    days = {"happened_on": DAY, "ends_on": DAY + timedelta(days=9)}
    return {"site": site(cast), "person": person, "kind": "home_leave", **days}


def _second_place(cast: Cast) -> Any:
    POSTING.add(cast, 50)
    return POSTING.add(cast, 50, site=site(cast, 92))


def _same_days(cast: Cast) -> Any:
    REUNION.add(cast, 60)
    return REUNION.add(cast, 60, happened_on=DAY + timedelta(days=5), ends_on=DAY + timedelta(days=15))


def _of_closed_union(cast: Cast) -> Any:
    Org.objects.filter(pk=cast.orgs["gas"].pk).update(closed_on=DAY)
    return SITE.add(cast, 71, org=Org.objects.get(pk=cast.orgs["gas"].pk))


def _ended_before_home_leave(cast: Cast) -> Any:
    REUNION.add(cast, 63)
    held = posted(cast, 63)
    return services.change(held, {"valid_to": DAY}, by=cast.actor(OFFICER), version=held.version)


def _opened_after_people(cast: Cast) -> Any:
    held = posted(cast, 70).site
    return services.change(held, {"happened_on": DAY}, by=cast.actor(OFFICER), version=held.version)


SITE = Example(
    "directory.site",
    OFFICER,
    "gas",
    _site,
    {
        "refuse_before_founding": added("directory.site", happened_on=FOUNDED_ON - timedelta(days=1)),
        "refuse_gone_union": _of_closed_union,
        "refuse_second": lambda cast: [SITE.add(cast, 3), SITE.add(cast, 3)],
        "refuse_group": added("directory.site", group=at("farm")),
        "refuse_days": added("directory.site", expected_close_on=OPENED),
        "refuse_people_outside": _opened_after_people,
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"]},
)
POSTING = Example(
    "directory.posting",
    OFFICER,
    "gas",
    _posting,
    {
        "refuse_outside_site": lambda cast: POSTING.add(cast, 51, site=closed(cast)),
        "refuse_elsewhere": _second_place,
        "refuse_reunion_left": _ended_before_home_leave,
    },
)
REUNION = Example(
    "directory.reunion",
    OFFICER,
    "gas",
    _reunion,
    {
        "refuse_not_posted": lambda cast: REUNION.add(cast, 61, person=worker(cast, 62)),
        "refuse_same_days": _same_days,
    },
)
EXAMPLES = (SITE, POSTING, REUNION)
