"""What somebody decides about messages to themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhijia.reach import binding, leaving, people
from zhijia.reach.kinds import Category
from zhijia.reach.people import Known
from zhijia.tree.actor import Actor


def known(actor: Actor) -> Known | None:
    """The person who is logged in, where the directory knows them."""
    return people.own(actor)


def marks(known: Known) -> list[str]:
    """Everything the person is known by: themselves, their number, their WeChat."""
    open_ids = binding.open_ids([known.uid])
    wechat = [leaving.of_address("wechat", one) for one in open_ids.values()]
    return [*leaving.marks(known), *wechat]


@transaction.atomic
def change(known: Known, data: Mapping[str, Any], *, by: Actor) -> str:
    """Does what was asked; the code to show when a new one was asked for, else nothing."""
    act = data.get("act", "")
    if act == "code":
        return binding.new_code(known.uid)
    if act == "unbind":
        binding.unbind(known, by=by)
    elif act == "choose":
        wanted = {category for category in leaving.FREE if data.get(category)}
        leaving.choose(known, marks(known), wanted, by=by)
    return ""


def page(known: Known, code: str) -> dict[str, Any]:
    gone = {category for _who, category in leaving.left(marks(known))}
    return {
        "choices": [(one.value, one.label, one not in gone) for one in map(Category, leaving.FREE)],
        "bound": binding.is_bound(known.uid),
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "minutes": int(binding.GOOD_FOR.total_seconds() // 60),
        "has_mobile": len(leaving.marks(known)) > 1,
    }
