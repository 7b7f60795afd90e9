"""What a member is told when a union decides about the membership: a text message, where there is a mobile number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from zhijia.kernel.identity import BadPhone, parse_phone
from zhijia.outbox import services as outbox
from zhijia.tree.actor import Actor

#: ways of leaving of which nobody is told
SILENT = ("died", "mistake", "transferred", "")


def after_write(entry: Any, *, before: Mapping[str, Any], by: Actor, gone: bool = False) -> None:
    """Tells the person what was decided, in the transaction that decides it."""
    say = SAYERS.get(entry._meta.label)
    if say is None or gone:
        return
    with translation.override(_language(entry.person)):
        text = say(entry, before)
    if text and (mobile := _mobile(entry.person)):
        key = f"membership:{entry.uid}:{entry.version}"
        outbox.send(channel="sms", effect_key=key, to=mobile, body=text)


def _language(person: Any) -> str:
    return str((person.user.language if person.user else "") or settings.LANGUAGE_CODE)


def _mobile(person: Any) -> str:
    try:
        return parse_phone(person.phone or "", mobile=True)
    except BadPhone:
        return ""


def _of_application(entry: Any, before: Mapping[str, Any]) -> str:
    if before.get("state") == entry.state or entry.state not in ("admitted", "refused"):
        return ""
    if entry.state == "admitted":
        text = pgettext("sms", "[%(union)s] You have been admitted as a member from %(day)s.")
        return text % {"union": entry.org.name, "day": entry.admitted_on.isoformat()}
    text = pgettext(
        "sms", "[%(union)s] Your application was not granted. The reason stands on your own page."
    )
    return text % {"union": entry.org.name}


def _of_transfer(entry: Any, before: Mapping[str, Any]) -> str:
    if before.get("state") == entry.state:
        return ""
    words = {"old": entry.org.name, "new": entry.to.name}
    if entry.state in ("released", "accepted"):
        text = pgettext(
            "sms", "[%(old)s] Your membership is to go over to %(new)s; one of the two has agreed."
        )
        return text % words
    if entry.state == "done":
        text = pgettext("sms", "[%(new)s] Your membership has come over from %(old)s, from %(day)s on.")
        return text % {**words, "day": entry.moved_on.isoformat()}
    if entry.state == "refused":
        text = pgettext("sms", "[%(old)s] Your transfer to %(new)s was refused. You stay a member as before.")
        return text % words
    return ""


def _of_membership(entry: Any, before: Mapping[str, Any]) -> str:
    if before.get("valid_to") is not None or entry.valid_to is None or entry.left_kind in SILENT:
        return ""
    text = pgettext("sms", "[%(union)s] Your membership ends: no member from %(day)s on (%(way)s).")
    return text % {
        "union": entry.org.name,
        "day": entry.valid_to.isoformat(),
        "way": entry.get_left_kind_display(),
    }


Sayer = Callable[[Any, Mapping[str, Any]], str]
SAYERS: dict[str, Sayer] = {
    "directory.Application": _of_application,
    "directory.Transfer": _of_transfer,
    "directory.Membership": _of_membership,
}
