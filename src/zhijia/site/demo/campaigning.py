"""Campaigns of the city in the demonstration: one closed and signed, one running, one planned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zhijia.kernel.day import frozen
from zhijia.plans.models import Campaign, CampaignRegister
from zhijia.registry import services
from zhijia.site.demo import cast
from zhijia.site.demo.cast import OFFICERS
from zhijia.site.demo.size import Days
from zhijia.tree.models import Org

CLOSED = {
    "name": "农民工维权帮扶月",
    "partners": "市人力资源和社会保障局、市住房和城乡建设局",
    "aim": "把困难农民工找出来、帮到位，帮助失业的重新上岗。",
    "measures": "aid_living aid_living_money place_jobs train_skill_aided",
}
RUNNING = {
    "name": "送书送课到一线百日行动",
    "partners": "市文化和旅游局、市教育局",
    "aim": "把书屋建到工地和园区，把课讲到班组。",
    "measures": "read_new train_people skill_up entries:facilities.readingroom",
}
PLANNED = {
    "name": "元旦春节送温暖",
    "partners": "市民政局",
    "aim": "节前走访困难职工家庭，救助金发到本人卡上。",
    "measures": "aid_living aid_living_times aid_living_money aid_study",
}
WORDS = "活动期间各县（区）工会逐户摸排，救助对象均由本人确认收到；仍有单位没有开展，列入下季度督导。"


def load(days: Days, city: Org) -> None:
    """Three campaigns of the city in which its counties take part."""
    first, last = days.ago(150), days.ago(112)
    closed = _planned(city, CLOSED, first, max(first, last), first)
    _step(closed, "begin", "city.officer", first)
    _step(closed, "close", "city.leader", last + timedelta(days=1), values={"words_at_end": WORDS})
    start = days.ago(60)
    running = _planned(city, RUNNING, start, start + timedelta(days=99), start)
    _step(running, "begin", "city.officer", start)
    ahead = days.last + timedelta(days=30)
    _planned(city, PLANNED, ahead, ahead + timedelta(days=45), days.last)


def _planned(city: Org, told: dict[str, str], first: date, last: date, on: date) -> Campaign:
    values = {"org": city, "starts_on": first, "ends_on": last, "unions": " ".join(OFFICERS), **told}
    with frozen(on):
        made: Campaign = services.add(CampaignRegister, values, by=cast.acts("city.officer"))
    return made


def _step(one: Campaign, key: str, by: str, on: date, **more: Any) -> None:
    with frozen(on):
        now = Campaign.objects.select_related("org").get(pk=one.pk)
        services.move(now, key, by=cast.acts(by), version=now.version, **more)
