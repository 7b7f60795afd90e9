"""Meetings of the demonstration: held and minuted by each county, one waiting for its minutes, some ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from zhijia.activities.models import Delegation, Invitation, Meeting
from zhijia.office.services import give_task
from zhijia.registry import services as registry
from zhijia.site.demo import words
from zhijia.site.demo.cast import acts
from zhijia.site.demo.places import GAS
from zhijia.site.demo.rooms.activities.pool import Branch, Pool
from zhijia.tree.models import Org
from zhijia.tree.paths import under

#: people called to one meeting, and how many of them only signed the paper list
CALLED, ON_PAPER = 10, 2
#: kind, title, agenda, and what is decided
About = tuple[str, str, str, str]
HELD: tuple[About, ...] = (
    (
        "promotion",
        "工资集体协商工作推进会",
        "通报签约进度\n交流经验\n部署下一步工作",
        "十月底前完成未签约企业摸底",
    ),
    ("joint", "劳动关系三方联席会议", "研判劳动关系形势\n讨论欠薪案件", "联合检查建筑工地工资专户"),
    ("on_site", "职工书屋建设现场会", "参观示范书屋\n交流建设办法", "每个乡镇上报一家建设单位"),
)
SAID = "会议听取了各单位工作情况汇报。\n与会人员围绕议程作了讨论，一致同意按分工抓好落实。"


def load(pool: Pool) -> None:
    """Every county's meetings, those of the gas company, and what the city has called."""
    counties = [code for code, _name, _vigour in words.COUNTIES if code in pool.branches]
    for place, code in enumerate(counties):
        branch = pool.branches[code]
        for number in range(1 if pool.is_small else 2):
            _held(pool, branch, number, HELD[(place + number) % len(HELD)], minuted=(place, number) != (2, 0))
    _planned(pool, counties)


def _meeting(org: Org, by: Any, about: About, day: Any) -> Meeting:
    kind, title, agenda, _task = about
    values = {
        "org": org,
        "title": title,
        "kind": kind,
        "happened_on": day,
        "begins": "09:00",
        "place": "总工会三楼会议室",
        "agenda": agenda,
        "expected": CALLED + 2,
    }
    made: Meeting = registry.add(Meeting.register, values, by=by)  # type: ignore[attr-defined]
    return made


def _held(pool: Pool, branch: Branch, number: int, about: About, *, minuted: bool) -> None:
    by, day = branch.by, pool.day()
    meeting = _moved(_meeting(branch.org, by, about, day), "begin", by)
    members = pool.members().filter(under(branch.org.path, "org__"))
    people = [row.person for row in members[CALLED * number : CALLED * (number + 1)]]
    rows = [
        {
            "meeting": meeting,
            "person": person,
            "part": "attends",
            "way": "paper" if at < ON_PAPER else "invited",
        }
        for at, person in enumerate(people)
    ]
    pool.listed(Invitation, rows, by, f"参会人-{branch.code}-{number}")
    pool.prove(meeting, meeting.title, [branch.org.name, f"{day}  签到"], by)
    listed = Invitation.objects.filter(meeting=meeting, way="invited").select_related("org", "person")
    pool.hear(list(listed.order_by("pk")), by)
    held = _moved(meeting, "hold", by)
    if not minuted:
        return
    _decided(held, by, about[3])
    said = {"led_by": "县总工会负责人", "minuted_by": "办公室", "minutes": SAID}
    _moved(held, "minute", by, values=said)


def _decided(meeting: Meeting, by: Any, title: str) -> None:
    due = meeting.happened_on + timedelta(days=45)
    give_task(
        title,
        by=by,
        org=meeting.org,
        issuer=meeting.org,
        happened_on=meeting.happened_on,
        due_on=due,
        source=meeting,
    )


def _moved(meeting: Meeting, key: str, by: Any, **more: Any) -> Meeting:
    meeting.refresh_from_db()
    moved: Meeting = registry.move(meeting, key, by=by, version=meeting.version, **more)
    return moved


def _planned(pool: Pool, counties: list[str]) -> None:
    """The city calls its counties, the gas company its own people."""
    last = pool.days.last
    city = acts("city.officer")
    whole = Org.objects.get(parent=None)
    called = _meeting(whole, city, HELD[0], last + timedelta(days=9))
    for code in counties:
        values = {"meeting": called, "guest": pool.places[code], "seats": 2}
        registry.add(Delegation.register, values, by=city)  # type: ignore[attr-defined]
    gas = acts("gas.officer")
    org = Org.objects.get(code=GAS)
    own = _meeting(org, gas, HELD[2], last + timedelta(days=4))
    members = [row.person for row in pool.members().filter(org=org)[:CALLED]]
    rows = [{"meeting": own, "person": person, "part": "attends", "way": "invited"} for person in members]
    pool.listed(Invitation, rows, gas, "参会人-燃气公司")
