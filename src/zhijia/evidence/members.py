"""Asking those whom a union has just taken in whether it is so: a member on a list alone is no member who said so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhijia.directory.models import Application, Membership, Transfer
from zhijia.directory.services import granted
from zhijia.evidence import asking
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: the states in which a union has just taken somebody in
TAKEN_IN = {Application: "admitted", Transfer: "done"}


def after_write(entry: Any, *, before: Mapping[str, Any], by: Actor, gone: bool = False) -> None:
    """Asks by link where there is a mobile number, else by a slip; nobody is asked twice for one step."""
    wanted = TAKEN_IN.get(type(entry))
    if gone or wanted is None or entry.state != wanted or before.get("state") == wanted:
        return
    held = Membership.objects.filter(person=entry.person, valid_to=None).select_related("org").first()
    if held is None or held.confirmed_at is not None:
        return
    try:
        asking.ask(held, by=granted(by))
    except Refused:
        # somebody whose own number is that of the officer is asked by hand, another way
        return
