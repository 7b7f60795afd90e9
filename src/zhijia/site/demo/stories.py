"""What waits for each of the cast: done by them, step by step, as it would be in the browser."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from zhijia.assistance.models import Relief
from zhijia.directory import services as directory
from zhijia.directory.models import Membership, Person
from zhijia.evidence import services as evidence
from zhijia.facilities.models import ReadingRoom
from zhijia.registry.register import register_of
from zhijia.registry.services import add, move
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import acts
from zhijia.site.demo.people import WANG
from zhijia.site.demo.places import FARM, GAS, MILL, SITE
from zhijia.site.demo.size import Days
from zhijia.tree.actor import SYSTEM
from zhijia.tree.models import Org, User


class Stories:
    """The tales of the gas company, the building site, the farm and the mill."""

    def __init__(self, days: Days, answers: Answers):
        self.days, self.answers = days, answers
        self.orgs = {org.code: org for org in Org.objects.filter(code__in=(FARM, GAS, SITE, MILL))}

    def tell(self) -> None:
        """All of them."""
        self._gas()
        self._wang()
        self._site()
        self._farm()
        self._mill()

    def _workers(self, code: str, count: int, *, phone: bool = True) -> list[Person]:
        """Members of a union who have been there since before the year and whom nobody has helped yet."""
        held = Membership.objects.filter(org=self.orgs[code], valid_to=None, valid_from__lt=self.days.first)
        rows = held.filter(person__user=None, person__reliefs=None).exclude(person__name=WANG[0])
        rows = rows.filter(~Q(person__phone="") if phone else Q(person__phone=""))
        return [row.person for row in rows.select_related("person__org").order_by("pk")[:count]]

    def _relief(self, code: str, who: str, worker: Person, day: date, **values: Any) -> Relief:
        given = {"kind": "living", "reason": "illness", "amount": 1_500_00, "note": "", "happened_on": day}
        given |= {"org": self.orgs[code], "worker": worker, **values}
        made: Relief = add(register_of(Relief), given, by=acts(who))
        return made

    def _step(self, relief: Relief, key: str, who: str, *, reason: str = "", **values: Any) -> Relief:
        moved: Relief = move(relief, key, by=acts(who), version=relief.version, values=values, reason=reason)
        return moved

    def _paid(self, relief: Relief, chair: str, payer: str, day: date) -> Relief:
        approved = self._step(relief, "approve", chair)
        return self._step(approved, "pay", payer, paid_on=day, pay_way="bank")

    def _gas(self) -> None:
        """Two to approve for the chair, one to pay for finance, one returned to the caseworker."""
        one, two, three, four = self._workers(GAS, 4)
        ago = self.days.ago
        self._relief(GAS, "gas.officer", one, ago(2), reason="unemployment", amount=1_200_00)
        self._relief(GAS, "gas.caseworker", two, ago(1), reason="schooling", amount=2_000_00)
        asked = self._relief(GAS, "gas.officer", three, ago(6), amount=1_800_00)
        self._step(asked, "approve", "gas.chair")
        asked = self._relief(GAS, "gas.caseworker", four, ago(5), reason="low_income", amount=800_00)
        self._step(asked, "return", "gas.chair", reason="请补充家庭收入证明，再重新提交。")

    def _wang(self) -> None:
        """王桂兰 has a hospital bill: two payments wait for her word on her own page."""
        person = Person.objects.get(org=self.orgs[GAS], name=WANG[0], phone=WANG[3])
        directory.give_account(person, User.objects.get(username="wang"), by=SYSTEM)
        for kind, amount, note in (
            ("medical", 3_000_00, "住院手术，自付的部分超过半年工资。"),
            ("living", 1_000_00, "住院期间家里只有一个人的收入。"),
        ):
            asked = self._relief(
                GAS, "gas.officer", person, self.days.ago(12), kind=kind, amount=amount, note=note
            )
            paid = self._paid(asked, "gas.chair", "gas.finance", self.days.ago(4))
            self.answers.attach(paid, by=acts("gas.officer"))
            evidence.ask(paid, by=acts("gas.officer"), channel="link")

    def _site(self) -> None:
        """小刘 has one returned, one without proof, and a room nobody has confirmed."""
        one, two, three = self._workers(SITE, 3)
        asked = self._relief(SITE, "liu", one, self.days.ago(4), reason="accident", amount=2_500_00)
        self._step(asked, "return", "river.officer", reason="领款单上没有本人签字，请补拍一张清楚的。")
        asked = self._relief(SITE, "liu", two, self.days.ago(15), reason="low_income")
        self._paid(asked, "river.officer", "liu", self.days.ago(9))
        room = self._room(SITE, "liu", three, "城南工地职工书屋", "城南工地生活区活动板房", self.days.ago(7))
        self.answers.attach(room, by=acts("liu"))

    def _farm(self) -> None:
        """The farm's room has its photograph; its reader has no telephone, so a slip waits to be printed."""
        (reader,) = self._workers(FARM, 1, phone=False)
        room = self._room(
            FARM, "farm.officer", reader, "第三管理区职工书屋", "管理区办公楼一楼", self.days.ago(18)
        )
        self.answers.attach(room, by=acts("farm.officer"))
        evidence.ask(room, by=acts("farm.officer"), channel="slip")

    def _mill(self) -> None:
        """The mill's officer used one photograph twice; a call to the first worker waits for another union."""
        one, two = self._workers(MILL, 2)
        paid = []
        for worker, amount in ((one, 900_00), (two, 1_100_00)):
            asked = self._relief(
                MILL, "mill.officer", worker, self.days.ago(16), reason="schooling", amount=amount
            )
            paid.append(self._paid(asked, "hill.officer", "mill.officer", self.days.ago(10)))
        by = acts("mill.officer")
        self.answers.attach(paid[0], by=by)
        evidence.ask(paid[0], by=by, channel="call")
        again = self.answers.attach(paid[1], by=by, like=paid[0])
        evidence.explain(again.uid, "两个人同一天领款，在同一张领款单上签的字。", by=by)

    def _room(self, code: str, who: str, reader: Person, name: str, place: str, day: date) -> Any:
        values = {
            "org": self.orgs[code],
            "name": name,
            "address": place,
            "happened_on": day,
            "witness": reader,
        }
        values |= {"seats": 16, "area_m2": 40, "volumes": 900, "periodicals": 12, "keeper": reader.name}
        return add(register_of(ReadingRoom), values, by=acts(who))
