"""What a member is told when a union decides about the membership: by whatever way reaches the person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from zhijia.directory import messages
from zhijia.reach import services as reach
from zhijia.reach.kinds import Kind
from zhijia.tree.actor import Actor

#: ways of leaving of which nobody is told
SILENT = ("died", "mistake", "transferred", "")


def after_write(entry: Any, *, before: Mapping[str, Any], by: Actor, gone: bool = False) -> None:
    """Tells the person what was decided, in the transaction that decides it."""
    say = SAYERS.get(entry._meta.label)
    if say is None or gone:
        return
    person = entry.person
    with translation.override(_language(person)):
        said = say(entry, before)
    if said is not None:
        kind, values = said
        to = reach.To(phone=person.phone or "", person=person.uid, language=_language(person))
        reach.send(reach.Letter(kind, entry.org, to, values, f"membership:{entry.uid}:{entry.version}"))


def _language(person: Any) -> str:
    return str((person.user.language if person.user else "") or settings.LANGUAGE_CODE)


Said = tuple[Kind, Mapping[str, str]] | None


def _of_application(entry: Any, before: Mapping[str, Any]) -> Said:
    if before.get("state") == entry.state or entry.state not in ("admitted", "refused"):
        return None
    if entry.state == "admitted":
        return messages.ADMITTED, {"union": entry.org.name, "day": entry.admitted_on.isoformat()}
    return messages.REFUSED, {"union": entry.org.name}


def _of_transfer(entry: Any, before: Mapping[str, Any]) -> Said:
    if before.get("state") == entry.state:
        return None
    words = {"old": entry.org.name, "new": entry.to.name}
    if entry.state in ("released", "accepted"):
        return messages.GOING, words
    if entry.state == "done":
        return messages.GONE, {**words, "day": entry.moved_on.isoformat()}
    return (messages.KEPT, words) if entry.state == "refused" else None


def _of_membership(entry: Any, before: Mapping[str, Any]) -> Said:
    if before.get("valid_to") is not None or entry.valid_to is None or entry.left_kind in SILENT:
        return None
    return messages.ENDED, {
        "union": entry.org.name,
        "day": entry.valid_to.isoformat(),
        "way": entry.get_left_kind_display(),
    }


Sayer = Callable[[Any, Mapping[str, Any]], Said]
SAYERS: dict[str, Sayer] = {
    "directory.Application": _of_application,
    "directory.Transfer": _of_transfer,
    "directory.Membership": _of_membership,
}
