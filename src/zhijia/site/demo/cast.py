"""Who can be tried in the demonstration: accounts with posts, and what each of them may see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password

from zhijia.site.demo import words
from zhijia.site.demo.places import CITY_CODE, FARM, GAS, MILL, SITE
from zhijia.tree.actor import Actor, actor_of
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org, Post, User

PASSWORD = "Zhijia-demo-2026"


@dataclass(frozen=True)
class Player:
    """One account: its posts as (role, code of the union); those with `what` are named on the log-in page.

    `post` and `what` are in Chinese and in English, `latin` is the name in letters.
    """

    username: str
    name: str
    latin: str
    posts: tuple[tuple[Role, str], ...]
    post: tuple[str, str] = ("", "")
    what: tuple[str, str] = ("", "")


CAST = (
    Player(
        "city.leader",
        "周明远",
        "Zhou Mingyuan",
        ((Role.LEADER, CITY_CODE),),
        ("市总工会领导", "leader of the city federation"),
        ("看全市计分板，点开每个数字背后的记录", "reads the city's scoreboard and opens every figure"),
    ),
    Player(
        "city.officer",
        "吴晓岚",
        "Wu Xiaolan",
        ((Role.OFFICER, CITY_CODE),),
        ("市总工会干部", "officer of the city federation"),
        (
            "确认要点中还没有决定的目标，管理全市名册",
            "decides on the plan's open targets and keeps the city's lists",
        ),
    ),
    Player(
        "city.auditor",
        "孙正",
        "Sun Zheng",
        ((Role.AUDITOR, CITY_CODE),),
        ("市总工会经审干部", "auditor of the city federation"),
        ("给没有手机的职工打印确认单", "prints confirmation slips for workers without a telephone"),
    ),
    Player(
        "river.officer",
        "郑文博",
        "Zheng Wenbo",
        ((Role.OFFICER, "YC01"),),
        ("临江县总工会干部", "officer of Linjiang county"),
        (
            "审批下级工会的救助，替别的工会电话回访",
            "approves relief of unions below and calls workers back for other unions",
        ),
    ),
    Player(
        "hill.officer",
        "蒋玉梅",
        "Jiang Yumei",
        ((Role.OFFICER, "YC02"),),
        ("北山县总工会干部", "officer of Beishan county"),
        (
            "判断一张用过的照片，替别的工会电话回访",
            "judges a photograph that was used before and calls workers back",
        ),
    ),
    Player(
        "farm.officer",
        "沈春生",
        "Shen Chunsheng",
        ((Role.OFFICER, FARM),),
        ("红星农场管理区工会干部", "officer of the farm district"),
        ("登记职工书屋，等职工确认", "records a reading room and waits for a worker's word"),
    ),
    Player(
        "gas.officer",
        "韩雪",
        "Han Xue",
        ((Role.OFFICER, GAS),),
        ("燃气公司工会干部", "officer of the gas company's union"),
        ("登记困难职工救助，看到哪一步了", "records relief and follows where it stands"),
    ),
    Player(
        "gas.chair",
        "杨建国",
        "Yang Jianguo",
        ((Role.CHAIR, GAS),),
        ("燃气公司工会主席", "chair of the gas company's union"),
        ("有两笔救助等着审批", "has two reliefs to approve"),
    ),
    Player(
        "gas.finance",
        "朱敏",
        "Zhu Min",
        ((Role.FINANCE, GAS),),
        ("燃气公司工会财务", "finance officer of the gas company's union"),
        ("有一笔已批准的救助要发放", "has an approved relief to pay"),
    ),
    Player(
        "gas.caseworker",
        "秦素琴",
        "Qin Suqin",
        ((Role.CASEWORKER, GAS),),
        ("燃气公司工会帮扶专员", "caseworker of the gas company's union"),
        ("有一笔退回的救助要补正", "has a returned relief to mend"),
    ),
    Player(
        "liu",
        "刘志强",
        "Liu Zhiqiang (Xiao Liu)",
        ((Role.OFFICER, SITE), (Role.CHAIR, SITE)),
        ("建筑工地工会干部（小刘）", "the building site's only union officer"),
        (
            "一笔救助被退回，一间书屋还没有人确认",
            "has a returned relief and a reading room nobody has confirmed",
        ),
    ),
    Player(
        "wang",
        "王桂兰",
        "Wang Guilan",
        (),
        ("燃气公司职工", "a worker of the gas company"),
        ("看到住院救助和生活救助，回答收到没有", "sees the help paid to her and says whether it arrived"),
    ),
    Player(
        "ma",
        "马东来",
        "Ma Donglai",
        (),
        ("燃气公司新职工", "a new worker of the gas company"),
        ("还不是会员：用手机申请入会", "is no member yet and applies from the telephone"),
    ),
)
#: accounts that the story needs and the log-in page leaves out
OTHERS = (
    Player("river.leader", "冯国栋", "", ((Role.LEADER, "YC01"),)),
    Player("mill.officer", "许织云", "", ((Role.OFFICER, MILL),)),
    Player("dongping.officer", "唐立新", "", ((Role.OFFICER, "YC03"),)),
    Player("yuntai.officer", "沈海霞", "", ((Role.OFFICER, "YC04"),)),
    Player("pingxi.officer", "曹保平", "", ((Role.OFFICER, "YC05"),)),
    Player("qingliu.officer", "袁春燕", "", ((Role.OFFICER, "YC06"),)),
    Player("shiqiao.officer", "潘庆丰", "", ((Role.OFFICER, "YC07"),)),
)
#: who imports and records for the unions of a county; industrial unions have the city's officer
OFFICERS = dict(
    zip(
        (code for code, _name, _vigour in words.COUNTIES),
        ("river", "hill", "dongping", "yuntai", "pingxi", "qingliu", "shiqiao"),
        strict=True,
    )
)


def enrol(since: date) -> None:
    """Accounts for everybody whose union stands already, with posts from the day on; known ones are left."""
    known = set(User.objects.values_list("username", flat=True))
    orgs = {org.code: org for org in Org.objects.all()}
    # one hash for all: the password is printed on the log-in page, and a hash takes its time
    password = make_password(PASSWORD)
    for player in (*CAST, *OTHERS):
        if player.username in known or not all(code in orgs for _role, code in player.posts):
            continue
        user = User.objects.create(username=player.username, name=player.name, password=password)
        for role, code in player.posts:
            Post.objects.create(user=user, org=orgs[code], role=role, valid_from=since)


def acts(username: str, *, channel: str = "console") -> Actor:
    """Who acts under an account of the demonstration."""
    return actor_of(User.objects.get(username=username), channel=channel)


def officer_of(branch: str) -> str:
    """The account that records for a county or industrial union."""
    return f"{OFFICERS[branch]}.officer" if branch in OFFICERS else "city.officer"


def is_written_down() -> bool:
    """Whether the data folder names the cast of this database."""
    try:
        told = json.loads((settings.DATA / "demo.json").read_text(encoding="utf-8"))
        return bool(told["database"] == settings.DATABASE_MARK)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_down() -> None:
    """Names the cast for the log-in page, in the data folder."""
    told = [
        {
            "username": player.username,
            "password": PASSWORD,
            "name": {"zh-hans": player.name, "en": player.latin},
            "post": dict(zip(("zh-hans", "en"), player.post, strict=True)),
            "what": dict(zip(("zh-hans", "en"), player.what, strict=True)),
        }
        for player in CAST
    ]
    kept = {"database": settings.DATABASE_MARK, "cast": told}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (settings.DATA / "demo.json").write_text(text + "\n", encoding="utf-8")
